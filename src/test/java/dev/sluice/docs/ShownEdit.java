// SPDX-License-Identifier: Apache-2.0
package dev.sluice.docs;

import java.util.ArrayList;
import java.util.List;

/**
 * Writes into a file what a page shows of it, as a reader does by hand: a line takes the place of
 * the one with its key, and one whose key is not there comes behind the line shown before it.
 */
final class ShownEdit {
  private final List<String> lines;
  private int at;

  private ShownEdit(String text) {
    this.lines = new ArrayList<>(text.lines().toList());
  }

  static String apply(String text, List<String> shown) {
    ShownEdit edit = new ShownEdit(text);
    shown.stream().filter(line -> !line.isBlank()).forEach(edit::put);
    return String.join("\n", edit.lines) + "\n";
  }

  private void put(String line) {
    String key = key(line);
    for (int i = at; i < lines.size(); i++) {
      if (key(lines.get(i)).equals(key)) {
        boolean isSame = bare(lines.get(i)).equals(bare(line));
        if (!isSame) {
          lines.set(i, line);
        }
        at = i + 1;
        return;
      }
    }
    lines.add(at == 0 ? lines.size() : at, line);
    at = at == 0 ? lines.size() : at + 1;
  }

  /** The indent and what tells a line from those beside it. */
  private static String key(String line) {
    boolean isEntry = line.strip().startsWith("- {");
    return line.replaceFirst(isEntry ? "[,}].*" : ":.*", "");
  }

  private static String bare(String line) {
    return line.replaceFirst(" +#.*", "").stripTrailing();
  }
}
