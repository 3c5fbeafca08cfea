// SPDX-License-Identifier: Apache-2.0
package dev.sluice.spec.yaml;

import dev.sluice.error.issue.Position;
import java.util.Arrays;
import org.snakeyaml.engine.v2.exceptions.Mark;

/** The text of a file with an index of its lines. */
final class SourceText {
  private final String file;
  private final String text;
  private final int[] starts;
  private final int lines;

  SourceText(String file, String text) {
    this.file = file;
    this.text = text;
    int[] found = new int[64];
    int count = 1;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean isBreak = c == '\n' || (c == '\r' && !text.startsWith("\n", i + 1));
      if (isBreak) {
        found = count == found.length ? Arrays.copyOf(found, count * 2) : found;
        found[count++] = i + 1;
      }
    }
    this.starts = found;
    this.lines = count;
  }

  /** The UTF-16 offset of a mark, whose columns are code points. */
  int offset(Mark mark) {
    int line = Math.min(mark.getLine(), lines - 1);
    int end = line + 1 < lines ? starts[line + 1] : text.length();
    int offset = starts[line];
    for (int i = 0; i < mark.getColumn() && offset < end; i++) {
      offset += Character.charCount(text.codePointAt(offset));
    }
    return offset;
  }

  Position position(Mark mark) {
    return position(offset(mark));
  }

  Position position(int offset) {
    int found = Arrays.binarySearch(starts, 0, lines, offset);
    int line = found >= 0 ? found : -found - 2;
    return new Position(file, line + 1, offset - starts[line] + 1);
  }

  /** A 0-based line without its break; empty past the end. */
  String line(int line) {
    if (line >= lines) {
      return "";
    }
    int end = line + 1 < lines ? starts[line + 1] : text.length();
    while (end > starts[line] && (text.charAt(end - 1) == '\n' || text.charAt(end - 1) == '\r')) {
      end--;
    }
    return text.substring(starts[line], end);
  }

  String slice(int from, int to) {
    return text.substring(from, Math.max(from, to));
  }

  Position start(int line, int column) {
    return new Position(file, line + 1, column + 1);
  }
}
