// SPDX-License-Identifier: Apache-2.0
package dev.sluice.spec;

import java.io.Serializable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a run's rows meet the rows that are already there.
 *
 * @param key the columns that identify a row; required for merge, empty when none
 * @param latestBy the column whose greatest value wins among rows of one key; null means the row
 *     read last wins
 * @param cursor incremental: only rows past the last committed value are read; null for none
 */
public record LoadSpec(
    Disposition disposition, List<String> key, @Nullable String latestBy, @Nullable String cursor)
    implements Serializable {
  public LoadSpec {
    key = List.copyOf(key);
  }

  /** Spelled {@code load} in the spec. */
  public enum Disposition {
    /** Rows are added. */
    APPEND,
    /** The run's rows take the place of all earlier ones. */
    REPLACE,
    /** Rows replace earlier rows of the same key. */
    MERGE
  }
}
