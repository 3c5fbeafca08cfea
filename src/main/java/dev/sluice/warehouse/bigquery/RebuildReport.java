// SPDX-License-Identifier: Apache-2.0
package dev.sluice.warehouse.bigquery;

import dev.sluice.lake.DataFile;
import dev.sluice.lake.Manifest;
import dev.sluice.lake.Promoted;
import dev.sluice.lake.TableState;
import dev.sluice.warehouse.Condition;
import dev.sluice.warehouse.Condition.Broken;
import dev.sluice.warehouse.Condition.Mark;
import dev.sluice.warehouse.Condition.Missing;
import dev.sluice.warehouse.Condition.Whole;
import dev.sluice.warehouse.History;
import dev.sluice.warehouse.Rebuilt;
import dev.sluice.warehouse.Rebuilt.Cause;
import java.util.List;

/** Tells what a rebuild did. */
final class RebuildReport {
  private RebuildReport() {}

  static Rebuilt of(Place place, Change change, History history, Condition found) {
    Manifest staged = history.staged();
    Promoted shown = history.shown();
    List<TableState> tables = change.parts().stream().flatMap(p -> p.tables().stream()).toList();
    return new Rebuilt(
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
  private static boolean isKnown(Whole whole, History history) {
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
