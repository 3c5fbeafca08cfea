// SPDX-License-Identifier: Apache-2.0
package dev.sluice.run.stream;

import dev.sluice.plan.epoch.EpochLimit;
import java.time.Duration;

/**
 * How much an epoch takes in of a table at most: what is done in a few times the usual length, by
 * how fast the last one was. So who is behind catches up in epochs that grow until they are worth
 * what each of them costs, and no further.
 */
final class EpochSize {
  /** Taken in however slow the last epoch was: about half a million messages. */
  static final long LEAST_BYTES = 128L << 20;

  private static final int LENGTHS = 3;

  private final Duration every;
  private final long least;
  private long most;

  EpochSize(Duration every, long least) {
    this.every = every;
    this.least = least;
    this.most = least;
  }

  EpochLimit next() {
    return new EpochLimit(most);
  }

  /** Says how long an epoch took, and how much it read. */
  void took(long bytes, Duration span) {
    double rate = (double) bytes / Math.max(span.toNanos(), 1);
    most = Math.max(least, (long) (rate * every.toNanos() * LENGTHS));
  }
}
