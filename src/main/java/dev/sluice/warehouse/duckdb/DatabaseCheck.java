// SPDX-License-Identifier: Apache-2.0
package dev.sluice.warehouse.duckdb;

import dev.sluice.kernel.sql.SqlName;
import dev.sluice.warehouse.WarehouseState;
import dev.sluice.warehouse.WarehouseState.Broken;
import dev.sluice.warehouse.WarehouseState.Depth;
import dev.sluice.warehouse.WarehouseState.Missing;
import dev.sluice.warehouse.WarehouseState.Whole;
import dev.sluice.warehouse.duckdb.file.OpenFailure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Looks at a database file: whether it opens, what its ledger says, whether every block reads. */
final class DatabaseCheck {
  private static final String OURS =
      SqlName.literals(
          List.of(DuckDbWarehouse.LEDGER, DuckDbWarehouse.STAGING, DuckDbWarehouse.PRODUCTION));

  private DatabaseCheck() {}

  static WarehouseState at(Path file, Depth depth) {
    if (!Files.exists(file)) {
      return new Missing();
    }
    try (Connection connection = new Database(file, List.of()).openToRead();
        Statement sql = connection.createStatement()) {
      if (depth == Depth.ROWS) {
        readAll(sql);
      }
      DuckDbLedger ledger = new DuckDbLedger(sql);
      List<String> others = others(sql);
      if (!ledger.exists()) {
        return new Whole(null, null, null, others);
      }
      if (ledger.isOlder()) {
        return new Broken("It is of an earlier Sluice");
      }
      others.addAll(unknown(sql));
      return new Whole(ledger.first(), ledger.newest(), ledger.newestRelease(), others);
    } catch (SQLException e) {
      if (OpenFailure.isBroken(e)) {
        return new Broken(OpenFailure.firstLine(e));
      }
      throw OpenFailure.explain(file, e);
    }
  }

  /** A block's checksum is compared only when it is read. */
  private static void readAll(Statement sql) throws SQLException {
    List<String> tables =
        names(
            sql,
            "SELECT format('\"{}\".\"{}\"', replace(schema_name, '\"', '\"\"'),"
                + " replace(table_name, '\"', '\"\"')) FROM duckdb_tables()"
                + " WHERE database_name = current_database() AND list_contains("
                + OURS
                + ", schema_name)");
    for (String table : tables) {
      sql.executeQuery("SELECT bit_xor(hash(*COLUMNS(*))) FROM " + table).close();
    }
  }

  /** Tables and views outside of Sluice's schemas, and views, macros and types in them. */
  private static List<String> others(Statement sql) throws SQLException {
    return names(
        sql,
        "SELECT schema_name || '.' || name FROM ("
            + "SELECT database_name, schema_name, table_name AS name FROM duckdb_tables()"
            + " WHERE NOT internal AND NOT list_contains("
            + OURS
            + ", schema_name) UNION ALL "
            + "SELECT database_name, schema_name, view_name FROM duckdb_views()"
            + " WHERE NOT internal AND schema_name || '.' || view_name NOT IN (SELECT table_name"
            + " FROM duckdb_tables() WHERE database_name = current_database() AND schema_name = '"
            + DuckDbWarehouse.LEDGER
            + "') UNION ALL "
            + "SELECT database_name, schema_name, function_name FROM duckdb_functions()"
            + " WHERE NOT internal AND function_type LIKE '%macro' UNION ALL "
            + "SELECT database_name, schema_name, sequence_name FROM duckdb_sequences()"
            + ") WHERE database_name = current_database() ORDER BY 1");
  }

  /** Tables with rows where a load makes views. */
  private static List<String> unknown(Statement sql) throws SQLException {
    return names(
        sql,
        "SELECT schema_name || '.' || table_name FROM duckdb_tables()"
            + " WHERE database_name = current_database() AND estimated_size > 0"
            + " AND schema_name IN ('"
            + DuckDbWarehouse.STAGING
            + "', '"
            + DuckDbWarehouse.PRODUCTION
            + "') ORDER BY 1");
  }

  private static List<String> names(Statement sql, String query) throws SQLException {
    List<String> names = new ArrayList<>();
    try (ResultSet result = sql.executeQuery(query)) {
      while (result.next()) {
        names.add(result.getString(1));
      }
    }
    return names;
  }
}
