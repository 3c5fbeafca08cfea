// SPDX-License-Identifier: Apache-2.0
package dev.sluice.warehouse.duckdb;

import dev.sluice.table.TableState;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;

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
    List<String> wanted = tables.stream().map(TableState::table).toList();
    for (String table : ledger.tables(schema)) {
      if (!wanted.contains(table)) {
        StoredTable.of(sql, schema, table).drop();
        ledger.forget(schema, table);
      }
    }
    Map<String, String> held = ledger.states(schema);
    for (TableState table : tables) {
      String state = StoredTable.stateOf(table);
      if (!state.equals(held.get(table.table()))) {
        load(schema, table, state);
      }
    }
  }

  private void load(String schema, TableState table, String state) throws SQLException {
    try {
      if (new DuckDbTableLoad(sql, ledger, lake).run(schema, table)) {
        ledger.note(schema, table.table(), state);
      }
    } catch (SQLException e) {
      lake.requireWhole(table.files());
      throw Database.refused(
          "Cannot load %s.%s (`sluice validate` says the way out, if it is the types of its columns)"
              .formatted(schema, table.table()),
          e);
    }
  }
}
