// SPDX-License-Identifier: Apache-2.0
package dev.sluice.warehouse.duckdb;

import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.kernel.sql.SqlName;
import dev.sluice.store.disk.FolderLock;
import dev.sluice.store.disk.Folders;
import dev.sluice.store.document.Failpoints;
import dev.sluice.store.document.Failpoints.Step;
import dev.sluice.table.TableState;
import dev.sluice.table.log.Manifest;
import dev.sluice.warehouse.LoadHistory;
import dev.sluice.warehouse.RebuiltWarehouse;
import dev.sluice.warehouse.Warehouse;
import dev.sluice.warehouse.WarehouseState;
import dev.sluice.warehouse.duckdb.ask.DatabaseQuestion;
import dev.sluice.warehouse.duckdb.file.DatabaseFile;
import dev.sluice.warehouse.duckdb.file.OpenFailure;
import dev.sluice.warehouse.duckdb.told.HistoryLoad;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;

/**
 * Loads committed manifests into one DuckDB file.
 *
 * <p>All tables of a manifest change in one transaction, or none does. Only files that the database
 * does not hold yet are read; a ledger in schema {@code sluice} says which it holds.
 */
public final class DuckDbWarehouse implements Warehouse {
  static final String LEDGER = "sluice";

  /** As long as a load may take. */
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  static final String STAGING = "staging";
  static final String PRODUCTION = "production";

  private final Path file;
  private final Duration wait;

  /**
   * The database is the given file, made when there is none.
   *
   * @param wait how long to wait for another process that writes to it
   */
  public DuckDbWarehouse(Path file, Duration wait) {
    this.file = file.toAbsolutePath();
    this.wait = wait;
  }

  /**
   * {@inheritDoc}
   *
   * @throws PipelineException with code WAREHOUSE when another process writes to the database, or
   *     it cannot be opened or refuses; WAREHOUSE_REFUSED when the file is no database; LAKE_READ
   *     when a file of the manifest is lost or changed
   */
  @Override
  public void load(String lake, Manifest manifest) {
    Warehouse.requireCommitted(manifest);
    change(
        lake,
        new Database.Change() {
          @Override
          public boolean isMade(DuckDbLedger ledger) throws SQLException {
            return ledger.isAtOrPast(manifest);
          }

          @Override
          public void apply(Statement sql, DuckDbLedger ledger) throws SQLException {
            ManifestFiles files = ManifestFiles.of(lake, manifest.run());
            new SchemaLoad(sql, ledger, files).run(STAGING, manifest.loaded());
            new HistoryLoad(sql, lake).follow(manifest.number());
            Failpoints.around(
                Step.WAREHOUSE_LEDGER, () -> ledger.record(LoadHistory.Loaded.of(manifest)));
          }
        });
  }

  /**
   * {@inheritDoc}
   *
   * @throws PipelineException as {@link #load}
   */
  @Override
  public void publish(String lake, Manifest manifest, long release) {
    Warehouse.requireCommitted(manifest);
    LoadHistory.Shown shown =
        new LoadHistory.Shown(release, manifest.number(), manifest.run().id());
    change(
        lake,
        new Database.Change() {
          @Override
          public boolean isMade(DuckDbLedger ledger) throws SQLException {
            return ledger.release() >= release;
          }

          @Override
          public void apply(Statement sql, DuckDbLedger ledger) throws SQLException {
            ManifestFiles files = ManifestFiles.of(lake, manifest.run());
            new SchemaLoad(sql, ledger, files).run(PRODUCTION, manifest.published());
            WarehouseState.Mark load = ledger.newest();
            new HistoryLoad(sql, lake).follow(load == null ? 0 : load.number());
            Failpoints.around(Step.WAREHOUSE_LEDGER, () -> ledger.record(shown));
          }
        });
  }

  @Override
  public Found ask(String sql, int most) {
    try (FolderLock ignored = turn();
        Connection connection = new Database(file, List.of()).openToRead();
        Statement statement = connection.createStatement()) {
      statement.execute("SET schema = '" + STAGING + "'");
      return DatabaseQuestion.ask(statement, sql, most);
    } catch (SQLException e) {
      throw OpenFailure.explain(file, e);
    } catch (IOException e) {
      throw new PipelineException(
          ErrorCode.WAREHOUSE, "Cannot look at %s: %s".formatted(file, e.getMessage()), e);
    }
  }

  /** {@inheritDoc} The lake's files are written by the very engine. */
  @Override
  public List<String> refusals(TableState table) {
    return List.of();
  }

  @Override
  public WarehouseState check(WarehouseState.Depth depth) {
    if (!Files.exists(file)) {
      return DatabaseCheck.at(file, depth);
    }
    try (FolderLock ignored = turn()) {
      return DatabaseCheck.at(file, depth);
    } catch (IOException e) {
      throw new PipelineException(
          ErrorCode.WAREHOUSE, "Cannot look at %s: %s".formatted(file, e.getMessage()), e);
    }
  }

  /**
   * {@inheritDoc}
   *
   * <p>The new database is built in a file beside the target, closed and on disk before it is
   * renamed. A file that cannot be used is kept as {@code NAME.broken-TIME} with its write-ahead
   * log, one that holds what the lake does not as {@code NAME.replaced-TIME}.
   */
  @Override
  public RebuiltWarehouse rebuild(String lake, LoadHistory history, WarehouseState found) {
    try (FolderLock ignored = turn()) {
      DatabaseFile.require(file);
      return new DatabaseRebuild(file, lake, history).inPlaceOf(found);
    } catch (IOException e) {
      throw new PipelineException(
          ErrorCode.WAREHOUSE, "Cannot rebuild the warehouse " + file + ": " + e, e);
    }
  }

  /** The file's path, length and time, and those of its write-ahead log. */
  @Override
  public String mark() {
    return mark(file) + " " + mark(Database.log(file));
  }

  private static String mark(Path path) {
    try {
      BasicFileAttributes seen = Files.readAttributes(path, BasicFileAttributes.class);
      return path + " " + seen.size() + " " + seen.lastModifiedTime().toMillis();
    } catch (NoSuchFileException e) {
      return "-";
    } catch (IOException e) {
      return "? " + e;
    }
  }

  private void change(String lake, Database.Change change) {
    try (FolderLock ignored = turn()) {
      new DatabaseUpdate(file, ManifestFiles.folders(lake), wait).make(change);
    } catch (IOException e) {
      throw DatabaseUpdate.failed(file, e);
    }
  }

  /** DuckDB lets one process in and turns the others away; those of Sluice wait for one another. */
  private FolderLock turn() throws IOException {
    Folders.make(Folders.of(file));
    return FolderLock.await(file.resolveSibling("." + file.getFileName() + ".lock"), PATIENCE);
  }

  /** The qualified and quoted name. */
  static String qualified(String schema, String table) {
    return SqlName.quote(schema) + "." + SqlName.quote(table);
  }
}
