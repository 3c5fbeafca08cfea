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
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What the database holds: {@code sluice.loads} has a row for each load, {@code sluice.releases}
 * one for each release shown, {@code sluice.files} one for each file and table. Both change in the
 * transaction of the load itself.
 *
 * <p>Rows are inserted and deleted, never updated: an UPDATE in a transaction that also replaces
 * tables can leave a write-ahead log that does not replay (duckdb/duckdb#22124).
 */
final class DuckDbLedger {
  private static final String LOADS = qualified(DuckDbWarehouse.LEDGER, "loads");
  private static final String RELEASES = qualified(DuckDbWarehouse.LEDGER, "releases");
  static final String FILES = qualified(DuckDbWarehouse.LEDGER, "files");

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
    sql.execute("CREATE TABLE IF NOT EXISTS " + FILES + " (\"table\" VARCHAR, path VARCHAR)");
  }

  /** Whether a load was ever made here. */
  boolean exists() throws SQLException {
    return !DuckDbColumns.ofTable(sql, DuckDbWarehouse.LEDGER, "loads").isEmpty();
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

  /** The tables of a schema that have files. */
  List<String> tables(String schema) throws SQLException {
    List<String> tables = new ArrayList<>();
    String prefix = schema + ".";
    try (ResultSet result = sql.executeQuery("SELECT DISTINCT \"table\" FROM " + FILES)) {
      while (result.next()) {
        String name = result.getString(1);
        if (name.startsWith(prefix)) {
          tables.add(name.substring(prefix.length()));
        }
      }
    }
    return tables;
  }

  /** The paths that a table was loaded from. */
  Set<String> files(String schema, String table) throws SQLException {
    Set<String> paths = new HashSet<>();
    try (ResultSet result =
        sql.executeQuery(
            "SELECT path FROM " + FILES + " WHERE \"table\" = " + key(schema, table))) {
      while (result.next()) {
        paths.add(result.getString(1));
      }
    }
    return paths;
  }

  void add(String schema, String table, Collection<DataFile> files) throws SQLException {
    if (!files.isEmpty()) {
      String key = key(schema, table);
      sql.execute(
          files.stream()
              .map(f -> "(" + key + ", " + SqlName.literal(f.path()) + ")")
              .collect(Collectors.joining(", ", "INSERT INTO " + FILES + " VALUES ", "")));
    }
  }

  void forget(String schema, String table) throws SQLException {
    sql.execute("DELETE FROM " + FILES + " WHERE \"table\" = " + key(schema, table));
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
