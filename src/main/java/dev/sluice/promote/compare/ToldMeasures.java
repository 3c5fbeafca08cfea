// SPDX-License-Identifier: Apache-2.0
package dev.sluice.promote.compare;

import dev.sluice.kernel.sql.SqlName;
import dev.sluice.promote.compare.ColumnMeasure.Measure;
import dev.sluice.schema.Column;
import dev.sluice.stats.ColumnStats;
import dev.sluice.stats.TableStats;
import dev.sluice.stats.measure.Counts;
import dev.sluice.stats.measure.Range;
import dev.sluice.stats.sketch.Distinct;
import dev.sluice.stats.stored.TotalStats;
import dev.sluice.table.TableState;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the statistics of a state tell of the values of its columns, without a look at any row: what
 * the rows would, or nothing. They tell nothing of columns that have had several types, of texts
 * that are kept in part, of times of other units than microseconds, and of a mean so near to zero
 * that the sum of doubles says little of it.
 */
final class ToldMeasures {
  /** As a part of the farthest value; below it rounding may show. */
  private static final double LEAST_MEAN = 1e-6;

  private static final long MICROS_OF_DAY = 86_400_000_000L;

  private final Map<String, ColumnStats> columns;

  private ToldMeasures(Map<String, ColumnStats> columns) {
    this.columns = columns;
  }

  /**
   * A figure.
   *
   * @param sql of the column's type, without a relation
   * @param isEstimate whether it may be off by a few in a hundred
   */
  record Told(String sql, boolean isEstimate) {}

  static ToldMeasures of(TableState state) {
    if (state.data().rows() > 0) {
      return new ToldMeasures(TotalStats.of(state).map(TableStats::columns).orElse(Map.of()));
    }
    Map<String, ColumnStats> none = new LinkedHashMap<>();
    state
        .schema()
        .columns()
        .forEach(column -> none.put(column.name(), ColumnStats.none(column.type())));
    return new ToldMeasures(none);
  }

  /** What is told of a column that is of some type in what it is compared with. */
  Optional<Told> of(ColumnMeasure asked) {
    Column column = asked.column();
    ColumnStats stats = columns.get(column.name());
    if (stats == null) {
      return Optional.empty();
    }
    if (asked.measure() == Measure.NULLS) {
      return Optional.of(new Told(Long.toString(stats.counts().nulls()), false));
    }
    // Where types were added up, different values are not known.
    boolean isOfOneType =
        stats.type().equals(column.type()) && stats.sketches().distinct().isKnown();
    return isOfOneType ? of(asked.measure(), stats) : Optional.empty();
  }

  private static Optional<Told> of(Measure measure, ColumnStats stats) {
    if (measure == Measure.DISTINCT) {
      return distinct(stats);
    }
    String value =
        stats.counts().values() == 0
            ? "NULL"
            : switch (measure) {
              case MIN -> extreme(stats, true);
              case MAX -> extreme(stats, false);
              case MEAN -> mean(stats);
              case NULLS, DISTINCT -> throw new IllegalArgumentException(measure.word());
            };
    return Optional.ofNullable(value)
        .map(sql -> new Told("(%s)::%s".formatted(sql, type(measure, stats)), false));
  }

  private static String type(Measure measure, ColumnStats stats) {
    return measure == Measure.MEAN ? "DOUBLE" : stats.type();
  }

  private static Optional<Told> distinct(ColumnStats stats) {
    boolean isInexact =
        isTime(stats) && (isOtherTime(stats) || (isDate(stats) && infinities(stats.counts()) > 0));
    Distinct distinct = stats.sketches().distinct();
    return isInexact
        ? Optional.empty()
        : Optional.of(
            new Told(Long.toString(Math.round(distinct.estimate())), !distinct.isExact()));
  }

