// SPDX-License-Identifier: Apache-2.0
package dev.sluice.infer.sniff;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Columns that stand below each other, with as many blanks between them as that takes. */
final class BlankRuns {
  private static final int LINES = 300;
  private static final double NEARLY_ALL = 0.95;

  private BlankRuns() {}

  /** Whether they part most lines into equally many values, most of them numbers or dates. */
  static boolean part(String text) {
    List<List<String>> rows =
        text.lines()
            .map(String::strip)
            .filter(line -> !line.isEmpty() && !line.startsWith("#"))
            .limit(LINES)
            .map(line -> List.of(line.split("[ \\t]+")))
            .toList();
    Map<Integer, Long> widths =
        rows.stream().collect(Collectors.groupingBy(List::size, Collectors.counting()));
    if (rows.size() < 3 || !text.contains("  ")) {
      return false;
    }
    int width = Collections.max(widths.entrySet(), Map.Entry.comparingByValue()).getKey();
    List<String> cells =
        rows.stream()
            .skip(1)
            .filter(row -> row.size() == width)
            .flatMap(List::stream)
            .collect(Collectors.toList());
    long typed = cells.stream().filter(Cells::isTyped).count();
    return width > 1
        && widths.getOrDefault(width, 0L) >= rows.size() * NEARLY_ALL
        && typed >= cells.size() * 0.6;
  }

  /** What to do. */
  static String advice(String path) {
    String name = path.substring(path.lastIndexOf('/') + 1);
    return "several blanks at a time part columns, which no delimiter does: make one of them, `tr -s ' ' < %s | sed 's/^ //; s/ $//' > %s`, and look at that"
        .formatted(name, name.replaceFirst("([.][A-Za-z]+)?$", ".csv"));
  }
}
