// SPDX-License-Identifier: Apache-2.0
package dev.sluice.spec;

import java.io.Serializable;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How work and files are cut, and how long a part of it may take; it never changes a result.
 *
 * @param mode whether a run ends, or goes on by epochs
 * @param commitEvery how long an epoch of a stream is (default 10 seconds)
 * @param warehouseEvery after how long a stream brings its warehouse up; null for what suits it
 * @param shards into how many parts every keyed statement is cut; null to go by bytes
 * @param buckets into how many hash buckets every merged table is stored; null to go by bytes
 * @param sqlTimeout after which a statement is stopped, and the run with it (default 10 minutes)
 */
public record Layout(
    Mode mode,
    Duration commitEvery,
    @Nullable Duration warehouseEvery,
    @Nullable Integer shards,
    @Nullable Integer buckets,
    Duration sqlTimeout)
    implements Serializable {
  /** The one switch. */
  public enum Mode {
    /** Takes in what the sources hold, commits it, and ends. */
    BATCH,
    /** Does so again and again, until it is told to end. */
    STREAMING
  }

  public static final Layout DEFAULT =
      new Layout(Mode.BATCH, Duration.ofSeconds(10), null, null, null, Duration.ofMinutes(10));

  /** The same in another mode. */
  public Layout in(Mode other) {
    return new Layout(other, commitEvery, warehouseEvery, shards, buckets, sqlTimeout);
  }
}
