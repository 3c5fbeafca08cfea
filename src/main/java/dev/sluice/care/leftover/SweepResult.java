// SPDX-License-Identifier: Apache-2.0
package dev.sluice.care.leftover;

import java.time.Duration;
import java.util.List;

/**
 * What clearing up a lake removed, or would remove.
 *
 * @param olderThan how old a file must be
 * @param isDryRun whether nothing was removed
 * @param folders how many empty folders went
 * @param foreign files that Sluice did not make and that were left alone
 */
public record SweepResult(
    String lake,
    Duration olderThan,
    boolean isDryRun,
    List<Leftovers> removed,
    int folders,
    List<Kept> kept,
    List<String> foreign) {
  public SweepResult {
    removed = List.copyOf(removed);
    kept = List.copyOf(kept);
    foreign = List.copyOf(foreign);
  }

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
