// SPDX-License-Identifier: Apache-2.0
package dev.sluice.checks;

import dev.sluice.kernel.Kernel;
import dev.sluice.kernel.StatementFailed;
import dev.sluice.kernel.sql.SqlName;
import dev.sluice.schema.Column;
import dev.sluice.table.Verdict;
import dev.sluice.table.Verdict.Row;
import dev.sluice.table.file.PiiTokens;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Shows some rows that are against a check: those of most equals, then in the order of their
 * values, so that they are the same for any cut of the input.
 */
final class AgainstCheck {
  private static final Comparator<Row> ORDER =
      Comparator.comparingLong(Row::count).reversed().thenComparing(row -> row.values().toString());

  private static final int LONGEST = 100;

  private final CheckPlan plan;
  private final String table;
  private final List<String> columns;

  /** Shows columns of a table. */
  AgainstCheck(CheckPlan plan, String table, List<String> columns) {
    this.plan = plan;
    this.table = table;
    this.columns = List.copyOf(columns);
  }

  /**
   * Some of the rows of a statement that are against it.
   *
   * @param times how many rows some equal ones stand for
   */
  List<Row> rows(Kernel kernel, String against, String times) throws StatementFailed {
    String texts =
        columns.stream()
            .map(
                c ->
                    "left(CAST(%1$s AS VARCHAR), %2$d) AS %1$s"
                        .formatted(SqlName.quote(c), LONGEST))
            .collect(Collectors.joining(", "));
    String names = SqlName.list(columns);
    PiiTokens tokens = PiiTokens.in(plan.root());
    return kernel.rows(
        "SELECT %1$s, %5$s AS __times FROM (SELECT * REPLACE (%2$s) FROM (%3$s)) GROUP BY %1$s ORDER BY __times DESC, %1$s LIMIT %4$d"
            .formatted(names, texts, against, Verdict.MOST_ROWS, times),
        row -> {
          Map<String, @Nullable String> values = new LinkedHashMap<>();
          for (int i = 0; i < columns.size(); i++) {
            Column column = plan.column(table, columns.get(i));
            String text = row.getString(i + 1);
            values.put(column.name(), column.pii() ? tokens.of(text) : text);
          }
          return new Row(values, row.getLong(columns.size() + 1));
        });
  }

  /** The first of what several files or shards show. */
  static List<Row> first(List<Row> all) {
    Map<Map<String, @Nullable String>, Long> counts = new LinkedHashMap<>();
    all.forEach(row -> counts.merge(row.values(), row.count(), Long::sum));
    return counts.entrySet().stream()
        .map(each -> new Row(each.getKey(), each.getValue()))
        .sorted(ORDER)
        .limit(Verdict.MOST_ROWS)
        .toList();
  }
}
