// SPDX-License-Identifier: Apache-2.0
package dev.sluice.warehouse.duckdb;

import static dev.sluice.warehouse.duckdb.DuckDbWarehouse.PRODUCTION;
import static dev.sluice.warehouse.duckdb.DuckDbWarehouse.STAGING;
import static dev.sluice.warehouse.duckdb.DuckDbWarehouse.qualified;

import dev.sluice.kernel.sql.SqlName;
import dev.sluice.table.DataFile;
import dev.sluice.table.log.Manifest;
import dev.sluice.warehouse.LoadHistory.Loaded;
import dev.sluice.warehouse.LoadHistory.Shown;
import dev.sluice.warehouse.WarehouseState.Mark;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the database holds: {@code sluice.loads} has a row for each load, {@code sluice.releases}
 * one for each release shown, {@code sluice.tables} one for each table with what it was made equal
 * to, {@code sluice.files} one for each file and table with the number that its rows bear. All
 * change in the transaction of the load itself.
 *
 * <p>Rows are inserted and deleted, never updated: an UPDATE in a transaction that also replaces
 * tables can leave a write-ahead log that does not replay (duckdb/duckdb#22124).
 */
final class DuckDbLedger {
  private static final String LOADS = qualified(DuckDbWarehouse.LEDGER, "loads");
  private static final String RELEASES = qualified(DuckDbWarehouse.LEDGER, "releases");
  private static final String TABLES = qualified(DuckDbWarehouse.LEDGER, "tables");
  private static final String FILES = qualified(DuckDbWarehouse.LEDGER, "files");

  private final Statement sql;

  DuckDbLedger(Statement sql) {
    this.sql = sql;
  }

  /** Makes the schemas and the ledger's tables where they are missing. */
  void create() throws SQLException {
    for (String schema : List.of(DuckDbWarehouse.LEDGER, STAGING, PRODUCTION)) {
      sql.execute("CREATE SCHEMA IF NOT EXISTS " + SqlName.quote(schema));
    }
    sql.execute(
        "CREATE TABLE IF NOT EXISTS "
            + LOADS
            + " (number BIGINT, run_id VARCHAR, outcome VARCHAR, created_at TIMESTAMPTZ,"
            + " loaded_at TIMESTAMPTZ)");
    sql.execute(
        "CREATE TABLE IF NOT EXISTS "
            + RELEASES
            + " (number BIGINT, manifest BIGINT, run_id VARCHAR, published_at TIMESTAMPTZ)");
    sql.execute("CREATE TABLE IF NOT EXISTS " + TABLES + " (\"table\" VARCHAR, state VARCHAR)");
    sql.execute(
        "CREATE TABLE IF NOT EXISTS "
            + FILES
            + " (\"table\" VARCHAR, path VARCHAR, number INTEGER, rows BIGINT)");
  }

  /** Whether a load was ever made here. */
  boolean exists() throws SQLException {
    return !DuckDbColumns.ofTable(sql, DuckDbWarehouse.LEDGER, "loads").isEmpty();
  }

  /** Whether an earlier Sluice wrote it, which knew no numbers of files. */
  boolean isOlder() throws SQLException {
    return exists() && DuckDbColumns.ofTable(sql, DuckDbWarehouse.LEDGER, "tables").isEmpty();
  }

  /** Whether the last load was of this very manifest, or of a newer one. */
  boolean isAtOrPast(Manifest manifest) throws SQLException {
    String query =
        "SELECT number > "
            + manifest.number()
            + " OR (number, run_id, outcome, created_at) = ("
            + identity(Loaded.of(manifest))
            + ") FROM "
            + LOADS
            + " ORDER BY rowid DESC LIMIT 1";
    try (ResultSet result = sql.executeQuery(query)) {
      return result.next() && result.getBoolean(1);
    }
  }

  void record(Loaded load) throws SQLException {
    sql.execute(
        "INSERT INTO " + LOADS + " VALUES (" + identity(load) + ", get_current_timestamp())");
  }

  /** The oldest load. */
  @Nullable Mark first() throws SQLException {
    return mark(LOADS, "rowid");
  }

  /** The newest load. */
  @Nullable Mark newest() throws SQLException {
    return mark(LOADS, "rowid DESC");
  }

  /** The newest release. */
  @Nullable Mark newestRelease() throws SQLException {
    return mark(RELEASES, "number DESC");
  }

  private @Nullable Mark mark(String table, String order) throws SQLException {
    String query = "SELECT number, run_id FROM " + table + " ORDER BY " + order + " LIMIT 1";
    try (ResultSet result = sql.executeQuery(query)) {
      return result.next() ? new Mark(result.getLong(1), result.getString(2)) : null;
    }
  }

  /** The release that schema {@code production} shows; 0 before the first. */
  long release() throws SQLException {
    try (ResultSet result = sql.executeQuery("SELECT coalesce(max(number), 0) FROM " + RELEASES)) {
      result.next();
      return result.getLong(1);
    }
  }

  void record(Shown shown) throws SQLException {
    sql.execute(
        "INSERT INTO "
            + RELEASES
            + " VALUES ("
            + shown.number()
            + ", "
            + shown.manifest()
            + ", "
            + SqlName.literal(shown.runId())
            + ", get_current_timestamp())");
  }

  /** The tables of a schema. */
  List<String> tables(String schema) throws SQLException {
    return List.copyOf(states(schema, "true").keySet());
  }

  /** What each table of a schema was made equal to, of those whose rows and view are there. */
  Map<String, String> states(String schema) throws SQLException {
    String here = " WHERE database_name = current_database()";
    return states(
        schema,
        "\"table\" IN (SELECT table_name FROM duckdb_tables()"
            + here
            + " AND schema_name = "
            + SqlName.literal(DuckDbWarehouse.LEDGER)
            + ") AND \"table\" IN (SELECT schema_name || '.' || view_name FROM duckdb_views()"
            + here
            + ")");
  }

  private Map<String, String> states(String schema, String condition) throws SQLException {
    Map<String, String> states = new LinkedHashMap<>();
    String query = "SELECT \"table\", state FROM " + TABLES + " WHERE " + condition;
    String prefix = schema + ".";
    try (ResultSet result = sql.executeQuery(query)) {
      while (result.next()) {
        String name = result.getString(1);
        if (name.startsWith(prefix)) {
          states.put(name.substring(prefix.length()), result.getString(2));
        }
      }
    }
    return states;
  }

  /** Notes what a table is equal to now. */
  void note(String schema, String table, String state) throws SQLException {
    String key = key(schema, table);
    sql.execute("DELETE FROM " + TABLES + " WHERE \"table\" = " + key);
    sql.execute("INSERT INTO " + TABLES + " VALUES (" + key + ", " + SqlName.literal(state) + ")");
  }

  /** A file that a table was loaded from: the number that its rows bear, and how many they are. */
  record Held(int number, long rows) {}

  /** The files that a table was loaded from, by their paths. */
  Map<String, Held> files(String schema, String table) throws SQLException {
    Map<String, Held> files = new HashMap<>();
    try (ResultSet result =
        sql.executeQuery(
            "SELECT path, number, rows FROM "
                + FILES
                + " WHERE \"table\" = "
                + key(schema, table))) {
      while (result.next()) {
        files.put(result.getString(1), new Held(result.getInt(2), result.getLong(3)));
      }
    }
    return files;
  }

  void add(String schema, String table, Map<DataFile, Integer> files) throws SQLException {
    if (!files.isEmpty()) {
      String key = key(schema, table);
      List<String> rows = new ArrayList<>();
      files.forEach(
          (file, number) ->
              rows.add(
                  "(%s, %s, %d, %d)"
                      .formatted(key, SqlName.literal(file.path()), number, file.rows())));
      sql.execute("INSERT INTO " + FILES + " VALUES " + String.join(", ", rows));
    }
  }

  /** Adds some of a table's files as another database notes them. */
  void addFrom(String database, String schema, String table, Collection<Integer> numbers)
      throws SQLException {
    sql.execute(
        "INSERT INTO %s SELECT * FROM %s.%s WHERE \"table\" = %s AND number IN (%s)"
            .formatted(FILES, database, FILES, key(schema, table), StoredTable.list(numbers)));
  }

  /** Forgets some of a table's files. */
  void remove(String schema, String table, Collection<Integer> numbers) throws SQLException {
    sql.execute(
        "DELETE FROM %s WHERE \"table\" = %s AND number IN (%s)"
            .formatted(FILES, key(schema, table), StoredTable.list(numbers)));
  }

  /** Forgets all files of a table. */
  void clear(String schema, String table) throws SQLException {
    sql.execute("DELETE FROM " + FILES + " WHERE \"table\" = " + key(schema, table));
  }

  /** Forgets a table. */
  void forget(String schema, String table) throws SQLException {
    clear(schema, table);
    sql.execute("DELETE FROM " + TABLES + " WHERE \"table\" = " + key(schema, table));
  }

  private static String key(String schema, String table) {
    return SqlName.literal(schema + "." + table);
  }

  private static String identity(Loaded load) {
    return load.number()
        + "::BIGINT, "
        + SqlName.literal(load.runId())
        + ", "
        + SqlName.literal(load.outcome().name())
        + ", TIMESTAMPTZ "
        + SqlName.literal(load.createdAt());
  }
}
