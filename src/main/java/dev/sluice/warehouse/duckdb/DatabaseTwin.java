// SPDX-License-Identifier: Apache-2.0
package dev.sluice.warehouse.duckdb;

import dev.sluice.kernel.sql.SqlName;
import dev.sluice.warehouse.WarehouseState.Mark;
import dev.sluice.warehouse.duckdb.DuckDbLedger.Held;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A second file of a database, as it was some loads ago. While others read the database, the twin
 * is brought up to it, changed, and put in its place; the file that they read is the next twin. So
 * a load costs what changed and not what is there, though nobody's file is ever written to.
 *
 * <p>It is in step while it bears the time of the database: whoever else writes to that, makes
 * tables there or puts another file in its place, makes the twin useless.
 */
final class DatabaseTwin {
  private static final String NAME = "_sluice_twin";

  /** One that was of no use for so many loads takes up room for nothing. */
  private static final int MAX_BEHIND = 16;

  private final Path file;
  private final Path twin;

  DatabaseTwin(Path file) {
    this.file = file;
    this.twin = file.resolveSibling("." + file.getFileName() + ".twin");
  }

  Path path() {
    return twin;
  }

  /** Where a file waits until it is the twin. */
  private Path next() {
    return twin.resolveSibling(twin.getFileName() + ".next");
  }

  /** Whether it lacks nothing of the database but what loads brought. */
  boolean isInStep() throws IOException {
    return Files.exists(file)
        && Files.exists(twin)
        && !Files.exists(Database.log(file))
        && Files.getLastModifiedTime(file).equals(Files.getLastModifiedTime(twin));
  }

  /** Says that nobody but a load changed the database. */
  void keepInStep() throws IOException {
    Path unused = Files.setLastModifiedTime(twin, Files.getLastModifiedTime(file));
  }

  /** As {@link #keepInStep}, unless nobody needed the twin for long. */
  void keepIfNear() throws IOException {
    try {
      if (newest(file) - newest(twin) <= MAX_BEHIND) {
        keepInStep();
        return;
      }
    } catch (SQLException e) {
      // Whatever is wrong with it, the database itself is well.
    }
    discard();
  }

  private static long newest(Path database) throws SQLException {
    try (Connection connection = new Database(database, List.of()).openToRead();
        Statement sql = connection.createStatement()) {
      Mark load = new DuckDbLedger(sql).newest();
      return load == null ? 0 : load.number();
    }
  }

  void discard() throws IOException {
    for (Path each : List.of(twin, next())) {
      Files.deleteIfExists(each);
      Files.deleteIfExists(Database.log(each));
    }
  }

  /** Keeps the file that is about to be replaced, where the file system can. */
  void spare() throws IOException {
    Files.deleteIfExists(next());
    if (!Files.exists(Database.log(file))) {
      try {
        Path unused = Files.createLink(next(), file);
      } catch (UnsupportedOperationException | java.nio.file.FileSystemException e) {
        // Then the next load beside readers makes a copy again.
      }
    }
  }

  /** Makes the twin of the file that was kept, once another is in its place. */
  void takeSpare() throws IOException {
    if (Files.exists(next())) {
      Path unused = Files.move(next(), twin, java.nio.file.StandardCopyOption.ATOMIC_MOVE);
      keepInStep();
    }
  }

  /**
   * Brings the twin up to the database by what they do not have in common.
   *
   * @param reader has the database open, and may open the twin
   * @throws SQLException also when somebody still reads the twin
   */
  void follow(Connection reader) throws SQLException {
    try (Statement sql = reader.createStatement()) {
      String database = SqlName.quote(reader.getCatalog());
      sql.execute("ATTACH %s AS %s (READ_WRITE)".formatted(literal(), NAME));
      Following following = new Following(sql, database, new DuckDbLedger(sql));
      sql.execute("BEGIN TRANSACTION");
      following.schemas();
      following.records("loads");
      following.records("releases");
      sql.execute("COMMIT");
      sql.execute("USE " + database);
      sql.execute("DETACH " + NAME);
    }
  }

  private String literal() {
    return SqlName.literal(twin.toString());
  }

  /** What is looked at or changed is that of the database in use. */
  private record Following(Statement sql, String database, DuckDbLedger ledger) {
    private void use(String which) throws SQLException {
      sql.execute("USE " + which);
    }

    private String there(String table) {
      return database + "." + table;
    }

    void schemas() throws SQLException {
      for (String schema : List.of(DuckDbWarehouse.STAGING, DuckDbWarehouse.PRODUCTION)) {
        use(database);
        Map<String, String> wanted = ledger.states(schema);
        use(NAME);
        Map<String, String> held = ledger.states(schema);
        for (String table : ledger.tables(schema)) {
          if (!wanted.containsKey(table)) {
            StoredTable.of(sql, schema, table).drop();
            ledger.forget(schema, table);
          }
        }
        for (Map.Entry<String, String> table : wanted.entrySet()) {
          if (!table.getValue().equals(held.get(table.getKey()))) {
            table(schema, table.getKey());
            ledger.note(schema, table.getKey(), table.getValue());
          }
        }
      }
    }

    private void table(String schema, String table) throws SQLException {
      use(database);
      StoredTable from = StoredTable.of(sql, schema, table);
      Map<String, Held> fresh = ledger.files(schema, table);
      use(NAME);
      StoredTable to = StoredTable.of(sql, schema, table);
      Map<String, Held> gone = new HashMap<>(ledger.files(schema, table));
      if (!to.columns().definition().equals(from.columns().definition())) {
        to.make(from.columns());
        ledger.clear(schema, table);
        gone.clear();
      }
      Map<String, Held> held = Map.copyOf(gone);
      gone.entrySet().removeAll(fresh.entrySet());
      fresh.entrySet().removeAll(held.entrySet());
      List<Integer> left = gone.values().stream().map(Held::number).toList();
      if (!left.isEmpty()) {
        long unused = to.remove(left);
        ledger.remove(schema, table, left);
      }
      List<Integer> came = fresh.values().stream().map(Held::number).toList();
      if (!came.isEmpty()) {
        to.addFrom(there(from.rows()), came);
        ledger.addFrom(database, schema, table, came);
      }
    }

    /** Rows that are only ever added. */
    void records(String table) throws SQLException {
      String name = DuckDbWarehouse.qualified(DuckDbWarehouse.LEDGER, table);
      try (ResultSet count = sql.executeQuery("SELECT count(*) FROM " + name)) {
        count.next();
        sql.execute(
            "INSERT INTO %s SELECT * FROM %s ORDER BY rowid OFFSET %d"
                .formatted(name, there(name), count.getLong(1)));
      }
    }
  }
}
