// SPDX-License-Identifier: Apache-2.0
package dev.sluice.promote;

import dev.sluice.error.PipelineException;
import dev.sluice.promote.decision.Decisions;
import dev.sluice.promote.release.Releases;
import dev.sluice.table.log.Manifest;
import dev.sluice.table.log.ManifestStore;
import dev.sluice.table.log.ManifestStore.Committed;
import dev.sluice.table.past.Horizon;

/** Finds the run that a person means. */
final class RunLookup {
  private static final int DIGITS = 12;

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

  /**
   * The run that a person looked at, and no other one.
   *
   * @param run its id or number; empty for the newest, if no other one waits that may have been
   *     looked at
   * @param digest how its digest begins; empty when it was not said
   */
  Committed looked(String run, String digest) {
    Committed staged = run.isEmpty() ? newest() : named(run);
    if (!staged.digest().startsWith(digest)) {
      throw Approvals.refused(
          "The digest of run %s is %s, not %s: it is not the run that was looked at. Look at `sluice promote plan` again."
              .formatted(staged.manifest().run().id(), staged.digest(), digest));
    }
    long waiting = staged.manifest().number() - Releases.of(root).published();
    if (run.isEmpty() && digest.isEmpty() && waiting > 1) {
      throw Approvals.refused(
          "Which run? %d were staged since the last that was released, and the newest is run %s (manifest %d). Look at it with `sluice promote plan`, then approve it with `--digest %s`."
              .formatted(
                  waiting,
                  staged.manifest().run().id(),
                  staged.manifest().number(),
                  staged.digest().substring(0, DIGITS)));
    }
    return staged;
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
