// SPDX-License-Identifier: Apache-2.0
package dev.sluice.run.progress;

import java.time.Duration;

/**
 * How far one table or model is.
 *
 * @param rows read so far, or computed
 * @param dead of them
 * @param time since its first row, until its last when it is done
 */
public record TableProgress(String name, Doing doing, long rows, long dead, Duration time) {
  /** Rows in a second. */
  public long rate() {
    return rows * 1000 / Math.max(time.toMillis(), 1);
  }
}
