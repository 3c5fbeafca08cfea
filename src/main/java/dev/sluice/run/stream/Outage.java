// SPDX-License-Identifier: Apache-2.0
package dev.sluice.run.stream;

import dev.sluice.error.ErrorCode;
import dev.sluice.error.ErrorKind;
import dev.sluice.error.PipelineException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Trouble of the world that may pass: a server that does not answer, a full disk, a file that is
 * still written. A stream tries again for a while, at longer and longer intervals, and then ends
 * with it.
 */
final class Outage {
  /** After which the trouble is no longer taken for one that passes. */
  private static final Duration GIVE_UP = Duration.ofMinutes(10);

  private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);

  /** Another process that commits to the same lake is met so often only when it is a stream too. */
  private static final int MOST_REFUSALS = 5;

  /** Trouble that a person has to look at. */
  private static final Set<ErrorCode> LASTING =
      EnumSet.of(
          ErrorCode.MANIFEST_INVALID,
          ErrorCode.LAKE_TAKEN,
          ErrorCode.POSITION_LOST,
          ErrorCode.WAREHOUSE_REFUSED,
          ErrorCode.ALREADY_RUNNING,
          ErrorCode.NOT_SIGNED);

  private final Duration every;
  private @Nullable Duration waited;
  private long since;
  private int refusals;

  /**
   * Nothing was met so far.
   *
   * @param every how long an epoch is, and so the first wait
   */
  Outage(Duration every) {
    this.every = every;
  }

  /** An epoch ended without trouble. */
  void end() {
    waited = null;
    refusals = 0;
  }

  /**
   * Takes note of trouble.
   *
   * @return how long to wait before the next attempt; null when there is to be none
   */
  @Nullable Duration met(PipelineException trouble) {
    ErrorCode code = trouble.code();
    if (code.kind() != ErrorKind.EXTERNAL || LASTING.contains(code)) {
      return null;
    }
    refusals = code == ErrorCode.COMMIT_REFUSED ? refusals + 1 : 0;
    if (waited == null) {
      since = System.nanoTime();
    }
    waited = next(waited);
    boolean isTooLong = System.nanoTime() - since > GIVE_UP.toNanos();
    return isTooLong || refusals >= MOST_REFUSALS ? null : waited;
  }

  /** Twice as long as before, up to a minute; an epoch at least. */
  private Duration next(@Nullable Duration before) {
    Duration twice = before == null ? every : before.multipliedBy(2);
    Duration capped = twice.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : twice;
    return capped.compareTo(every) < 0 ? every : capped;
  }
}
