// SPDX-License-Identifier: Apache-2.0
package dev.sluice.warehouse.bigquery;

import dev.sluice.table.DataFile;
import dev.sluice.table.TableState;
import dev.sluice.table.log.Manifest;
import dev.sluice.table.log.PromotedManifest;
import dev.sluice.warehouse.LoadHistory;
import dev.sluice.warehouse.RebuiltWarehouse;
import dev.sluice.warehouse.RebuiltWarehouse.Cause;
import dev.sluice.warehouse.WarehouseState;
import dev.sluice.warehouse.WarehouseState.Broken;
import dev.sluice.warehouse.WarehouseState.Mark;
import dev.sluice.warehouse.WarehouseState.Missing;
import dev.sluice.warehouse.WarehouseState.Whole;
import dev.sluice.warehouse.bigquery.client.DatasetPlace;
import java.util.List;

/** Tells what a rebuild did. */
final class RebuildReport {
  private RebuildReport() {}

  static RebuiltWarehouse of(
      DatasetPlace place, TransactionChange change, LoadHistory history, WarehouseState found) {
    Manifest staged = history.staged();
    PromotedManifest shown = history.shown();
    List<TableState> tables = change.parts().stream().flatMap(p -> p.tables().stream()).toList();
    return new RebuiltWarehouse(
        place.toString(),
        found instanceof Missing
            ? Cause.MISSING
            : found instanceof Broken ? Cause.BROKEN : Cause.ASKED,
        found instanceof Broken broken ? broken.why() : "",
        found instanceof Whole whole && isKnown(whole, history)
            ? ""
            : found instanceof Missing ? "" : "time travel of the same tables, for seven days",
        staged == null ? 0 : staged.number(),
        shown == null ? 0 : shown.release(),
        tables.size(),
        tables.stream().flatMap(t -> t.files().stream()).mapToLong(DataFile::rows).sum());
  }

  /** Whether the lake holds all that the warehouse held. */
  private static boolean isKnown(Whole whole, LoadHistory history) {
    Mark load = whole.load();
    Mark release = whole.release();
    return (load == null
            || history.loads().stream()
                .anyMatch(l -> l.number() == load.number() && l.runId().equals(load.runId())))
        && (release == null
            || history.releases().stream()
                .anyMatch(
                    r -> r.number() == release.number() && r.runId().equals(release.runId())));
  }
}
