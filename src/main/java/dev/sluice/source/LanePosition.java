// SPDX-License-Identifier: Apache-2.0
package dev.sluice.source;

import dev.sluice.source.format.Position;
import java.util.Comparator;

/**
 * A place in a lane.
 *
 * @param file index of the file; the number of files at the end of the lane
 */
record LanePosition(int file, Position at) implements Comparable<LanePosition> {
  private static final Comparator<LanePosition> ORDER =
      Comparator.comparingInt(LanePosition::file)
          .thenComparingLong(p -> p.at().offset())
          .thenComparingLong(p -> p.at().within());

  static LanePosition startOf(int file) {
    return new LanePosition(file, Position.START);
  }

  @Override
  public int compareTo(LanePosition that) {
    return ORDER.compare(this, that);
  }
}
