// SPDX-License-Identifier: Apache-2.0
package dev.sluice.plan;

import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.store.document.Failpoints;
import dev.sluice.store.object.ObjectStore;
import dev.sluice.table.file.Scope;
import java.io.IOException;
import java.nio.file.Path;

/**
 * An attempt under way: it holds a lock for as long as its process lives, so that nobody clears
 * away what it writes, and a folder for files that no manifest will name.
 */
public final class Attempt {
  private final Scope run;
  private final ObjectStore.Claim claim;

  private Attempt(Scope run, ObjectStore.Claim claim) {
    this.run = run;
    this.claim = claim;
  }

  /** Takes the lock; the caller lets it go. */
  public static Attempt begin(Scope run) {
    try {
      ObjectStore store = ObjectStore.of(run.root());
      Path unused = store.draft("_");
      ObjectStore.Claim claim = store.claim(lock(run.attempt()));
      sweep(store);
      Path unusedToo = store.draft(run.scratch() + "/_");
      return new Attempt(run, claim);
    } catch (IOException e) {
      throw new PipelineException(
          ErrorCode.LAKE_WRITE, "Cannot write to the lake " + run.root() + ": " + e, e);
    }
  }

  private static String lock(String attempt) {
    return Scope.LOCKS + "/" + attempt + ".lock";
  }

  /**
   * Removes what attempts left that were killed: none has a folder before it holds its lock, so one
   * without a lock that is held is dead. In a bucket that cannot be told, and {@code gc} does it.
   */
  private static void sweep(ObjectStore store) throws IOException {
    for (String attempt : store.folders(Scope.SCRATCH)) {
      if (!store.isClaimed(lock(attempt))) {
        store.removeAll(Scope.SCRATCH + "/" + attempt);
      }
    }
  }

  /** Removes what no manifest names, and lets go. */
  public void end() {
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
