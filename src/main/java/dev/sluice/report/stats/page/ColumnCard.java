// SPDX-License-Identifier: Apache-2.0
package dev.sluice.report.stats.page;

import dev.sluice.report.html.Chart;
import dev.sluice.report.html.HtmlText;
import dev.sluice.report.stats.ValueWords;
import dev.sluice.report.text.SafeText;
import dev.sluice.stats.ColumnStats;
import dev.sluice.stats.ValueKind;
import dev.sluice.stats.measure.Counts;
import dev.sluice.stats.measure.Lengths;
import dev.sluice.stats.sketch.Distinct;
import dev.sluice.stats.sketch.Quantiles;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the values of one column are like. */
final class ColumnCard {
  /** Microseconds. */
  private static final double SECOND = 1e6;

  private static final double MINUTE = 60 * SECOND;
  private static final double DAY = 86_400 * SECOND;

  private static final MathContext DIGITS = new MathContext(3);

  private final ColumnStats now;
  private final @Nullable ColumnStats before;
  private final int bars;

  /**
   * A column.
   *
   * @param was what it was before; null where that is not known
   * @param bars so many values are shown
   */
  ColumnCard(ColumnStats now, @Nullable ColumnStats was, int bars) {
    this.now = now;
    boolean isAlike = was != null && was.kind() == now.kind() && was.counts().rows() > 0;
    this.before = isAlike ? was : null;
    this.bars = bars;
  }

  void write(HtmlText html) {
    facts(html);
    if (now.counts().values() == 0) {
      return;
    }
    if (now.isCountedOnly()) {
      html.raw("<p class=\"hint\">Rows are counted, and nothing of values is told.</p>\n");
      return;
    }
    if (now.sketches().quantiles().count() > 0) {
      distribution(html);
    } else {
      new ValueBars(now, before, bars).write(html);
    }
  }

  private void facts(HtmlText html) {
    Counts counts = now.counts();
    html.raw("<p class=\"few\">");
    html.raw(counts.rows() == 0 ? "<span>no rows</span>" : nulls());
    Distinct distinct = now.sketches().distinct();
    if (distinct.isKnown() && counts.values() > 0) {
      fact(html, ValueWords.distinct(now, true) + " different");
    }
    String mean =
        now.kind() == ValueKind.NUMBER ? ValueWords.number(now.moments().mean(), now) : "";
    fact(html, mean.isEmpty() ? "" : "mean " + mean + wasMean());
    Lengths lengths = now.lengths();
    if (lengths.count() > 0) {
      fact(
          html,
          (now.kind() == ValueKind.VECTOR ? "dimension " : "length ")
              + (lengths.min() == lengths.max()
                  ? SafeText.number(lengths.min())
                  : SafeText.number(lengths.min()) + " to " + SafeText.number(lengths.max())));
    }
    long infinite = counts.positiveInfinities() + counts.negativeInfinities();
    fact(html, counts.nan() == 0 ? "" : SafeText.number(counts.nan()) + " NaN");
    fact(html, infinite == 0 ? "" : SafeText.number(infinite) + " infinite");
    html.raw("</p>\n");
  }

  private static void fact(HtmlText html, String text) {
    if (!text.isEmpty()) {
      html.raw(" <span>").text(text).raw("</span>");
    }
  }

  private String nulls() {
    String share = share(now);
    String was = before == null ? share : share(before);
    return "<span>%s null%s</span>"
        .formatted(share, was.equals(share) ? "" : " <small>was " + was + "</small>");
  }

  private static String share(ColumnStats column) {
    return ValueBars.percent((double) column.counts().nulls() / column.counts().rows());
  }

  private String wasMean() {
    if (before == null || before.moments().count() == 0) {
      return "";
    }
    String mean = ValueWords.number(now.moments().mean(), now);
    String was = ValueWords.number(before.moments().mean(), before);
    return mean.equals(was) ? "" : ", was " + was;
  }

