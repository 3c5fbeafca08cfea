// SPDX-License-Identifier: Apache-2.0
package dev.sluice.pipeline;

import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.lake.LakeRun;
import dev.sluice.lake.store.Failpoints;
import dev.sluice.lake.store.ObjectStore;
import java.io.IOException;
import java.nio.file.Path;

/**
 * An attempt under way: it holds a lock for as long as its process lives, so that nobody clears
 * away what it writes, and a folder for files that no manifest will name.
 */
final class Attempt {
  private final LakeRun run;
  private final ObjectStore.Claim claim;

  private Attempt(LakeRun run, ObjectStore.Claim claim) {
    this.run = run;
    this.claim = claim;
  }

  static Attempt begin(LakeRun run) {
    try {
      ObjectStore store = ObjectStore.of(run.root());
      Path unused = store.draft(run.scratch() + "/_");
      return new Attempt(run, store.claim(LakeRun.LOCKS + "/" + run.attempt() + ".lock"));
    } catch (IOException e) {
      throw new PipelineException(
          ErrorCode.LAKE_WRITE, "Cannot write to the lake " + run.root() + ": " + e, e);
    }
  }

  /** Removes what no manifest names, and lets go. */
  void end() {
    try {
      Failpoints.around(
          Failpoints.Step.SCRATCH_REMOVE,
          () -> ObjectStore.of(run.root()).removeAll(run.scratch()));
      claim.release();
    } catch (IOException e) {
      throw new PipelineException(
          ErrorCode.LAKE_WRITE,
          "Cannot remove %s: %s".formatted(run.absolute(run.scratch()), e),
          e);
    }
  }
}
