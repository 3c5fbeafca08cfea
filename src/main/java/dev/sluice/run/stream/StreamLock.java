// SPDX-License-Identifier: Apache-2.0
package dev.sluice.run.stream;

import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.spec.PipelineSpec;
import dev.sluice.store.Lakes;
import dev.sluice.store.object.ObjectStore;
import java.io.IOException;
import java.util.Optional;

/**
 * Lets one stream at a time run on a lake of this machine; held as long as its process lives. In a
 * bucket the log alone keeps two of them apart: each epoch of one makes the other's be refused.
 */
final class StreamLock implements AutoCloseable {
  private static final String PATH = "_sluice/stream/.lock";

  private final String lake;
  private final ObjectStore.Claim claim;

  private StreamLock(String lake, ObjectStore.Claim claim) {
    this.lake = lake;
    this.claim = claim;
  }

  /**
   * Takes the lock.
   *
   * @throws PipelineException ALREADY_RUNNING
   */
  static StreamLock take(PipelineSpec spec) {
    try {
      if (isHeld(spec.lake()).orElse(false)) {
        throw new PipelineException(
            ErrorCode.ALREADY_RUNNING,
            "Another stream runs on the lake %s. Stop it first, or give this one another `lake`; nothing was changed."
                .formatted(spec.lake()));
      }
      return new StreamLock(spec.lake(), ObjectStore.of(spec.lake()).claim(PATH));
    } catch (IOException e) {
      throw new PipelineException(
          ErrorCode.LAKE_WRITE, "Cannot write to the lake " + spec.lake() + ": " + e, e);
    }
  }

  /** Whether a process holds the lock; empty of a lake in a bucket. */
  static Optional<Boolean> isHeld(String lake) {
    if (Lakes.isRemote(lake)) {
      return Optional.empty();
    }
    try {
      return Optional.of(ObjectStore.of(lake).isClaimed(PATH));
    } catch (IOException e) {
      throw new PipelineException(
          ErrorCode.LAKE_READ, "Cannot read %s/%s: %s".formatted(lake, PATH, e), e);
    }
  }

  @Override
  public void close() {
    try {
      claim.release();
    } catch (IOException e) {
      throw new PipelineException(
          ErrorCode.LAKE_WRITE, "Cannot write to the lake " + lake + ": " + e, e);
    }
  }
}
