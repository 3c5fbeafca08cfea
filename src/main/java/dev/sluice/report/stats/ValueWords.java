// SPDX-License-Identifier: Apache-2.0
package dev.sluice.report.stats;

import dev.sluice.report.text.SafeText;
import dev.sluice.stats.ColumnStats;
import dev.sluice.stats.ValueKind;
import dev.sluice.stats.measure.Counts;
import dev.sluice.stats.sketch.Distinct;
import dev.sluice.stats.sketch.Frequent;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Spells what statistics say of values, as people read it. */
public final class ValueWords {
  /** The end of the year 9999, in which calendars end. */
  private static final double LAST_MICROS = Math.nextDown(253_402_300_800_000_000.0);

  private ValueWords() {}

  /** A place in a column's distribution. */
  public static String value(double number, ColumnStats column) {
    // So far from 1970 a double is off by some microseconds.
    return column.kind() == ValueKind.TIME
        ? time((long) Math.min(number, LAST_MICROS), column)
        : rounded(number);
  }

  /** A value that is there often. */
  public static String item(Frequent.Item item, ColumnStats column) {
    return column.kind() == ValueKind.TIME
        ? time(Long.parseLong(item.value()), column)
        : item.value();
  }

  /** About how many different values there are; empty where nobody counted. */
  public static String distinct(ColumnStats column, boolean isBrief) {
    Distinct distinct = column.sketches().distinct();
    if (!distinct.isKnown()) {
      return "";
    }
    long values = column.counts().values();
    String count = SafeText.number(Math.min(Math.round(distinct.estimate()), values));
    if (distinct.isExact()) {
      return count;
    }
    return isBrief
        ? "~" + count
        : "about %s (%s to %s)"
            .formatted(
                count,
                SafeText.number(Math.round(distinct.lower())),
                SafeText.number(Math.min(Math.round(distinct.upper()), values)));
  }

  /** The least value; empty where there is none. */
  public static String least(ColumnStats column) {
    return shown(column, column.range().min());
  }

  /** The greatest value; empty where there is none. */
  public static String greatest(ColumnStats column) {
    return shown(column, column.range().max());
  }

  private static String shown(ColumnStats column, @Nullable String value) {
    if (value == null) {
      return "";
    }
    return column.kind() == ValueKind.TIME ? time(Long.parseLong(value), column) : value;
  }

  private static String time(long micros, ColumnStats column) {
    Instant at = Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    String text = at.toString();
    return column.type().equals("DATE") ? text.substring(0, text.indexOf('T')) : text;
  }

  /** A number of a column of numbers; empty where it has none. */
  public static String number(double number, ColumnStats column) {
    Counts counts = column.counts();
    boolean isLost = // a sum that no double holds
        Double.isInfinite(number)
            && counts.positiveInfinities() == 0
            && counts.negativeInfinities() == 0;
    return column.moments().count() == 0 || Double.isNaN(number) || isLost ? "" : rounded(number);
  }

  /** A number to the digits that people read. */
  public static String rounded(double number) {
    if (number == Math.rint(number) && Math.abs(number) < 1e15) {
      return SafeText.number((long) number);
    }
    double size = Math.abs(number);
    return size >= 1e9 || size < 1e-3
        ? String.format(Locale.ROOT, "%.3e", number)
        : String.format(Locale.ROOT, size >= 100 ? "%,.1f" : "%.4g", number)
            .replaceFirst("\\.?0+$", "");
  }
}
