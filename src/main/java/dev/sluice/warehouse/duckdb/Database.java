// SPDX-License-Identifier: Apache-2.0
package dev.sluice.warehouse.duckdb;

import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.kernel.duckdb.DuckDb;
import dev.sluice.kernel.duckdb.DuckDb.Mode;
import dev.sluice.kernel.duckdb.KernelMessages;
import dev.sluice.store.disk.Folders;
import dev.sluice.store.disk.Permissions;
import dev.sluice.store.document.Failpoints;
import dev.sluice.store.document.Failpoints.Step;
import dev.sluice.warehouse.duckdb.file.DatabaseFile;
import dev.sluice.warehouse.duckdb.file.HeldElsewhere;
import dev.sluice.warehouse.duckdb.file.OpenFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens database files, and changes them by one transaction. */
final class Database {
  private static final Logger LOG = LoggerFactory.getLogger(Database.class);

  private final Path file;
  private final List<String> folders;

  /**
   * The database in a file, made when there is none.
   *
   * @param folders whose files it may read besides
   */
  Database(Path file, List<String> folders) {
    this.file = file;
    this.folders = List.copyOf(folders);
  }

  /** The write-ahead log that belongs to a database file. */
  static Path log(Path file) {
    return file.resolveSibling(file.getFileName() + ".wal");
  }

  Connection open() throws SQLException {
    try {
      Path unused = Folders.make(Folders.of(file));
    } catch (IOException e) {
      throw new PipelineException(
          ErrorCode.WAREHOUSE, "Cannot make the folder of the warehouse " + file + ": " + e, e);
    }
    return open(Mode.WRITE);
  }

  /**
   * Opens the file without changing it: its write-ahead log is read too, but stays where it is. A
   * database that this process has open already is shared.
   */
  Connection openToRead() throws SQLException {
    return open(Mode.READ);
  }

  private Connection open(Mode mode) throws SQLException {
    DatabaseFile.require(file);
    return DuckDb.file(file, mode, folders, List.of("threads = 2", "memory_limit = '512MB'"));
  }

  /** What changes the database, inside a transaction. */
  interface Change {
    /** Whether there is nothing to do. */
    default boolean isMade(DuckDbLedger ledger) throws SQLException {
      return false;
    }

    void apply(Statement sql, DuckDbLedger ledger) throws SQLException, IOException;
  }

  /**
   * Changes the database by one transaction.
   *
   * <p>The file is as closed as the lake whose rows it holds, and a new one is on disk when this
   * returns.
   *
   * @return false when there was nothing to do
   * @throws HeldElsewhere when another process has the file open
   */
  boolean change(Change change) throws HeldElsewhere {
    boolean isNew = !Files.exists(file);
    try (Connection connection = opened();
        Statement sql = connection.createStatement()) {
      follow(file);
      boolean isChanged = commit(connection, change);
      if (isChanged) {
        Failpoints.around(Step.WAREHOUSE_CHECKPOINT, () -> checkpoint(sql));
      }
      follow(log(file));
      if (isNew) {
        Folders.sync(Folders.of(file));
      }
      return isChanged;
    } catch (IOException e) {
      throw new PipelineException(
          ErrorCode.WAREHOUSE, "Cannot bring %s to disk: %s".formatted(file, e), e);
    } catch (SQLException e) {
      throw refused("Cannot load " + file, e);
    }
  }

  private void follow(Path path) {
    try {
      for (String folder : folders) {
        if (Files.isDirectory(Path.of(folder)) && Files.exists(path)) {
          Permissions.follow(path, Path.of(folder));
        }
      }
    } catch (IOException e) {
      throw new PipelineException(
          ErrorCode.WAREHOUSE, "Cannot make %s as closed as the lake: %s".formatted(path, e), e);
    }
  }

  private Connection opened() throws HeldElsewhere {
    try {
      return open();
    } catch (SQLException e) {
      PipelineException trouble = OpenFailure.explain(file, e);
      if (OpenFailure.isHeld(e)) {
        throw new HeldElsewhere(trouble);
      }
      throw trouble;
    }
  }

  private static boolean commit(Connection connection, Change change)
      throws SQLException, IOException {
    boolean isDone = false;
    try (Statement sql = connection.createStatement()) {
      Failpoints.around(Step.WAREHOUSE_BEGIN, () -> sql.execute("BEGIN TRANSACTION"));
      DuckDbLedger ledger = new DuckDbLedger(sql);
      ledger.create();
      if (!change.isMade(ledger)) {
        change.apply(sql, ledger);
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
      LOG.debug("{} keeps its write-ahead log for now", file, e);
    }
  }

  static PipelineException refused(String what, SQLException e) {
    String message = String.valueOf(e.getMessage());
    ErrorCode code =
        message.startsWith("Out of Memory Error") ? ErrorCode.OUT_OF_MEMORY : ErrorCode.WAREHOUSE;
    return new PipelineException(
        code, what + "; it is as it was before. DuckDB says: " + KernelMessages.of(message), e);
  }
}
