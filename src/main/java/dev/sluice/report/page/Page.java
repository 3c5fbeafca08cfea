// SPDX-License-Identifier: Apache-2.0
package dev.sluice.report.page;

/**
 * What texts are shown on.
 *
 * @param width in columns; what goes to a file or to another program has no end
 * @param isColored whether colours are wanted
 */
public record Page(int width, boolean isColored) {
  /** A file, or another program: nothing is cut, so that it can be searched. */
  public static final Page ENDLESS = new Page(Integer.MAX_VALUE, false);

  /** Below it, nothing useful fits. */
  private static final int NARROWEST = 40;

  public Page {
    width = Math.max(width, NARROWEST);
  }

  /** The text as this page shows a state. */
  public String paint(Style style, String text) {
    return isColored ? style.mark(text) : text;
  }

  /**
   * A line, broken between words where it is too long; a word that is too long for a line of its
   * own, such as a path, loses its middle.
   *
   * @param hang the column in which further lines begin
   */
  public String fit(String line, int hang) {
    if (Words.width(line) <= width) {
      return line;
    }
    int from = Math.min(hang, width / 2);
    StringBuilder out = new StringBuilder();
    StringBuilder current = new StringBuilder(lead(line, from));
    boolean isFresh = true;
    for (String word : line.substring(current.length()).split(" ", -1)) {
      int room = width - Words.width(current.toString()) - (isFresh ? 0 : 1);
      boolean isLong = Words.width(word) > width - from;
      String fitting = isLong ? Words.cut(near(word, room), Math.max(room, width / 2)) : word;
      if (!isFresh && Words.width(fitting) > room) {
        out.append(current.toString().stripTrailing()).append('\n');
        current = new StringBuilder(" ".repeat(from));
        isFresh = true;
      }
      current.append(isFresh ? "" : " ").append(fitting);
      isFresh = false;
    }
    return out.append(current).toString();
  }

  /** A path that is too long as it is seen from the folder the program was called in. */
  private static String near(String word, int columns) {
    String here = System.getProperty("user.dir", "") + "/";
    boolean isBelow = Words.width(word) > columns && word.startsWith(here);
    return isBelow ? word.substring(here.length()) : word;
  }

  /** What stands before the column in which further lines begin, when words end there. */
  private static String lead(String line, int hang) {
    boolean isLabel = hang > 0 && hang < line.length() && line.charAt(hang - 1) == ' ';
    if (isLabel) {
      return line.substring(0, hang);
    }
    return line.substring(0, line.length() - line.stripLeading().length());
  }
}
