// SPDX-License-Identifier: Apache-2.0
package dev.sluice.error.issue;

import java.io.Serializable;

/**
 * A place in one of the author's files.
 *
 * @param file the path as the author would type it, relative to the pipeline's folder
 * @param line 1-based
 * @param column 1-based, counted in characters
 */
public record Position(String file, int line, int column) implements Serializable {
  /** The text was folded, escaped or replaced: each of its offsets is located at its start. */
  public static final int UNMAPPED = -1;

  /**
   * The place of a character of a text that begins here.
   *
   * @param indent columns before each further line of the text in the file, or {@link #UNMAPPED}
   * @param offset 0-based
   */
  public Position of(String text, int indent, int offset) {
    if (indent == UNMAPPED) {
      return this;
    }
    String before = text.substring(0, Math.min(offset, text.length()));
    int start = before.lastIndexOf('\n') + 1;
    int lines = Math.toIntExact(before.chars().filter(c -> c == '\n').count());
    int first = lines == 0 ? column : indent + 1;
    return new Position(file, line + lines, first + before.length() - start);
  }

  /** Whether it stands above another place of the same file. */
  public boolean isBefore(Position other) {
    return file.equals(other.file)
        && (line < other.line || (line == other.line && column < other.column));
  }

  @Override
  public String toString() {
    return file + ":" + line + ":" + column;
  }
}
