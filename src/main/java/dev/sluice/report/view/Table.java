// SPDX-License-Identifier: Apache-2.0
package dev.sluice.report.view;

import dev.sluice.report.text.SafeText;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;

/**
 * The columns in which people see rows.
 *
 * @param <T> a row
 */
public final class Table<T> {
  private final String indent;
  private final List<Column<T>> columns = new ArrayList<>();

  private record Column<T>(String title, boolean isLeft, Function<T, String> cell) {}

  private Table(String indent) {
    this.indent = indent;
  }

  /** No columns yet, of a table that begins at the margin. */
  public static <T> Table<T> atMargin() {
    return new Table<>("");
  }

  /** No columns yet, of a table that belongs to the line above. */
  public static <T> Table<T> indented() {
    return new Table<>("  ");
  }

  /** Adds a column of texts. */
  public Table<T> left(String title, Function<T, String> cell) {
    columns.add(new Column<>(title, true, cell));
    return this;
  }

  /** Adds a column whose cells end below one another. */
  public Table<T> right(String title, Function<T, String> cell) {
    columns.add(new Column<>(title, false, cell));
    return this;
  }

  /** Adds a column of counts. */
  public Table<T> number(String title, ToLongFunction<T> cell) {
    return right(title, row -> SafeText.number(cell.applyAsLong(row)));
  }

  /** The rows below their titles, each column as wide as its widest cell. */
  String text(List<T> rows) {
    List<List<String>> lines = new ArrayList<>();
    lines.add(columns.stream().map(Column::title).toList());
    rows.forEach(row -> lines.add(cells(row)));
    List<Integer> widths =
        IntStream.range(0, columns.size()).mapToObj(i -> width(lines, i)).toList();
    StringBuilder out = new StringBuilder();
    for (List<String> cells : lines) {
      StringBuilder line = new StringBuilder(indent);
      for (int i = 0; i < cells.size(); i++) {
        String pad = " ".repeat(widths.get(i) - length(cells.get(i)));
        line.append(i == 0 ? "" : "  ");
        line.append(columns.get(i).isLeft() ? cells.get(i) + pad : pad + cells.get(i));
      }
      out.append(line.toString().stripTrailing()).append('\n');
    }
    return out.toString();
  }

  private List<String> cells(T row) {
    return columns.stream().map(each -> SafeText.escape(each.cell().apply(row))).toList();
  }

  private static int width(List<List<String>> lines, int column) {
    return lines.stream().mapToInt(cells -> length(cells.get(column))).max().orElse(0);
  }

  private static int length(String cell) {
    return cell.codePointCount(0, cell.length());
  }
}
