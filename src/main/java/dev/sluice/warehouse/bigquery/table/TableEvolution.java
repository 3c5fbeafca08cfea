// SPDX-License-Identifier: Apache-2.0
package dev.sluice.warehouse.bigquery.table;

import com.google.cloud.bigquery.TableId;
import dev.sluice.schema.bigquery.BigQueryColumn;
import dev.sluice.warehouse.bigquery.client.DatasetPlace;
import dev.sluice.warehouse.bigquery.ledger.TableColumns;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How a table comes to the columns it must have.
 *
 * @param isMadeAnew whether it must be made anew: a column went, or got a type that BigQuery does
 *     not turn the old one into
 * @param statements what changes it in place, each harmless alone
 */
record TableEvolution(boolean isMadeAnew, List<String> statements) {
  /** What {@code ALTER COLUMN … SET DATA TYPE} takes without losing a digit. */
  private static final Map<String, Set<String>> WIDER =
      Map.of("INT64", Set.of("NUMERIC", "BIGNUMERIC"), "NUMERIC", Set.of("BIGNUMERIC"));

  TableEvolution {
    statements = List.copyOf(statements);
  }

  static TableEvolution of(TableId table, TableColumns held, TableColumns wanted) {
    List<String> added = new ArrayList<>();
    List<String> statements = new ArrayList<>();
    for (BigQueryColumn column : wanted.all()) {
      Optional<BigQueryColumn> before = held.find(column.name());
      if (before.isEmpty()) {
        added.add("ADD COLUMN IF NOT EXISTS `" + column.name() + "` " + column.spelled());
      } else if (!isSame(before.get(), column)) {
        if (!isWider(before.get(), column)) {
          return new TableEvolution(true, List.of());
        }
        statements.add(
            "ALTER TABLE %s ALTER COLUMN `%s` SET DATA TYPE %s"
                .formatted(DatasetPlace.sql(table), column.name(), column.spelled()));
      }
    }
    if (held.all().stream().anyMatch(c -> !wanted.has(c.name()))) {
      return new TableEvolution(true, List.of());
    }
    if (!added.isEmpty()) {
      statements.add("ALTER TABLE " + DatasetPlace.sql(table) + " " + String.join(", ", added));
    }
    return new TableEvolution(false, statements);
  }

  private static boolean isSame(BigQueryColumn before, BigQueryColumn after) {
    return before.spelled().equalsIgnoreCase(after.spelled());
  }

  private static boolean isWider(BigQueryColumn before, BigQueryColumn after) {
    return !before.isRepeated()
        && !after.isRepeated()
        && WIDER.getOrDefault(before.type(), Set.of()).contains(after.type());
  }
}
