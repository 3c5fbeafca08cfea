// SPDX-License-Identifier: Apache-2.0
package dev.sluice.promote;

import dev.sluice.promote.decision.Decisions;
import dev.sluice.table.log.Manifest;
import dev.sluice.table.log.ManifestStore;
import dev.sluice.table.log.ManifestStore.Committed;

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
            .orElseThrow(
                () ->
                    Approvals.refused(
                        "No committed run has the id or number %s; `sluice status` lists them."
                            .formatted(run)));
    return ManifestStore.named(root, number);
  }
}
