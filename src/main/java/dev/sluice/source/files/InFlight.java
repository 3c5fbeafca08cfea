// SPDX-License-Identifier: Apache-2.0
package dev.sluice.source.files;

import java.io.Serializable;

/**
 * How many bytes a lane reads before it lets them be worked off, said so that every worker finds
 * the number in its own heap.
 *
 * @param most bytes that all lanes together may have in flight
 * @param least of one lane
 * @param sharers among which they are parted
 */
public record InFlight(long most, long least, int sharers) implements Serializable {
  /** A batch carries its records beside its columns, and waits where it is landed and judged. */
  private static final int PART_OF_HEAP = 8;

  /** So many bytes of a lane, on any worker. */
  public static InFlight bytes(long bytes) {
    return new InFlight(bytes, bytes, 1);
  }

  /** The share of one lane in a heap of that size. */
  long share(long heap) {
    return Math.max(least, Math.min(most, heap / PART_OF_HEAP) / sharers);
  }

  /** The share of one lane in this process. */
  long share() {
    return share(Runtime.getRuntime().maxMemory());
  }
}
