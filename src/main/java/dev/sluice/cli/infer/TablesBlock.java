// SPDX-License-Identifier: Apache-2.0
package dev.sluice.cli.infer;

import dev.sluice.cli.error.Stop;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The part of a spec under {@code tables}, as it is written. */
final class TablesBlock {
  private static final Pattern KEY = Pattern.compile("tables\\s*:\\s*(#.*)?");
  private static final Pattern ENTRY = Pattern.compile("( +)[^ #].*");

  private TablesBlock() {}

  /**
   * The text of a spec with one more table behind those that are there; nothing else is touched.
   *
   * @param table in two spaces of indent
   */
  static String with(String spec, String table) {
    List<String> lines = new ArrayList<>(List.of(spec.split("\n", -1)));
    int begin = 0;
    while (begin < lines.size() && !KEY.matcher(lines.get(begin).stripTrailing()).matches()) {
      begin++;
    }
    if (begin == lines.size()) {
      throw Stop.refused(
          "pipeline.yaml has no line `tables:` with tables below it. Copy what `sluice suggest`"
              + " prints without --write.");
    }
    int end = begin + 1;
    int last = begin;
    String indent = "";
    while (end < lines.size() && isBelow(lines.get(end))) {
      Matcher entry = ENTRY.matcher(lines.get(end));
      if (entry.matches()) {
        last = end;
        indent = indent.isEmpty() ? entry.group(1) : indent;
      }
      end++;
    }
    String shift = " ".repeat(Math.max(0, indent.length() - 2));
    List<String> added = new ArrayList<>(last == begin ? List.of() : List.of(""));
    table.lines().map(line -> line.isEmpty() ? line : shift + line).forEach(added::add);
    lines.addAll(last + 1, added);
    return String.join("\n", lines);
  }

  /** Whether a line still belongs to what stands under a key at the margin. */
  private static boolean isBelow(String line) {
    return line.isBlank() || line.startsWith(" ") || line.startsWith("#") || line.startsWith("\t");
  }
}
