// SPDX-License-Identifier: Apache-2.0
package dev.sluice.spec;

import java.io.Serializable;
import java.time.Duration;

/**
 * How work and files are cut, and how long a part of it may take; it never changes a result.
 *
 * @param mode batch or streaming
 * @param shards into how many parts a keyed statement is cut (default 2)
 * @param buckets into how many hash buckets a merged table is stored (default 4)
 * @param sqlTimeout after which a statement is stopped, and the run with it (default 10 minutes)
 */
public record Layout(Mode mode, int shards, int buckets, Duration sqlTimeout)
    implements Serializable {
  /** The one switch. */
  public enum Mode {
    BATCH,
    STREAMING
  }

  public static final Layout DEFAULT = new Layout(Mode.BATCH, 2, 4, Duration.ofMinutes(10));
}
