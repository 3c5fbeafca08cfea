// SPDX-License-Identifier: Apache-2.0
package dev.sluice.report.text;

import java.util.ArrayList;
import java.util.List;

/** Breaks a text into lines that a terminal holds. */
public final class Paragraph {
  private static final int WIDTH = 80;

  private Paragraph() {}

  /**
   * The lines of a text.
   *
   * @param first how the first line begins; the others begin with as many blanks
   */
  public static List<String> lines(String text, String first) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder(first);
    String indent = " ".repeat(first.length());
    for (String word : text.split(" ", -1)) {
      boolean isBegun = line.length() > first.length();
      if (isBegun && line.length() + 1 + word.length() > WIDTH) {
        lines.add(line.toString());
        line = new StringBuilder(indent);
        isBegun = false;
      }
      line.append(isBegun ? " " : "").append(word);
    }
    lines.add(line.toString());
    return lines;
  }
}
