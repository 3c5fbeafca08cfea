// SPDX-License-Identifier: Apache-2.0
package dev.sluice.report.look;

import dev.sluice.report.view.View;
import java.util.List;

/** Lists names on as many lines as they take. */
final class NameList {
  private static final int SHORTEST = 40;

  private NameList() {}

  /**
   * Adds them.
   *
   * @param begin what stands before the first
   * @param end what stands behind the last
   * @param width of a line; 0 for no end
   */
  static View add(View view, String begin, List<String> names, String end, int width) {
    int most = width == 0 ? Integer.MAX_VALUE : Math.max(width, SHORTEST);
    String line = begin;
    for (int i = 0; i < names.size(); i++) {
      String next = names.get(i) + (i == names.size() - 1 ? end : ",");
      if (line.length() + 1 + next.length() > most && !line.isBlank()) {
        view.line(line);
        line = "   ";
      }
      line += " " + next;
    }
    return view.line(line);
  }
}