  private static @Nullable String extreme(ColumnStats stats, boolean isLeast) {
    return switch (stats.kind()) {
      case NUMBER -> number(stats, isLeast);
      case TEXT -> text(isLeast ? stats.range().min() : stats.range().max());
      case TIME -> time(stats, isLeast);
      case TRUTH ->
          Boolean.toString(isLeast ? stats.counts().falses() == 0 : stats.counts().trues() > 0);
      case VECTOR, LIST, BINARY, OTHER -> null;
    };
  }

  /** NaN is above all others, as for the kernel. */
  private static @Nullable String number(ColumnStats stats, boolean isLeast) {
    Counts counts = stats.counts();
    String below = counts.negativeInfinities() > 0 ? "'-inf'" : null;
    String finite = quoted(isLeast ? stats.range().min() : stats.range().max());
    String above = counts.positiveInfinities() > 0 ? "'inf'" : null;
    String nan = counts.nan() > 0 ? "'nan'" : null;
    if (counts.finite() > 0 && finite == null) {
      return null;
    }
    return isLeast ? first(below, finite, above, nan) : first(nan, above, finite, below);
  }

  private static @Nullable String first(@Nullable String... values) {
    for (String value : values) {
      if (value != null) {
        return value;
      }
    }
    return null;
  }

  private static @Nullable String quoted(@Nullable String value) {
    return value == null ? null : SqlName.literal(value);
  }

  /** One that may be the beginning of a longer one is none. */
  private static @Nullable String text(@Nullable String value) {
    boolean isWhole =
        value != null && value.length() < Range.LONGEST - 1 && value.indexOf('\0') < 0;
    return isWhole ? quoted(value) : null;
  }

  private static @Nullable String time(ColumnStats stats, boolean isLeast) {
    Counts counts = stats.counts();
    String micros = isLeast ? stats.range().min() : stats.range().max();
    if (isOtherTime(stats) || (counts.finite() > 0 && micros == null)) {
      return null;
    }
    if ((isLeast ? counts.negativeInfinities() : counts.positiveInfinities()) > 0) {
      return isLeast ? "'-infinity'" : "'infinity'";
    }
    if (micros == null) {
      return isLeast ? "'infinity'" : "'-infinity'";
    }
    long value = Long.parseLong(micros);
    if (!isDate(stats)) {
      String text = "make_timestamp(%d)::VARCHAR".formatted(value);
      return stats.type().equals("TIMESTAMP") ? text : text + " || '+00'";
    }
    // A day further away than microseconds count is kept as the last of them.
    return value == Long.MAX_VALUE || value == Long.MIN_VALUE
        ? null
        : "DATE '1970-01-01' + (%d)::INTEGER".formatted(value / MICROS_OF_DAY);
  }

  private static boolean isTime(ColumnStats stats) {
    return isDate(stats) || stats.type().startsWith("TIMESTAMP");
  }

  private static boolean isDate(ColumnStats stats) {
    return stats.type().equals("DATE");
  }

  /** Whether values may be finer than what is kept of them. */
  private static boolean isOtherTime(ColumnStats stats) {
    return !isDate(stats)
        && !stats.type().equals("TIMESTAMP")
        && !stats.type().equals("TIMESTAMP WITH TIME ZONE");
  }

  private static long infinities(Counts counts) {
    return counts.positiveInfinities() + counts.negativeInfinities();
  }

  private static @Nullable String mean(ColumnStats stats) {
    Counts counts = stats.counts();
    if (counts.nan() > 0 || (counts.positiveInfinities() > 0 && counts.negativeInfinities() > 0)) {
      return "'nan'";
    }
    if (infinities(counts) > 0) {
      return counts.positiveInfinities() > 0 ? "'inf'" : "'-inf'";
    }
    String least = stats.range().min();
    String greatest = stats.range().max();
    double mean = stats.moments().mean();
    if (least == null || greatest == null || stats.moments().count() != counts.finite()) {
      return null;
    }
    double farthest =
        Math.max(Math.abs(Double.parseDouble(least)), Math.abs(Double.parseDouble(greatest)));
    return Math.abs(mean) >= farthest * LEAST_MEAN ? quoted(Double.toString(mean)) : null;
  }
}
