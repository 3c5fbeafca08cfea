// SPDX-License-Identifier: Apache-2.0
package dev.sluice.spec;

import java.io.Serializable;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How work and files are cut, and how long a part of it may take; it never changes a result.
 *
 * @param mode batch or streaming
 * @param shards into how many parts every keyed statement is cut; null to go by bytes
 * @param buckets into how many hash buckets every merged table is stored; null to go by bytes
 * @param sqlTimeout after which a statement is stopped, and the run with it (default 10 minutes)
 */
public record Layout(
    Mode mode, @Nullable Integer shards, @Nullable Integer buckets, Duration sqlTimeout)
    implements Serializable {
  /** The one switch. */
  public enum Mode {
    BATCH,
    STREAMING
  }

  public static final Layout DEFAULT = new Layout(Mode.BATCH, null, null, Duration.ofMinutes(10));
}
