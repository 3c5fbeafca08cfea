// SPDX-License-Identifier: Apache-2.0
package dev.sluice.report.text;

import java.util.ArrayList;
import java.util.List;

/** Aligns cells in columns: the first and those said to be text left, all others right. */
public final class TextTable {
  private final List<List<String>> rows = new ArrayList<>();
  private final List<Integer> left;

  public TextTable(List<Integer> left, String... header) {
    this.left = List.copyOf(left);
    add(List.of(header));
  }

  public void add(List<String> cells) {
    rows.add(cells.stream().map(SafeText::escape).toList());
  }

  public String render(String indent) {
    StringBuilder out = new StringBuilder();
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder(indent);
      for (int i = 0; i < row.size(); i++) {
        String pad = " ".repeat(width(i) - length(row.get(i)));
        line.append(i == 0 ? "" : "  ");
        line.append(left.contains(i) ? row.get(i) + pad : pad + row.get(i));
      }
      out.append(line.toString().stripTrailing()).append('\n');
    }
    return out.toString();
  }

  private int width(int column) {
    return rows.stream().mapToInt(row -> length(row.get(column))).max().orElse(0);
  }

  private static int length(String cell) {
    return cell.codePointCount(0, cell.length());
  }
}
