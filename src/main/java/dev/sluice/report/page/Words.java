// SPDX-License-Identifier: Apache-2.0
package dev.sluice.report.page;

/** How much room texts take on a terminal, and how they are cut to take less. */
public final class Words {
  private static final String CUT = "…";

  /** First and last of the characters that take the room of two. */
  private static final int[][] WIDE = {
    {0x1100, 0x115F}, {0x2E80, 0x303E}, {0x3041, 0xA4CF}, {0xAC00, 0xD7A3}, {0xF900, 0xFAFF},
    {0xFE30, 0xFE6F}, {0xFF00, 0xFF60}, {0xFFE0, 0xFFE6}, {0x1F300, 0x1F64F}, {0x1F680, 0x1F6FF},
    {0x1F900, 0x1F9FF}, {0x20000, 0x3FFFD}
  };

  private Words() {}

  /** Columns that a text takes. */
  public static int width(String text) {
    return text.codePoints().map(Words::width).sum();
  }

  private static int width(int character) {
    if (character < 0x300) {
      return 1;
    }
    int type = Character.getType(character);
    if (type == Character.NON_SPACING_MARK
        || type == Character.ENCLOSING_MARK
        || Style.isMark(character)) {
      return 0;
    }
    for (int[] range : WIDE) {
      if (character >= range[0] && character <= range[1]) {
        return 2;
      }
    }
    return 1;
  }

  /** The text without its middle, where it takes more columns than there are. */
  public static String cut(String text, int columns) {
    if (width(text) <= columns) {
      return text;
    }
    int room = Math.max(columns - 1, 0);
    String end = last(text, room / 2);
    return first(text, room - width(end)) + CUT + end;
  }

  /** The beginning of a text, where it takes more columns than there are. */
  public static String head(String text, int columns) {
    return width(text) <= columns ? text : first(text, Math.max(columns - 1, 0)) + CUT;
  }

  private static String first(String text, int columns) {
    int room = columns;
    int end = 0;
    while (end < text.length()) {
      int character = text.codePointAt(end);
      room -= width(character);
      if (room < 0) {
        break;
      }
      end += Character.charCount(character);
    }
    return text.substring(0, end);
  }

  private static String last(String text, int columns) {
    int room = columns;
    int from = text.length();
    while (from > 0) {
      int character = text.codePointBefore(from);
      room -= width(character);
      if (room < 0) {
        break;
      }
      from -= Character.charCount(character);
    }
    return text.substring(from);
  }
}
