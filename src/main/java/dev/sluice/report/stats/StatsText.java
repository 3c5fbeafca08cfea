// SPDX-License-Identifier: Apache-2.0
package dev.sluice.report.stats;

import dev.sluice.look.moment.Moment;
import dev.sluice.report.text.SafeText;
import dev.sluice.report.view.Report;
import dev.sluice.report.view.Table;
import dev.sluice.report.view.View;
import dev.sluice.stats.ColumnStats;
import dev.sluice.stats.TableStats;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Map.Entry;
import org.jspecify.annotations.Nullable;

/** Describes what the values of a table are like. */
public final class StatsText implements Report {
  private final String table;
  private final Moment moment;
  private final TableStats stats;
  private final @Nullable String column;

  /**
   * The values of a table.
   *
   * @param column the only one that is asked for; null for all
   */
  public StatsText(String table, Moment moment, TableStats stats, @Nullable String column) {
    this.table = table;
    this.moment = moment;
    this.stats = stats;
    this.column = column;
  }

  @Override
  public View view() {
    Map<String, ColumnStats> shown = new LinkedHashMap<>();
    stats
        .columns()
        .forEach(
            (name, each) -> {
              if (column == null || column.equals(name)) {
                shown.put(name, each);
              }
            });
    View view =
        new View()
            .value("table", table)
            .value("state", moment.tree())
            .value("rows", stats.rows())
            .value(
                "columns",
                shown.entrySet().stream()
                    .map(each -> StatsTree.of(each.getKey(), each.getValue()))
                    .toList());
    view.line(
        "%s: %s rows after %s".formatted(table, SafeText.number(stats.rows()), moment.words()));
    if (column != null) {
      shown.forEach((name, each) -> new ColumnText(name, each).describe(view));
      return view;
    }
    return view.line("").table(List.copyOf(shown.entrySet()), columns());
  }

  /** A line for each column. */
  static Table<Entry<String, ColumnStats>> columns() {
    return Table.<Entry<String, ColumnStats>>atMargin()
        .left("column", Entry::getKey)
        .left("type", each -> each.getValue().type().toLowerCase(Locale.ROOT))
        .right("nulls", each -> nulls(each.getValue()))
        .right("distinct", each -> ValueWords.distinct(each.getValue(), true))
        .left("least", each -> ValueWords.least(each.getValue()))
        .left("greatest", each -> ValueWords.greatest(each.getValue()))
        .right(
            "mean", each -> ValueWords.number(each.getValue().moments().mean(), each.getValue()));
  }

  private static String nulls(ColumnStats column) {
    long nulls = column.counts().nulls();
    if (nulls == 0) {
      return "0";
    }
    double share = 100.0 * nulls / column.counts().rows();
    return share < 0.05 ? "<0.1 %" : String.format(Locale.ROOT, "%.1f %%", share);
  }
}
