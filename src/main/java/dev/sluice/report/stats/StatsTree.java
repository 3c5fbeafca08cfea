// SPDX-License-Identifier: Apache-2.0
package dev.sluice.report.stats;

import dev.sluice.stats.ColumnStats;
import dev.sluice.stats.ValueKind;
import dev.sluice.stats.sketch.Distinct;
import dev.sluice.stats.sketch.Frequent;
import dev.sluice.stats.sketch.Quantiles;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is known of a column, for programs. Times are microseconds since 1970. */
final class StatsTree {
  private static final int BARS = 20;

  private StatsTree() {}

  static Map<String, @Nullable Object> of(String name, ColumnStats column) {
    Map<String, @Nullable Object> tree = new LinkedHashMap<>();
    tree.put("name", name);
    tree.put("type", column.type());
    tree.put("kind", column.kind().name().toLowerCase(Locale.ROOT));
    counts(column, tree);
    if (column.isCountedOnly()) {
      return tree;
    }
    Distinct distinct = column.sketches().distinct();
    tree.put("distinct", finite(distinct.estimate()));
    tree.put("distinct_lower", finite(distinct.lower()));
    tree.put("distinct_upper", finite(distinct.upper()));
    tree.put("min", column.range().min());
    tree.put("max", column.range().max());
    if (column.moments().count() > 0) {
      tree.put("mean", finite(column.moments().mean()));
      tree.put("stddev", finite(column.moments().deviation()));
    }
    if (column.lengths().count() > 0) {
      tree.put("length_min", column.lengths().min());
      tree.put("length_max", column.lengths().max());
      tree.put("length_mean", finite(column.lengths().mean()));
    }
    if (column.kind() == ValueKind.TIME) {
      tree.put("longest_gap", column.gaps().longest());
      tree.put("longest_gap_upper", Math.max(column.gaps().longest(), column.gaps().unseen()));
    }
    distribution(column, tree);
    return tree;
  }

  private static void counts(ColumnStats column, Map<String, @Nullable Object> tree) {
    tree.put("rows", column.counts().rows());
    tree.put("nulls", column.counts().nulls());
    tree.put("nan", column.counts().nan());
    tree.put("positive_infinities", column.counts().positiveInfinities());
    tree.put("negative_infinities", column.counts().negativeInfinities());
    tree.put("negatives", column.counts().negatives());
    tree.put("zeros", column.counts().zeros());
    if (column.kind() == ValueKind.TRUTH) {
      tree.put("trues", column.counts().trues());
      tree.put("falses", column.counts().falses());
    }
  }

  private static void distribution(ColumnStats column, Map<String, @Nullable Object> tree) {
    Quantiles quantiles = column.sketches().quantiles();
    if (quantiles.count() > 0) {
      Map<String, @Nullable Object> shares = new LinkedHashMap<>();
      for (String share : List.of("0.01", "0.05", "0.25", "0.5", "0.75", "0.95", "0.99")) {
        shares.put(share, quantiles.at(Double.parseDouble(share)));
      }
      tree.put("quantiles", shares);
      tree.put("quantiles_error", quantiles.error() + column.sketches().sample().error());
      List<Map<String, @Nullable Object>> bars = new ArrayList<>();
      for (Quantiles.Bar bar : quantiles.histogram(BARS)) {
        Map<String, @Nullable Object> each = new LinkedHashMap<>();
        each.put("from", bar.from());
        each.put("to", bar.to());
        each.put("count", bar.count());
        bars.add(each);
      }
      tree.put("histogram", bars);
    }
    if (!column.shapes().counts().isEmpty()) {
      Map<String, @Nullable Object> shapes = new LinkedHashMap<>();
      column
          .shapes()
          .counts()
          .forEach((shape, count) -> shapes.put(shape.name().toLowerCase(Locale.ROOT), count));
      tree.put("shapes", shapes);
    }
    Frequent frequent = column.sketches().frequent();
    List<Map<String, @Nullable Object>> items = new ArrayList<>();
    for (Frequent.Item item : frequent.items()) {
      Map<String, @Nullable Object> each = new LinkedHashMap<>();
      each.put("value", item.value());
      each.put("at_most", item.count());
      each.put("at_least", item.least());
      items.add(each);
    }
    tree.put("frequent", items);
    tree.put("sample_error", column.sketches().sample().error());
  }

  private static @Nullable Object finite(double number) {
    return Double.isFinite(number) ? number : null;
  }
}