  private void distribution(HtmlText html) {
    Quantiles quantiles = now.sketches().quantiles();
    Ends ends = Ends.of(now);
    Bins bins = Bins.of(now, before);
    String label =
        "%s to %s, half of them up to %s"
            .formatted(value(ends.least()), value(ends.greatest()), value(quantiles.at(0.5)));
    if (bins.before().length > 0 && before != null) {
      label += ", before " + value(before.sketches().quantiles().at(0.5));
    }
    chart(bins, label).write(html);
    html.raw("<p class=\"ends\"><span>").text(value(ends.least())).raw("</span><span>");
    html.text(
        (now.kind() == ValueKind.VECTOR ? "norms, median " : "median ") + value(quantiles.at(0.5)));
    html.raw("</span><span>").text(value(ends.greatest())).raw("</span></p>\n");
    String outside = outside(bins, ends);
    if (!outside.isEmpty()) {
      html.raw("<p class=\"hint\">").text(outside).raw("</p>\n");
    }
  }

  private Chart chart(Bins bins, String label) {
    boolean isTime = now.kind() == ValueKind.TIME;
    boolean isOld = bins.before().length > 0 && before != null;
    double unit = isTime ? SECOND : 1;
    Chart chart =
        isOld
            ? new Chart(Chart.Kind.BINS, label, "from", "%", "% before")
            : new Chart(Chart.Kind.BINS, label, "from", "%");
    chart
        .with("from", Double.toString((bins.from() - bins.margin()) / unit))
        .with("to", Double.toString((bins.to() + bins.margin()) / unit))
        .with("unit", isTime ? (now.type().equals("DATE") ? "day" : "time") : number())
        .with("last", edge(bins.to(), bins.width()))
        .with("now", Long.toString(now.sketches().quantiles().count()));
    if (bins.margin() > 0) {
      chart.with("lone", "");
    }
    if (isOld && before != null) {
      chart.with("was", Long.toString(before.sketches().quantiles().count()));
    }
    for (int i = 0; i < bins.now().length; i++) {
      String from = edge(bins.at(i), bins.width());
      String share = figure(bins.now()[i]);
      if (isOld) {
        chart.row(from, share, figure(bins.before()[i]));
      } else {
        chart.row(from, share);
      }
    }
    return chart;
  }

  private String number() {
    return now.type().contains("INT") ? "whole" : "number";
  }

  /** A share in percent, to the digits that tell it from its neighbours. */
  private static String figure(double share) {
    return share <= 0
        ? "0"
        : BigDecimal.valueOf(100 * share).round(DIGITS).stripTrailingZeros().toPlainString();
  }

  /** What lies beyond the picture; a sketch need not know that anything does. */
  private String outside(Bins bins, Ends ends) {
    List<String> parts = new ArrayList<>();
    if (ends.least() < bins.from() - bins.width() / 1e6) {
      parts.add("%s below, from %s on".formatted(some(bins.below()), value(ends.least())));
    }
    if (ends.greatest() > bins.to() + bins.width() / 1e6) {
      parts.add("%s above, up to %s".formatted(some(bins.above()), value(ends.greatest())));
    }
    return parts.isEmpty() ? "" : "not drawn: " + String.join("; ", parts);
  }

  private static String some(double share) {
    return ValueBars.percent(Math.max(share, Double.MIN_NORMAL));
  }

  /** Of times that are days apart nobody reads the hour, and of hours the second. */
  private String value(double number) {
    String text = ValueWords.value(number, now);
    if (now.kind() != ValueKind.TIME || !text.contains("T")) {
      return text;
    }
    Ends ends = Ends.of(now);
    double all = ends.greatest() - ends.least();
    return cut(text, all > 3 * DAY ? DAY : all / 24);
  }

  /** Where a stretch of some width begins. */
  private String edge(double number, double width) {
    String text = ValueWords.value(number, now);
    return now.kind() == ValueKind.TIME && text.contains("T") ? cut(text, width) : text;
  }

  /** A time without what is finer than a width. */
  private static String cut(String time, double width) {
    String rest =
        width >= DAY
            ? "T.*"
            : width >= MINUTE
                ? ":[0-9]{2}(\\.[0-9]+)?Z$"
                : width >= SECOND ? "(\\.[0-9]+)?Z$" : "(?<=\\.[0-9]{3})[0-9]*Z$|Z$";
    return time.replaceFirst(rest, "").replace('T', ' ');
  }
}
