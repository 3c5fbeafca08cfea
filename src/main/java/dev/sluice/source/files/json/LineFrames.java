// SPDX-License-Identifier: Apache-2.0
package dev.sluice.source.files.json;

import dev.sluice.source.files.bytes.ByteWindow;
import java.util.function.Consumer;

/** Takes each line for a record, unless it is blank and no longer than a record may be. */
final class LineFrames implements JsonFrames {
  private final ByteWindow window;
  private long from;
  private long end;
  private long after;

  LineFrames(ByteWindow window) {
    this.window = window;
  }

  @Override
  public boolean next(long position) {
    after = position;
    while (window.at(after) >= 0) {
      from = after;
      window.keep(from);
      end = lineEnd(from, from + window.longest() + 1);
      after = end + (isLong() || window.at(end) < 0 ? 0 : 1);
      if (isLong() || !isBlank()) {
        return true;
      }
    }
    return false;
  }

  @Override
  public long from() {
    return from;
  }

  /** Without the carriage return that may belong to the line's end. */
  @Override
  public long to() {
    boolean isPair =
        !isLong() && end > from && window.at(end) == '\n' && window.at(end - 1) == '\r';
    return isPair ? end - 1 : end;
  }

  @Override
  public boolean isLong() {
    return end - from > window.longest();
  }

  @Override
  public void rest(Consumer<byte[]> bytes) {
    long rest = end;
    while (window.at(rest) >= 0 && window.at(rest) != '\n') {
      window.keep(rest);
      long next = lineEnd(rest, rest + window.longest());
      bytes.accept(window.copy(rest, next));
      rest = next;
    }
    after = window.at(rest) < 0 ? rest : rest + 1;
  }

  @Override
  public long after() {
    return after;
  }

  @Override
  public long place() {
    return 0;
  }

  private boolean isBlank() {
    for (long at = from; at < end; at++) {
      int character = window.at(at);
      if (character != ' ' && character != '\t' && character != '\r') {
        return false;
      }
    }
    return true;
  }

  private long lineEnd(long start, long limit) {
    long at = start;
    while (at < limit) {
      int character = window.at(at);
      if (character < 0 || character == '\n') {
        return at;
      }
      at++;
    }
    return at;
  }
}
