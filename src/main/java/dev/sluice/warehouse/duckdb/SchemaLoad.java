// SPDX-License-Identifier: Apache-2.0
package dev.sluice.warehouse.duckdb;

import dev.sluice.table.TableState;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** Makes a schema equal to some tables of a manifest, inside the caller's transaction. */
final class SchemaLoad {
  private final Statement sql;
  private final DuckDbLedger ledger;
  private final ManifestFiles lake;

  SchemaLoad(Statement sql, DuckDbLedger ledger, ManifestFiles lake) {
    this.sql = sql;
    this.ledger = ledger;
    this.lake = lake;
  }

  void run(String schema, List<TableState> tables) throws SQLException {
    DuckDbTableLoad load = new DuckDbTableLoad(sql, ledger, lake);
    for (TableState table : tables) {
      try {
        load.run(schema, table);
      } catch (SQLException e) {
        lake.requireWhole(table.files());
        throw Database.refused(
            "Cannot load %s.%s (`sluice validate` says the way out, if it is the types of its columns)"
                .formatted(schema, table.table()),
            e);
      }
    }
    List<String> wanted = tables.stream().map(TableState::table).toList();
    for (String table : ledger.tables(schema)) {
      if (!wanted.contains(table)) {
        sql.execute("DROP TABLE IF EXISTS " + DuckDbWarehouse.qualified(schema, table));
        ledger.forget(schema, table);
      }
    }
  }
}
