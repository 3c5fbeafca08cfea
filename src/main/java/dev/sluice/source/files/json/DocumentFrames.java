// SPDX-License-Identifier: Apache-2.0
package dev.sluice.source.files.json;

import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.intake.InputFile;
import dev.sluice.source.files.bytes.ByteWindow;
import dev.sluice.source.files.position.FilePart;
import java.util.List;
import java.util.function.Consumer;

/**
 * Takes the elements of a list for records, or an object alone, in documents of any layout that
 * stand one after the other. Nothing between two commas is no record.
 */
final class DocumentFrames implements JsonFrames {
  /** Before a document, or behind the last. */
  static final long BETWEEN = 0;

  /** In a list of records. */
  static final long LIST = 1;

  /** Behind the records of a document. */
  static final long TAIL = 2;

  private final InputFile file;
  private final ByteWindow window;
  private final List<String> keys;
  private final boolean isLast;
  private long place;
  private long from;
  private long to;
  private long after;
  private Nesting nesting = new Nesting();

  /** Frames of a part, from a place in it on. */
  DocumentFrames(FilePart part, ByteWindow window, List<String> keys, long place) {
    this.file = part.file();
    this.isLast = part.isLast();
    this.window = window;
    this.keys = keys;
    this.place = place;
  }

  @Override
  public boolean next(long position) {
    after = position;
    while (true) {
      skip();
      if (window.at(after) < 0) {
        requireEnd();
        return false;
      }
      if (place == TAIL) {
        closeAround();
      } else if (place == LIST && window.at(after) == ']') {
        after++;
        place = TAIL;
      } else if (place == LIST || open()) {
        begin();
        return true;
      }
    }
  }

  /** Opens a document; false where its first record is yet to be found, if there is one. */
  private boolean open() {
    DocumentHead.Found found = DocumentHead.find(file, window, after, keys);
    after = found.offset();
    place = found.isList() ? LIST : TAIL;
    return found.isOne();
  }

  private void begin() {
    from = after;
    to = from;
    nesting = new Nesting();
    window.keep(from);
    go(from + window.longest() + 1);
  }

  /** Goes on to the end of the record, or to a position. */
  private void go(long limit) {
    while (to < limit && !isAtEnd()) {
      nesting.take(window.at(to));
      to++;
    }
    after = to;
  }

  private boolean isAtEnd() {
    int b = window.at(to);
    if (b < 0 && (place == LIST || nesting.depth() > 0)) {
      throw cut("in the record that begins at byte " + from);
    }
    return place == LIST ? nesting.isOutside(b) : to > from && nesting.depth() == 0;
  }

  @Override
  public long from() {
    return from;
  }

  @Override
  public long to() {
    long end = to;
    while (!isLong() && end > from && Nesting.isSpace(window.at(end - 1))) {
      end--;
    }
    return end;
  }

  @Override
  public boolean isLong() {
    return to - from > window.longest();
  }

  @Override
  public void rest(Consumer<byte[]> bytes) {
    long start;
    do {
      start = to;
      window.keep(start);
      go(start + window.longest());
      bytes.accept(window.copy(start, to));
    } while (to - start == window.longest());
  }

  @Override
  public long after() {
    return after;
  }

  @Override
  public long place() {
    return place;
  }

  /** Over what stands between records. */
  private void skip() {
    int b = window.at(after);
    while (Nesting.isSpace(b) || (place == LIST && b == ',')) {
      window.keep(++after);
      b = window.at(after);
    }
  }

  /** To the end of what is around the records. */
  private void closeAround() {
    Nesting around = new Nesting();
    keys.forEach(key -> around.take('{'));
    while (around.depth() > 0) {
      int b = window.at(after);
      if (b < 0) {
        throw cut("behind its records");
      }
      around.take(b);
      window.keep(++after);
    }
    place = BETWEEN;
  }

  private void requireEnd() {
    if (isLast && (place == LIST || (place == TAIL && !keys.isEmpty()))) {
      throw cut(place == LIST ? "in its list of records" : "behind its records");
    }
  }

  private PipelineException cut(String where) {
    return file.failure(
        ErrorCode.FILE_CORRUPT,
        "ends too early, %s: a bracket or a quote is never closed. Get the whole file, or mend it there"
            .formatted(where),
        null);
  }
}
