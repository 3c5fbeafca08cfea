// SPDX-License-Identifier: Apache-2.0
package dev.sluice.source.files.csv;

import dev.sluice.error.ErrorCode;
import dev.sluice.source.files.bytes.ByteWindow;
import dev.sluice.source.files.record.RecordRefused;
import java.io.Reader;
import java.util.function.LongSupplier;

/**
 * Feeds bytes to the tokenizer as characters of the same value, and knows where in the file each of
 * them stands.
 *
 * <p>The tokenizer reads into its own buffer and moves what is in it only before it reads, so one
 * difference maps every index of that buffer to a position.
 */
final class CsvText extends Reader {
  private final ByteWindow window;
  private long cursor;
  private long shift;
  private long suspectEnd;
  private LongSupplier recordStart = () -> cursor;

  private final CsvEscape escape;
  private boolean isEscaped;

  CsvText(ByteWindow window, CsvEscape escape, long start) {
    this.window = window;
    this.escape = escape;
    this.cursor = start;
  }

  /** Asks for the start of the current record, so that none grows beyond the limit. */
  void limitRecords(LongSupplier start) {
    this.recordStart = start;
  }

  /** Where a character of the tokenizer's buffer stands in the file. */
  long position(int index) {
    return shift + index;
  }

  /** How far the tokenizer has read. */
  long cursor() {
    return cursor;
  }

  /** Whether bytes from a position on may be other than ASCII without NUL. */
  boolean isSuspect(long from) {
    return from < suspectEnd;
  }

  /** Starts over at a position; only for a new tokenizer. */
  void moveTo(long position) {
    window.moveTo(position);
    cursor = position;
    isEscaped = false;
    suspectEnd = 0;
  }

  @Override
  public int read(char[] target, int offset, int length) {
    shift = cursor - offset;
    if (cursor - window.kept() > window.longest()
        && cursor - recordStart.getAsLong() > window.longest()) {
      throw new RecordRefused(
          ErrorCode.ROW_TOO_LARGE,
          RecordRefused.tooLong(window.longest()) + "; perhaps a quote is not closed");
    }
    if (cursor >= window.loaded() && !window.load()) {
      return -1;
    }
    int count = (int) Math.min(length, window.loaded() - cursor);
    if (escape.isAny()) {
      return unescaped(target, offset, count);
    }
    byte[] source = window.array();
    int from = window.index(cursor);
    int suspect = 0;
    for (int i = 0; i < count; i++) {
      byte b = source[from + i];
      suspect |= b - 1;
      target[offset + i] = (char) (b & 0xff);
    }
    return taken(count, suspect);
  }

  private int taken(int count, int suspect) {
    cursor += count;
    if (suspect < 0) {
      suspectEnd = cursor;
    }
    return count;
  }

  private int unescaped(char[] target, int offset, int count) {
    int next = window.at(cursor + count); // may move what is loaded
    byte[] source = window.array();
    int from = window.index(cursor);
    int suspect = 0;
    for (int i = 0; i < count; i++) {
      byte b = source[from + i];
      suspect |= b - 1;
      if (isEscaped) {
        isEscaped = false;
        target[offset + i] = CsvEscape.ordinary(b);
      } else {
        isEscaped =
            escape.isEscape(b) && escape.escapes(i + 1 < count ? source[from + i + 1] : next);
        target[offset + i] = isEscaped ? CsvEscape.mark() : (char) (b & 0xff);
      }
    }
    return taken(count, suspect);
  }

  @Override
  public void close() {}
}
