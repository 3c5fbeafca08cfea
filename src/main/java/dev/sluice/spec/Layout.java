// SPDX-License-Identifier: Apache-2.0
package dev.sluice.spec;

import java.io.Serializable;

/**
 * How work and files are cut; it never changes a result.
 *
 * @param mode batch or streaming
 * @param shards into how many parts a keyed statement is cut (default 2)
 * @param buckets into how many hash buckets a merged table is stored (default 4)
 */
public record Layout(Mode mode, int shards, int buckets) implements Serializable {
  /** The one switch. */
  public enum Mode {
    BATCH,
    STREAMING
  }

  public static final Layout DEFAULT = new Layout(Mode.BATCH, 2, 4);
}
