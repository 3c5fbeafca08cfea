// SPDX-License-Identifier: Apache-2.0
package dev.sluice.source.files.csv;

import dev.sluice.spec.table.SourceSpec;

/**
 * The character that makes an ordinary one of a quote, a delimiter, a line feed or itself behind
 * it; before others it is ordinary itself.
 *
 * <p>The tokenizer knows none. It is given characters beyond those of bytes instead, which it takes
 * for ordinary ones: as many as there are bytes, so that places stay what they are.
 */
final class CsvEscape {
  /** Stands for the escape character itself, and belongs to no value. */
  private static final char MARK = 0x100;

  private static final int NONE = -1;

  private final int escape;
  private final char delimiter;
  private final char quote;
  private char[] values = new char[256];

  CsvEscape(SourceSpec.Csv spec) {
    this.escape = spec.escape() == null ? NONE : spec.escape();
    this.delimiter = spec.delimiter();
    this.quote = spec.quote();
  }

  /** Whether there is such a character. */
  boolean isAny() {
    return escape != NONE;
  }

  boolean isEscape(int b) {
    return b == escape;
  }

  /** Whether a character is made an ordinary one. */
  boolean escapes(int next) {
    return next == escape || next == quote || next == delimiter || next == '\n';
  }

  /** What the tokenizer is given for the escape character. */
  static char mark() {
    return MARK;
  }

  /** What the tokenizer is given for the character behind it. */
  static char ordinary(byte b) {
    return (char) (MARK | (b & 0xff));
  }

  /**
   * The characters that a part of the tokenizer's buffer stands for, in {@link #values} from 0 on.
   *
   * @return how many they are; negative when they are what the buffer has
   */
  int unescape(char[] buffer, int offset, int length) {
    int first = offset;
    while (first < offset + length && buffer[first] < MARK) {
      first++;
    }
    if (first == offset + length) {
      return -1;
    }
    if (values.length < length) {
      values = new char[length * 2];
    }
    int count = 0;
    for (int i = offset; i < offset + length; i++) {
      if (buffer[i] != MARK) {
        values[count++] = (char) (buffer[i] & 0xff);
      }
    }
    return count;
  }

  char[] values() {
    return values;
  }
}
