// SPDX-License-Identifier: Apache-2.0
package dev.sluice.source;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/**
 * Owns the readers of lanes that are paused, so that going on does not mean to begin again; a
 * saving only, for a reader that is not here is opened anew.
 */
final class ParkedReaders {
  /** More lanes than a worker reads at a time; beyond it the one parked first is closed. */
  private static final int MAX = 32;

  private record Parked(String lane, LanePosition position, LaneReader reader) {}

  private static final Deque<Parked> PARKED = new ArrayDeque<>();

  private ParkedReaders() {}

  /** Takes over a reader until someone asks for exactly its lane and place. */
  static void park(Lane lane, LaneReader reader) {
    LaneReader evicted = null;
    synchronized (PARKED) {
      PARKED.addLast(new Parked(lane.id(), reader.position(), reader));
      if (PARKED.size() > MAX) {
        evicted = PARKED.removeFirst().reader();
      }
    }
    if (evicted != null) {
      evicted.close();
    }
  }

  /** Hands a parked reader over; null when there is none. */
  static @Nullable LaneReader take(Lane lane, LanePosition position) {
    synchronized (PARKED) {
      Iterator<Parked> all = PARKED.iterator();
      while (all.hasNext()) {
        Parked parked = all.next();
        if (parked.lane().equals(lane.id()) && parked.position().equals(position)) {
          all.remove();
          return parked.reader();
        }
      }
    }
    return null;
  }
}
