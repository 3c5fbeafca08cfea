// SPDX-License-Identifier: Apache-2.0
package dev.sluice.report.view;

import dev.sluice.report.text.SafeText;
import dev.sluice.report.text.TextTable;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToLongFunction;

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

  String text(List<T> rows) {
    List<Integer> left = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      if (columns.get(i).isLeft()) {
        left.add(i);
      }
    }
    TextTable table =
        new TextTable(left, columns.stream().map(Column::title).toArray(String[]::new));
    rows.forEach(row -> table.add(columns.stream().map(each -> each.cell().apply(row)).toList()));
    return table.render(indent);
  }
}
