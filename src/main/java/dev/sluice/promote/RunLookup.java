// SPDX-License-Identifier: Apache-2.0
package dev.sluice.promote;

import dev.sluice.error.PipelineException;
import dev.sluice.promote.decision.Decisions;
import dev.sluice.table.log.Manifest;
import dev.sluice.table.log.ManifestStore;
import dev.sluice.table.log.ManifestStore.Committed;
import dev.sluice.table.past.Horizon;

/** Finds the run that a person means. */
final class RunLookup {
  private final String root;

  RunLookup(String root) {
    this.root = root;
  }

  /** The newest committed run that is not void. */
  Committed newest() {
    return Decisions.of(root)
        .base()
        .orElseThrow(
            () ->
                Approvals.refused(
                    "The lake %s has no run that could be promoted. %s"
                        .formatted(root, howToStage())));
  }

  private String howToStage() {
    return ManifestStore.latest(root).isEmpty()
        ? "`sluice run` stages one."
        : "Those there are were rejected; `sluice run --again` takes their input in again.";
  }

  /** By its id, or by the number of its manifest. */
  Committed named(String run) {
    long number =
        ManifestStore.committed(root).stream()
            .filter(m -> m.run().id().equals(run) || Long.toString(m.number()).equals(run))
            .mapToLong(Manifest::number)
            .max()
            .orElseThrow(() -> unknown(run));
    return ManifestStore.named(root, number);
  }

  private PipelineException unknown(String run) {
    Horizon horizon = Horizon.of(root);
    return horizon.past(root).entrySet().stream()
        .filter(past -> past.getValue().id().equals(run) || past.getKey().toString().equals(run))
        .reduce((first, second) -> second)
        .map(past -> Approvals.refused(horizon.why(root, past.getKey())))
        .orElseGet(
            () ->
                Approvals.refused(
                    "No committed run has the id or number %s; `sluice status` lists them."
                        .formatted(run)));
  }
}
