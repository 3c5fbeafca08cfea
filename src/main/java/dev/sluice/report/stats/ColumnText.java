// SPDX-License-Identifier: Apache-2.0
package dev.sluice.report.stats;

import dev.sluice.report.text.SafeText;
import dev.sluice.report.view.Table;
import dev.sluice.report.view.View;
import dev.sluice.stats.ColumnStats;
import dev.sluice.stats.ValueKind;
import dev.sluice.stats.measure.Counts;
import dev.sluice.stats.measure.Lengths;
import dev.sluice.stats.sketch.Distinct;
import dev.sluice.stats.sketch.Frequent;
import dev.sluice.stats.sketch.Quantiles;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Describes one column. */
record ColumnText(String name, ColumnStats column) {
  private static final int LABEL = 13;
  private static final int SHOWN = 10;
  private static final int BARS = 12;
  private static final int BAR_WIDTH = 30;

  void describe(View view) {
    Counts counts = column.counts();
    view.line("").title(name);
    view.labelled(LABEL, "type", column.type());
    view.labelled(LABEL, "values", SafeText.number(counts.values()));
    view.labelled(LABEL, "nulls", SafeText.number(counts.nulls()));
    if (column.isCountedOnly()) {
      view.line("  Of its values nothing is told: it is personal, or held values of unlike kinds.");
      return;
    }
    label(view, "distinct", distinct(column, false));
    label(view, "least", least(column));
    label(view, "greatest", greatest(column));
    if (column.moments().count() > 0) {
      view.labelled(LABEL, "mean", number(column.moments().mean(), column));
      view.labelled(LABEL, "deviation", number(column.moments().deviation(), column));
    }
    special(view);
    lengths(view);
    gaps(view);
    quantiles(view);
    shapes(view);
    frequent(view);
    error(view);
  }

  private static void label(View view, String label, String text) {
    if (!text.isEmpty()) {
      view.labelled(LABEL, label, text);
    }
  }

  private void special(View view) {
    Counts counts = column.counts();
    if (column.kind() == ValueKind.TRUTH) {
      view.labelled(LABEL, "true", SafeText.number(counts.trues()));
      view.labelled(LABEL, "false", SafeText.number(counts.falses()));
    }
    if (column.kind() == ValueKind.NUMBER) {
      view.labelled(LABEL, "negative", SafeText.number(counts.negatives()));
      view.labelled(LABEL, "zero", SafeText.number(counts.zeros()));
    }
    long infinite = counts.positiveInfinities() + counts.negativeInfinities();
    label(view, "NaN", counts.nan() == 0 ? "" : SafeText.number(counts.nan()));
    label(view, "infinite", infinite == 0 ? "" : SafeText.number(infinite));
  }

  private void lengths(View view) {
    Lengths lengths = column.lengths();
    if (lengths.count() > 0) {
      view.labelled(
          LABEL,
          column.kind() == ValueKind.VECTOR ? "dimension" : "length",
          "%s to %s, mean %s"
              .formatted(
                  SafeText.number(lengths.min()),
                  SafeText.number(lengths.max()),
                  rounded(lengths.mean())));
    }
  }

  private void gaps(View view) {
    long longest = column.gaps().longest();
    if (longest > 0) {
      String more = column.gaps().isExact() ? "" : ", or up to " + span(column.gaps().unseen());
      view.labelled(LABEL, "longest gap", span(longest) + more);
    }
  }

  private static String span(long micros) {
    Duration span = Duration.of(micros, ChronoUnit.MICROS);
    return span.toDays() > 0
        ? "%d d %d h".formatted(span.toDays(), span.toHoursPart())
        : span.toString().substring(2).toLowerCase(Locale.ROOT);
  }

  private void quantiles(View view) {
    Quantiles quantiles = column.sketches().quantiles();
    if (quantiles.count() == 0) {
      return;
    }
    String shares =
        List.of(0.05, 0.25, 0.5, 0.75, 0.95).stream()
            .map(s -> "%d %% %s".formatted(Math.round(s * 100), value(quantiles.at(s))))
            .collect(Collectors.joining(", "));
    view.labelled(LABEL, "quantiles", shares);
    List<Quantiles.Bar> bars = quantiles.histogram(BARS);
    double most = bars.stream().mapToDouble(Quantiles.Bar::count).max().orElse(1);
    view.line("");
    view.table(
        bars,
        Table.<Quantiles.Bar>indented()
            .right("from", bar -> value(bar.from()))
            .number("about", bar -> Math.round(bar.count()))
            .left("", bar -> "█".repeat((int) Math.round(BAR_WIDTH * bar.count() / most))));
  }

  private String value(double number) {
    return column.kind() == ValueKind.TIME ? time((long) number, column) : number(number, column);
  }

  private void shapes(View view) {
    if (!column.shapes().counts().isEmpty()) {
      long total = column.shapes().total();
      view.labelled(
          LABEL,
          "shapes",
          column.shapes().counts().entrySet().stream()
              .sorted((a, b) -> Long.compare(b.getValue(), a.getValue()))
              .map(
                  each ->
                      "%s %.1f %%"
                          .formatted(
                              each.getKey().name().toLowerCase(Locale.ROOT),
                              100.0 * each.getValue() / total))
              .collect(Collectors.joining(", ")));
    }
  }

  private void frequent(View view) {
    Frequent frequent = column.sketches().frequent();
    List<Frequent.Item> items = frequent.items();
    if (!items.isEmpty()) {
      view.line("");
      view.table(
          items.stream().limit(SHOWN).toList(),
          Table.<Frequent.Item>indented()
              .left(
                  "frequent value",
                  item ->
                      column.kind() == ValueKind.TIME
                          ? time(Long.parseLong(item.value()), column)
                          : item.value())
              .number(frequent.isExact() ? "rows" : "rows, at most", Frequent.Item::count));
    }
  }

  private void error(View view) {
    double error = column.sketches().sample().error();
    if (error > 0) {
      view.line("")
          .line(
              String.format(
                  Locale.ROOT,
                  "  Quantiles, shapes and frequent values are of a sample: shares are right to %.1f %%.",
                  100 * error));
    }
  }

  static String distinct(ColumnStats column, boolean isBrief) {
    Distinct distinct = column.sketches().distinct();
    if (!distinct.isKnown()) {
      return "";
    }
    String count = SafeText.number(Math.round(distinct.estimate()));
    if (distinct.isExact()) {
      return count;
    }
    return isBrief
        ? "~" + count
        : "about %s (%s to %s)"
            .formatted(
                count,
                SafeText.number(Math.round(distinct.lower())),
                SafeText.number(Math.round(distinct.upper())));
  }

  static String least(ColumnStats column) {
    return shown(column, column.range().min());
  }

  static String greatest(ColumnStats column) {
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

  static String number(double number, ColumnStats column) {
    return column.moments().count() == 0 || Double.isNaN(number) ? "" : rounded(number);
  }

  private static String rounded(double number) {
    if (number == Math.rint(number) && Math.abs(number) < 1e15) {
      return SafeText.number((long) number);
    }
    double size = Math.abs(number);
    return size >= 1e9 || size < 1e-3
        ? String.format(Locale.ROOT, "%.3e", number)
        : String.format(Locale.ROOT, size >= 100 ? "%,.1f" : "%.4g", number);
  }
}
