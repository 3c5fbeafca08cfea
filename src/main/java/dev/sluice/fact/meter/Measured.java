// SPDX-License-Identifier: Apache-2.0
package dev.sluice.fact.meter;

import java.time.Duration;

/**
 * What a step did so far.
 *
 * @param step its name in the graph, such as {@code Read orders}
 * @param rows that it took in, or made where it makes some
 * @param dead rows it found bad
 * @param bytes that it read, or wrote where it writes some
 * @param from since when, in milliseconds since 1970
 * @param to until when; now, of a step at work
 * @param isAtWork whether it does something at this moment; known in its own process alone
 */
public record Measured(
    String step, long rows, long dead, long bytes, long from, long to, boolean isAtWork) {
  /** From its first row to its last. */
  public Duration wall() {
    return Duration.ofMillis(Math.max(to - from, 0));
  }
}
