// SPDX-License-Identifier: Apache-2.0
package dev.sluice.warehouse.duckdb;

import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.lake.store.Failpoints;
import dev.sluice.lake.store.Failpoints.Step;
import dev.sluice.lake.store.Folders;
import dev.sluice.lake.store.Lakes;
import dev.sluice.lake.store.Permissions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import org.duckdb.DuckDBDriver;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens database files, and changes them by one transaction. */
final class Database {
  private static final Logger LOG = LoggerFactory.getLogger(Database.class);

  private final Path file;

  /** The database in a file, made when there is none. */
  Database(Path file) {
    this.file = file;
  }

  /** The write-ahead log that belongs to a database file. */
  static Path log(Path file) {
    return file.resolveSibling(file.getFileName() + ".wal");
  }

  Connection open() throws SQLException {
    try {
      Path folder = file.getParent();
      if (folder != null) {
        Files.createDirectories(folder);
      }
    } catch (IOException e) {
      throw new PipelineException(
          ErrorCode.WAREHOUSE, "Cannot make the folder of the warehouse " + file + ": " + e, e);
    }
    return open(new Properties());
  }

  /**
   * Opens the file without changing it: its write-ahead log is read too, but stays where it is. A
   * database that this process has open already is shared.
   */
  Connection openToRead() throws SQLException {
    Properties readOnly = new Properties();
    readOnly.setProperty(DuckDBDriver.DUCKDB_READONLY_PROPERTY, "true");
    try {
      return open(readOnly);
    } catch (SQLException e) {
      if (OpenFailure.isSharedOtherwise(e)) {
        return open();
      }
      throw e;
    }
  }

  private Connection open(Properties properties) throws SQLException {
    Connection connection = DriverManager.getConnection("jdbc:duckdb:" + file, properties);
    try (Statement sql = connection.createStatement()) {
      sql.execute("SET threads = 2");
      sql.execute("SET memory_limit = '512MB'");
      sql.execute("SET TimeZone = 'UTC'");
    }
    return connection;
  }

  /** What changes the database, inside a transaction; false when there was nothing to do. */
  interface Change {
    boolean apply(Statement sql, Ledger ledger) throws SQLException;
  }

  /**
   * Changes the database by one transaction.
   *
   * @param lake whose rows it holds; the file is as closed as that folder
   */
  void change(String lake, Change change) {
    boolean isNew = !Files.exists(file);
    try (Connection connection = opened();
        Statement sql = connection.createStatement()) {
      follow(lake, file);
      if (commit(connection, change)) {
        Failpoints.around(Step.WAREHOUSE_CHECKPOINT, () -> checkpoint(sql));
      }
      follow(lake, log(file));
      if (isNew) {
        Folders.sync(Folders.of(file));
      }
    } catch (IOException e) {
      throw new PipelineException(
          ErrorCode.WAREHOUSE, "Cannot bring %s to disk: %s".formatted(file, e), e);
    } catch (SQLException e) {
      throw refused("Cannot load " + file, e);
    }
  }

  private static void follow(String lake, Path path) {
    try {
      boolean isThere = !Lakes.isRemote(lake) && Files.isDirectory(Path.of(lake));
      if (isThere && Files.exists(path)) {
        Permissions.follow(path, Path.of(lake));
      }
    } catch (IOException e) {
      throw new PipelineException(
          ErrorCode.WAREHOUSE,
          "Cannot make %s as closed as the lake %s: %s".formatted(path, lake, e),
          e);
    }
  }

  private Connection opened() {
    try {
      return open();
    } catch (SQLException e) {
      throw OpenFailure.explain(file, e);
    }
  }

  private static boolean commit(Connection connection, Change change) throws SQLException {
    boolean isDone = false;
    try (Statement sql = connection.createStatement()) {
      Failpoints.around(Step.WAREHOUSE_BEGIN, () -> sql.execute("BEGIN TRANSACTION"));
      Ledger ledger = new Ledger(sql);
      ledger.create();
      if (change.apply(sql, ledger)) {
        Failpoints.around(Step.WAREHOUSE_COMMIT, () -> sql.execute("COMMIT"));
        isDone = true;
      }
    } finally {
      if (!isDone) {
        rollBack(connection);
      }
    }
    return isDone;
  }

  /**
   * Best effort: closing the connection ends the transaction too. The failed statement is closed.
   */
  private static void rollBack(Connection connection) {
    try (Statement sql = connection.createStatement()) {
      sql.execute("ROLLBACK");
    } catch (SQLException e) {
      LOG.debug("The transaction was already gone", e);
    }
  }

  /** The commit is durable without it: a reader of the same process may hold the log open. */
  private void checkpoint(Statement sql) {
    try {
      sql.execute("CHECKPOINT");
    } catch (SQLException e) {
      LOG.info("{} keeps its write-ahead log for now: {}", file, e.getMessage());
    }
  }

  static PipelineException refused(String what, SQLException e) {
    String message = String.valueOf(e.getMessage());
    ErrorCode code =
        message.startsWith("Out of Memory Error") ? ErrorCode.OUT_OF_MEMORY : ErrorCode.WAREHOUSE;
    return new PipelineException(
        code, what + "; it is as it was before. DuckDB says: " + message, e);
  }
}
