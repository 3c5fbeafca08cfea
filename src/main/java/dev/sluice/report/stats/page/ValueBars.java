// SPDX-License-Identifier: Apache-2.0
package dev.sluice.report.stats.page;

import dev.sluice.report.html.Drawing;
import dev.sluice.report.html.HtmlText;
import dev.sluice.report.stats.ValueWords;
import dev.sluice.report.text.SafeText;
import dev.sluice.stats.ColumnStats;
import dev.sluice.stats.ValueKind;
import dev.sluice.stats.measure.Counts;
import dev.sluice.stats.sketch.Frequent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The values of a column that are there most often, or what they look like, as bars. */
final class ValueBars {
  private static final int LONGEST = 60;

  /** Values that are there less often tell nothing of a column. */
  private static final double SELDOM = 0.01;

  private final ColumnStats now;
  private final @Nullable ColumnStats before;
  private final int most;

  ValueBars(ColumnStats now, @Nullable ColumnStats before, int most) {
    this.now = now;
    this.before = before;
    this.most = most;
  }

  /**
   * A bar.
   *
   * @param was the share before; negative where that is not known
   */
  private record Bar(String label, boolean isValue, double share, double was) {}

  void write(HtmlText html) {
    List<Bar> bars = bars();
    if (bars.isEmpty()) {
      return;
    }
    html.raw("<ul class=\"bars\">");
    for (Bar bar : bars) {
      html.raw("<li>").raw(bar.isValue() ? "<code>" : "<i>").brief(bar.label(), LONGEST);
      html.raw(bar.isValue() ? "</code>" : "</i>");
      Drawing.share(html, bar.share(), bar.was());
      html.raw("<span>").text(percent(bar.share()));
      boolean isMoved = bar.was() >= 0 && !percent(bar.was()).equals(percent(bar.share()));
      html.raw(isMoved ? " <small>was " + percent(bar.was()) + "</small>" : "").raw("</span></li>");
    }
    html.raw("</ul>\n");
  }

  private List<Bar> bars() {
    if (now.kind() == ValueKind.TRUTH) {
      return List.of(truth("true", true), truth("false", false));
    }
    List<Frequent.Item> items = now.sketches().frequent().items();
    boolean isTold =
        !items.isEmpty() && share(about(items.get(0)), now) >= SELDOM && !isAllDifferent(items);
    return isTold ? values(items) : shapes();
  }

  private static boolean isAllDifferent(List<Frequent.Item> items) {
    return items.get(0).count() == 1 && items.size() > 1;
  }

  private Bar truth(String label, boolean isTrue) {
    double was =
        before == null ? -1 : share(isTrue ? before.counts().trues() : falses(before), before);
    return new Bar(label, true, share(isTrue ? now.counts().trues() : falses(now), now), was);
  }

  private static long falses(ColumnStats column) {
    return column.counts().falses();
  }

  private List<Bar> values(List<Frequent.Item> items) {
    Map<String, Double> was = was();
    List<Bar> bars = new ArrayList<>();
    double rest = 1;
    for (Frequent.Item item : items.subList(0, Math.min(most, items.size()))) {
      double share = share(about(item), now);
      if (share < SELDOM) {
        break;
      }
      String label = ValueWords.item(item, now);
      bars.add(
          new Bar(
              label.isBlank() ? blank(label) : label,
              !label.isBlank(),
              share,
              was.getOrDefault(item.value(), before == null || !isExact(before) ? -1.0 : 0.0)));
      rest -= share;
    }
    if (rest > 0.000_5) {
      bars.add(new Bar("others", false, rest, -1));
    }
    return bars;
  }

  private static String blank(String label) {
    return label.isEmpty() ? "empty text" : SafeText.count(label.length(), "blank");
  }

  private static boolean isExact(ColumnStats column) {
    return column.sketches().frequent().isExact();
  }

  private Map<String, Double> was() {
    Map<String, Double> was = new HashMap<>();
    if (before != null) {
      for (Frequent.Item item : before.sketches().frequent().items()) {
        was.put(item.value(), share(about(item), before));
      }
    }
    return was;
  }

  private List<Bar> shapes() {
    long total = now.shapes().total();
    return now.shapes().counts().entrySet().stream()
        .sorted((a, b) -> Long.compare(b.getValue(), a.getValue()))
        .limit(most)
        .map(
            each ->
                new Bar(
                    "like " + each.getKey().name().toLowerCase(Locale.ROOT),
                    false,
                    (double) each.getValue() / total,
                    before == null || before.shapes().total() == 0
                        ? -1
                        : (double) before.shapes().of(each.getKey()) / before.shapes().total()))
        .toList();
  }

  private static long about(Frequent.Item item) {
    return item.least() + (item.count() - item.least()) / 2;
  }

  private static double share(long count, ColumnStats column) {
    Counts counts = column.counts();
    return counts.values() == 0 ? 0 : Math.min(1, (double) count / counts.values());
  }

  static String percent(double share) {
    double percent = 100 * share;
    if (percent > 0 && percent < 0.05) {
      return "under 0.1 %";
    }
    if (share < 1 && percent >= 99.95) {
      return "over 99.9 %";
    }
    return share == 0 || share == 1
        ? "%.0f %%".formatted(percent)
        : String.format(Locale.ROOT, "%.1f %%", percent);
  }
}
