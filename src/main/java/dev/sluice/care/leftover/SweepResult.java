// SPDX-License-Identifier: Apache-2.0
package dev.sluice.care.leftover;

import java.time.Duration;
import java.util.List;

/**
 * What clearing up a lake removed, or would remove.
 *
 * @param olderThan how old a file must be
 * @param isDryRun whether nothing was removed
 * @param runs which are kept
 * @param folders how many empty folders went
 * @param foreign files that Sluice did not make and that were left alone
 */
public record SweepResult(
    String lake,
    Duration olderThan,
    boolean isDryRun,
    Runs runs,
    List<Leftovers> removed,
    int folders,
    List<Kept> kept,
    List<String> foreign) {
  public SweepResult {
    removed = List.copyOf(removed);
    kept = List.copyOf(kept);
    foreign = List.copyOf(foreign);
  }

  /**
   * The runs of a lake.
   *
   * @param gone how many committed ones are not kept any more since this
   * @param failed the same of failed ones
   * @param first the number of the first from which on all are kept
   * @param single the numbers of earlier ones that are kept
   */
  public record Runs(int gone, int failed, long first, List<Long> single) {}

  /** Files that were kept for one reason. */
  public record Kept(Reason reason, long files, long bytes) {}

  /** Why a file is kept. */
  public enum Reason {
    /** A document, a lock, or the key. */
    DOCUMENT,
    /** A document names it. */
    NAMED,
    /** The outcome of its commit is unknown. */
    UNKNOWN_COMMIT,
    /** Its attempt, or one that may use it, is under way. */
    UNDER_WAY,
    /** It was placed for a release, and the newest one is not shown yet. */
    RELEASABLE,
    /** It is younger than the limit. */
    YOUNG
  }
}
