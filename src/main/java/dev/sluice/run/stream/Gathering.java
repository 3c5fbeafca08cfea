// SPDX-License-Identifier: Apache-2.0
package dev.sluice.run.stream;

import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.plan.RunRequest;
import dev.sluice.run.compact.Candidates;
import dev.sluice.run.compact.Compaction;
import java.time.Clock;
import java.util.Optional;

/**
 * Makes few files of the small ones that epochs leave. Files are looked at every few epochs: before
 * that there cannot be many of one size.
 */
final class Gathering {
  private static final int EVERY = 8;

  private final Candidates known = new Candidates();
  private int epochs = EVERY - 1; // there may be many when a stream begins

  /** An epoch was committed. */
  void committed() {
    epochs++;
  }

  /**
   * To be called between epochs.
   *
   * @param before is done before files become fewer, where they do
   * @return what became of the files; empty where none are many, or another command committed
   *     meanwhile, and the next time is soon enough
   */
  Optional<Compaction.Result> next(RunRequest request, Runnable before) {
    if (epochs < EVERY) {
      return Optional.empty();
    }
    epochs = 0;
    try {
      return Compaction.ofMany(request.spec(), request.specDigest(), known)
          .map(
              compaction -> {
                before.run();
                return compaction.run(Clock.systemUTC());
              });
    } catch (PipelineException e) {
      if (e.code() == ErrorCode.COMMIT_REFUSED) {
        return Optional.empty();
      }
      throw e;
    }
  }
}
