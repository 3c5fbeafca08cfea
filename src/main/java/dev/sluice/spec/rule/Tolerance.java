// SPDX-License-Identifier: Apache-2.0
package dev.sluice.spec.rule;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * How many dead letters a table may have before the run is held back; all limits apply.
 *
 * @param deadRatio of the rows read, 0 to 1; null means no limit of this kind
 * @param deadRows of a run; null means no limit of this kind
 * @param deadRowsPerHour of the runs of a full hour together; null means no limit of this kind
 */
public record Tolerance(
    @Nullable Double deadRatio, @Nullable Long deadRows, @Nullable Long deadRowsPerHour)
    implements Serializable {
  /**
   * The default: the first dead letter holds the run back, until the author says what is normal.
   */
  public static final Tolerance NONE = new Tolerance(null, 0L, null);

  /** The same for what is computed anew by each run, so that its dead rows are the same again. */
  public Tolerance ofRun() {
    return deadRatio == null && deadRows == null ? NONE : new Tolerance(deadRatio, deadRows, null);
  }
}
