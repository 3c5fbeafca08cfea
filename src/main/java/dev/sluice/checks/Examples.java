// SPDX-License-Identifier: Apache-2.0
package dev.sluice.checks;

import dev.sluice.checks.probe.Probe.Against;
import dev.sluice.checks.probe.Probe.Order;
import dev.sluice.kernel.Kernel;
import dev.sluice.kernel.StatementFailed;
import dev.sluice.kernel.sql.SqlName;
import dev.sluice.schema.Column;
import dev.sluice.table.Verdict.Row;
import dev.sluice.table.file.PiiTokens;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Shows some rows that are against a check, the same for any cut of the input: the first in an
 * order of which each look gives as many as are shown.
 */
final class Examples {
  private static final int LONGEST = 100;

  private final Against against;
  private final int most;

  /** Shows at most so many rows. */
  Examples(Against against, int most) {
    this.against = against;
    this.most = most;
  }

  private boolean isRanked() {
    return against.order() == Order.COUNTS;
  }

  /** The first of the rows that a kernel sees. */
  List<Row> rows(Kernel kernel, PiiTokens tokens) throws StatementFailed {
    List<Column> columns = against.columns();
    String texts =
        columns.stream()
            .map(c -> "left(CAST(%1$s AS VARCHAR), %2$d) AS %1$s".formatted(quoted(c), LONGEST))
            .collect(Collectors.joining(", "));
    String names = columns.stream().map(Examples::quoted).collect(Collectors.joining(", "));
    // As Java sorts the rows of several looks: columns by column, null as its word.
    String order =
        columns.stream()
            .map(c -> "coalesce(%s, 'null')".formatted(quoted(c)))
            .collect(Collectors.joining(", "));
    return kernel.rows(
        "SELECT %1$s, sum(__n)::BIGINT AS __times FROM (SELECT %2$s, __n FROM (%3$s)) GROUP BY %1$s ORDER BY %4$s%5$s LIMIT %6$d"
            .formatted(
                names, texts, against.sql(), isRanked() ? "__times DESC, " : "", order, most),
        row -> {
          Map<String, @Nullable String> values = new LinkedHashMap<>();
          for (int i = 0; i < columns.size(); i++) {
            Column column = columns.get(i);
            String text = row.getString(i + 1);
            values.put(column.name(), column.pii() ? tokens.of(text) : text);
          }
          return new Row(values, row.getLong(columns.size() + 1));
        });
  }

  private static String quoted(Column column) {
    return SqlName.quote(column.name());
  }

  /** The first of what several looks show. */
  List<Row> first(List<Row> all) {
    Comparator<Row> order =
        isRanked()
            ? Comparator.comparingLong(Row::count).reversed().thenComparing(Row.BY_VALUES)
            : Row.BY_VALUES;
    return Row.summed(all).stream().sorted(order).limit(most).toList();
  }
}
