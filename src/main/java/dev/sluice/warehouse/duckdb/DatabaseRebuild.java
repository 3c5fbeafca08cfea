// SPDX-License-Identifier: Apache-2.0
package dev.sluice.warehouse.duckdb;

import dev.sluice.store.disk.Folders;
import dev.sluice.store.document.Failpoints;
import dev.sluice.store.document.Failpoints.Step;
import dev.sluice.table.DataFile;
import dev.sluice.table.TableState;
import dev.sluice.table.log.Manifest;
import dev.sluice.table.log.PromotedManifest;
import dev.sluice.warehouse.LoadHistory;
import dev.sluice.warehouse.RebuiltWarehouse;
import dev.sluice.warehouse.RebuiltWarehouse.Cause;
import dev.sluice.warehouse.WarehouseState;
import dev.sluice.warehouse.WarehouseState.Broken;
import dev.sluice.warehouse.WarehouseState.Missing;
import dev.sluice.warehouse.WarehouseState.Whole;
import dev.sluice.warehouse.duckdb.file.HeldElsewhere;
import dev.sluice.warehouse.duckdb.file.OpenFailure;
import dev.sluice.warehouse.duckdb.told.HistoryLoad;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Builds a database from the lake alone, in a file beside the target, and swaps it in. What a crash
 * leaves beside is built anew the next time.
 */
final class DatabaseRebuild {
  private final Path file;
  private final String lake;
  private final LoadHistory history;

  DatabaseRebuild(Path file, String lake, LoadHistory history) {
    this.file = file;
    this.lake = lake;
    this.history = history;
  }

  RebuiltWarehouse inPlaceOf(WarehouseState found) throws IOException {
    Path fresh = beside(".rebuild");
    discard(fresh);
    try {
      build(fresh);
      return report(found, swap(found, fresh));
    } finally {
      discard(fresh);
    }
  }

  private Path beside(String suffix) {
    return file.resolveSibling("." + file.getFileName() + suffix);
  }

  private static void discard(Path fresh) throws IOException {
    Files.deleteIfExists(fresh);
    Files.deleteIfExists(Database.log(fresh));
  }

  private void build(Path fresh) throws IOException {
    try {
      boolean unused = new Database(fresh, ManifestFiles.folders(lake)).change(this::fill);
    } catch (HeldElsewhere held) {
      throw held.trouble();
    }
    if (Files.exists(Database.log(fresh))) {
      throw new IOException(fresh + " was not checkpointed when it was closed");
    }
    Folders.sync(fresh);
  }

  private void fill(Statement sql, DuckDbLedger ledger) throws SQLException {
    Instant begin = Instant.now();
    for (Part part : parts()) {
      ManifestFiles files = ManifestFiles.of(lake, part.manifest().run(), begin);
      part.tables().forEach(table -> files.requireWhole(table.files()));
      new SchemaLoad(sql, ledger, files).run(part.schema(), part.tables());
    }
    Manifest staged = history.staged();
    new HistoryLoad(sql, lake).follow(staged == null ? 0 : staged.number());
    Failpoints.around(
        Step.WAREHOUSE_LEDGER,
        () -> {
          for (LoadHistory.Loaded load : history.loads()) {
            ledger.record(load);
          }
          for (LoadHistory.Shown release : history.releases()) {
            ledger.record(release);
          }
        });
  }

  /** A schema, and what it must equal. */
  private record Part(String schema, Manifest manifest, List<TableState> tables) {}

  private List<Part> parts() {
    List<Part> parts = new ArrayList<>();
    Manifest staged = history.staged();
    if (staged != null) {
      parts.add(new Part(DuckDbWarehouse.STAGING, staged, staged.loaded()));
    }
    PromotedManifest shown = history.shown();
    if (shown != null) {
      Manifest manifest = shown.manifest();
      parts.add(new Part(DuckDbWarehouse.PRODUCTION, manifest, manifest.published()));
    }
    return parts;
  }

  /** Where the file before is kept; empty when the lake holds all it held. */
  private String swap(WarehouseState found, Path fresh) throws IOException {
    DatabaseSwap swap = new DatabaseSwap(file, fresh);
    if (found instanceof Whole whole) {
      checkpoint();
      return isOurs(whole) ? swap.replacing() : swap.keeping();
    }
    return swap.settingAside();
  }

  /**
   * Opening and closing writes what the log holds into the file, and removes the log; while others
   * read the file it stays.
   */
  private void checkpoint() {
    try {
      new Database(file, List.of()).open().close();
    } catch (SQLException e) {
      if (!OpenFailure.isHeld(e)) {
        throw OpenFailure.explain(file, e);
      }
    }
  }

  private boolean isOurs(Whole whole) {
    WarehouseState.Mark load = whole.load();
    WarehouseState.Mark release = whole.release();
    return whole.others().isEmpty()
        && (load == null
            || history.loads().stream()
                .anyMatch(l -> l.number() == load.number() && l.runId().equals(load.runId())))
        && (release == null
            || history.releases().stream()
                .anyMatch(
                    r -> r.number() == release.number() && r.runId().equals(release.runId())));
  }

  private RebuiltWarehouse report(WarehouseState found, String kept) {
    Manifest staged = history.staged();
    PromotedManifest shown = history.shown();
    List<TableState> tables = parts().stream().flatMap(part -> part.tables().stream()).toList();
    return new RebuiltWarehouse(
        file.toString(),
        found instanceof Missing
            ? Cause.MISSING
            : found instanceof Broken ? Cause.BROKEN : Cause.ASKED,
        found instanceof Broken broken ? broken.why() : "",
        kept,
        staged == null ? 0 : staged.number(),
        shown == null ? 0 : shown.release(),
        tables.size(),
        tables.stream().flatMap(t -> t.files().stream()).mapToLong(DataFile::rows).sum());
  }
}
