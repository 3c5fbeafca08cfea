// SPDX-License-Identifier: Apache-2.0
package dev.sluice.source.files;

import dev.sluice.source.files.format.Chunk;
import dev.sluice.source.files.format.FileReader;
import dev.sluice.source.files.position.FilePart;
import org.jspecify.annotations.Nullable;

/** Reads the parts of a lane in order; what was looked at but not taken stays the next piece. */
final class LaneReader implements AutoCloseable {
  private final FileReader.Opener opener;
  private final Lane lane;
  private LanePosition position;
  private @Nullable FileReader open;
  private @Nullable Chunk next;

  LaneReader(FileReader.Opener opener, Lane lane, LanePosition from) {
    this.opener = opener;
    this.lane = lane;
    this.position = from;
  }

  /** The place before the next piece. */
  LanePosition position() {
    return position;
  }

  boolean hasNext() {
    return position.part() < lane.parts().size();
  }

  /** What the next piece is of. */
  FilePart part() {
    return lane.parts().get(position.part());
  }

  /** Looks at the next piece. */
  Chunk peek() {
    if (next == null) {
      if (open == null) {
        open = opener.open(part(), position.at());
      }
      next = open.next();
    }
    return next;
  }

  /** SHA-256 of the file, as stored, whose last piece is the next; asked for once. */
  String digest() {
    if (open == null) {
      throw new IllegalStateException("no piece was looked at");
    }
    return open.digest();
  }

  /** The place after the next piece. */
  LanePosition afterNext() {
    Chunk chunk = peek();
    return chunk.isLast()
        ? LanePosition.startOf(position.part() + 1)
        : new LanePosition(position.part(), chunk.end());
  }

  /** Takes the piece that was looked at. */
  void advance() {
    position = afterNext();
    if (peek().isLast()) {
      close();
    }
    next = null;
  }

  @Override
  public void close() {
    if (open != null) {
      open.close();
      open = null;
    }
  }
}
