// SPDX-License-Identifier: Apache-2.0
package dev.sluice.source.files;

import dev.sluice.batch.Shared;
import java.io.Serializable;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the readers of one source's lanes that are paused, so that going on does not mean to begin
 * again; a saving only, for a reader that is not here is opened anew.
 *
 * <p>All copies of the step share it in one process: any of them goes on with a lane. With the last
 * of them, the readers are closed.
 */
final class ParkedReaders implements Serializable, AutoCloseable {
  private static final long serialVersionUID = 1L;

  /** More lanes than a worker reads at a time; beyond it the one parked first is closed. */
  static final int MAX = 32;

  private static final Shared<String, Place> PLACES = new Shared<>();

  private final String id = UUID.randomUUID().toString();
  private transient Shared.@Nullable Lease<Place> lease;

  private record Parked(String lane, LanePosition position, LaneReader reader) {}

  void open() {
    if (lease == null) {
      lease = PLACES.take(this, id, Place::new);
    }
  }

  /** Takes over a reader until someone asks for exactly its lane and place. */
  void park(Lane lane, LaneReader reader) {
    place().park(new Parked(lane.id(), reader.position(), reader));
  }

  /** Hands a parked reader over; null when there is none. */
  @Nullable LaneReader take(Lane lane, LanePosition position) {
    return place().take(lane.id(), position);
  }

  private Place place() {
    if (lease == null) {
      throw new IllegalStateException("the step was not set up");
    }
    return lease.thing();
  }

  /** How many sources have a place for readers in this process. */
  static int places() {
    return PLACES.size();
  }

  @Override
  public void close() {
    if (lease != null) {
      lease.close();
      lease = null;
    }
  }

  private static final class Place implements Shared.Thing {
    private final Deque<Parked> parked = new ArrayDeque<>();
    private boolean isClosed;

    void park(Parked one) {
      LaneReader leaving = null;
      synchronized (this) {
        if (isClosed) {
          leaving = one.reader();
        } else {
          parked.addLast(one);
          leaving = parked.size() > MAX ? parked.removeFirst().reader() : null;
        }
      }
      if (leaving != null) {
        leaving.close();
      }
    }

    synchronized @Nullable LaneReader take(String lane, LanePosition position) {
      Iterator<Parked> all = parked.iterator();
      while (all.hasNext()) {
        Parked one = all.next();
        if (one.lane().equals(lane) && one.position().equals(position)) {
          all.remove();
          return one.reader();
        }
      }
      return null;
    }

    @Override
    public void close() {
      List<Parked> all;
      synchronized (this) {
        isClosed = true;
        all = new ArrayList<>(parked);
        parked.clear();
      }
      all.forEach(one -> one.reader().close());
    }
  }
}
