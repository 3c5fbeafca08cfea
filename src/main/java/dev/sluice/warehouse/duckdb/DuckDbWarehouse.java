// SPDX-License-Identifier: Apache-2.0
package dev.sluice.warehouse.duckdb;

import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.lake.Manifest;
import dev.sluice.lake.TableState;
import dev.sluice.lake.store.Failpoints;
import dev.sluice.lake.store.Failpoints.Step;
import dev.sluice.lake.store.FolderLock;
import dev.sluice.lake.store.Folders;
import dev.sluice.sql.SqlName;
import dev.sluice.warehouse.Warehouse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Loads committed manifests into one DuckDB file.
 *
 * <p>All tables of a manifest change in one transaction, or none does. Only files that the database
 * does not hold yet are read; a ledger in schema {@code sluice} says which it holds.
 */
public final class DuckDbWarehouse implements Warehouse {
  private static final Logger LOG = LoggerFactory.getLogger(DuckDbWarehouse.class);

  /** As long as a load may take. */
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  static final String STAGING = "staging";
  static final String PRODUCTION = "production";

  private final Path file;

  /** The database is the given file, made when there is none. */
  public DuckDbWarehouse(Path file) {
    this.file = file.toAbsolutePath();
  }

  /**
   * {@inheritDoc}
   *
   * @throws PipelineException with code WAREHOUSE when the database is locked, cannot be opened or
   *     refuses; LAKE_READ when a file of the manifest is not in the lake
   */
  @Override
  public void load(String lake, Manifest manifest) {
    change(
        lake,
        manifest,
        (sql, ledger) -> {
          if (ledger.isLatest(manifest)) {
            return false;
          }
          loadAll(new TableLoad(sql, ledger, files(lake, manifest)), STAGING, manifest.tables());
          Failpoints.around(Step.WAREHOUSE_LEDGER, () -> ledger.record(manifest));
          return true;
        });
  }

  /**
   * {@inheritDoc}
   *
   * @throws PipelineException as {@link #load}
   */
  @Override
  public void publish(String lake, Manifest manifest, long release) {
    change(
        lake,
        manifest,
        (sql, ledger) -> {
          if (ledger.release() >= release) {
            return false;
          }
          List<TableState> tables =
              manifest.tables().stream()
                  .filter(
                      t -> t.kind() == TableState.Kind.TYPED || t.kind() == TableState.Kind.MODEL)
                  .toList();
          loadAll(new TableLoad(sql, ledger, files(lake, manifest)), PRODUCTION, tables);
          Failpoints.around(Step.WAREHOUSE_LEDGER, () -> ledger.record(manifest, release));
          return true;
        });
  }

  private static LakeFiles files(String lake, Manifest manifest) {
    return LakeFiles.of(lake, manifest.run().createdAt());
  }

  /** What changes the database, inside a transaction; false when there was nothing to do. */
  private interface Change {
    boolean apply(Statement sql, Ledger ledger) throws SQLException;
  }

  private void change(String lake, Manifest manifest, Change change) {
    if (manifest.outcome() == Manifest.Outcome.FAILED) {
      throw new PipelineException(
          ErrorCode.INTERNAL, "Run " + manifest.run().id() + " failed; there is nothing to load");
    }
    LakeFiles.requireLocal(lake);
    try (FolderLock ignored = turn(lake)) {
      change(change);
    } catch (IOException e) {
      throw new PipelineException(
          ErrorCode.WAREHOUSE, "Cannot load %s: %s".formatted(file, e.getMessage()), e);
    }
  }

  /** DuckDB lets one process in and turns the others away; those of one lake wait for another. */
  private static FolderLock turn(String lake) throws IOException {
    Path folder = Folders.make(Path.of(lake, "_sluice"));
    return FolderLock.await(folder.resolve(".warehouse.lock"), PATIENCE);
  }

  private void change(Change change) {
    try (Connection connection = connect();
        Statement sql = connection.createStatement()) {
      sql.execute("SET threads = 2");
      sql.execute("SET memory_limit = '512MB'");
      sql.execute("SET TimeZone = 'UTC'");
      if (commit(connection, change)) {
        Failpoints.around(Step.WAREHOUSE_CHECKPOINT, () -> checkpoint(sql));
      }
    } catch (SQLException e) {
      throw refused("Cannot load " + file, e);
    }
  }

  private Connection connect() {
    try {
      Path folder = file.getParent();
      if (folder != null) {
        Files.createDirectories(folder);
      }
      return DriverManager.getConnection("jdbc:duckdb:" + file);
    } catch (IOException e) {
      throw new PipelineException(
          ErrorCode.WAREHOUSE, "Cannot make the folder of the warehouse " + file + ": " + e, e);
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

  private void loadAll(TableLoad load, String schema, List<TableState> tables) {
    for (TableState table : tables) {
      try {
        load.run(schema, table);
      } catch (SQLException e) {
        throw refused("Cannot load " + schema + "." + table.table() + " into " + file, e);
      }
    }
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

  private static PipelineException refused(String what, SQLException e) {
    String message = String.valueOf(e.getMessage());
    ErrorCode code =
        message.startsWith("Out of Memory Error") ? ErrorCode.OUT_OF_MEMORY : ErrorCode.WAREHOUSE;
    return new PipelineException(
        code, what + "; it is as it was before. DuckDB says: " + message, e);
  }

  /** The qualified and quoted name. */
  static String qualified(String schema, String table) {
    return SqlName.quote(schema) + "." + SqlName.quote(table);
  }
}
