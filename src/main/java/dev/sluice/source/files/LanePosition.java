// SPDX-License-Identifier: Apache-2.0
package dev.sluice.source.files;

import dev.sluice.source.files.position.RecordPosition;
import java.util.Comparator;

/**
 * A place in a lane.
 *
 * @param part index of the part; the number of parts at the end of the lane
 */
record LanePosition(int part, RecordPosition at) implements Comparable<LanePosition> {
  private static final Comparator<LanePosition> ORDER =
      Comparator.comparingInt(LanePosition::part)
          .thenComparingLong(p -> p.at().offset())
          .thenComparingLong(p -> p.at().within());

  static LanePosition startOf(int part) {
    return new LanePosition(part, RecordPosition.START);
  }

  @Override
  public int compareTo(LanePosition that) {
    return ORDER.compare(this, that);
  }
}
