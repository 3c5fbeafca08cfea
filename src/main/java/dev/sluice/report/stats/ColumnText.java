// SPDX-License-Identifier: Apache-2.0
package dev.sluice.report.stats;

import dev.sluice.report.text.SafeText;
import dev.sluice.report.view.Table;
import dev.sluice.report.view.View;
import dev.sluice.stats.ColumnStats;
import dev.sluice.stats.ValueKind;
import dev.sluice.stats.measure.Counts;
import dev.sluice.stats.measure.Lengths;
import dev.sluice.stats.sketch.Frequent;
import dev.sluice.stats.sketch.Quantiles;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

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
    label(view, "distinct", ValueWords.distinct(column, false));
    label(view, "least", ValueWords.least(column));
    label(view, "greatest", ValueWords.greatest(column));
    if (column.moments().count() > 0) {
      view.labelled(LABEL, "mean", ValueWords.number(column.moments().mean(), column));
      view.labelled(LABEL, "deviation", ValueWords.number(column.moments().deviation(), column));
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
                  ValueWords.rounded(lengths.mean())));
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
            .map(
                s ->
                    "%d %% %s"
                        .formatted(Math.round(s * 100), ValueWords.value(quantiles.at(s), column)))
            .collect(Collectors.joining(", "));
    view.labelled(LABEL, "quantiles", shares);
    List<Quantiles.Bar> bars = quantiles.histogram(BARS);
    double most = bars.stream().mapToDouble(Quantiles.Bar::count).max().orElse(1);
    view.line("");
    view.table(
        bars,
        Table.<Quantiles.Bar>indented()
            .right("from", bar -> ValueWords.value(bar.from(), column))
            .number("about", bar -> Math.round(bar.count()))
            .left("", bar -> "█".repeat((int) Math.round(BAR_WIDTH * bar.count() / most))));
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
              .left("frequent value", item -> ValueWords.item(item, column))
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
}
