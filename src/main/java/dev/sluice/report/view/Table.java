// SPDX-License-Identifier: Apache-2.0
package dev.sluice.report.view;

import dev.sluice.report.page.Page;
import dev.sluice.report.page.Style;
import dev.sluice.report.page.Words;
import dev.sluice.report.text.SafeText;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntFunction;
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

  /** Texts keep this much of each cell, and their titles. */
  private static final int NARROWEST = 8;

  /**
   * A column.
   *
   * @param brief what a cell says where there is little room
   */
  private record Column<T>(
      String title,
      boolean isLeft,
      Function<T, String> cell,
      Function<T, String> brief,
      Function<T, Style> style) {
    static <T> Column<T> of(String title, boolean isLeft, Function<T, String> cell) {
      return new Column<>(title, isLeft, cell, cell, row -> Style.PLAIN);
    }

    Column<T> styled(Function<T, Style> styles) {
      return new Column<>(title, isLeft, cell, brief, styles);
    }
  }

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
    columns.add(Column.of(title, true, cell));
    return this;
  }

  /** Adds a column whose cells end below one another. */
  public Table<T> right(String title, Function<T, String> cell) {
    columns.add(Column.of(title, false, cell));
    return this;
  }

  /** Adds a column of counts. */
  public Table<T> number(String title, ToLongFunction<T> cell) {
    columns.add(
        new Column<>(
            title,
            false,
            row -> SafeText.number(cell.applyAsLong(row)),
            row -> SafeText.brief(cell.applyAsLong(row)),
            row -> Style.PLAIN));
    return this;
  }

  /** Paints the column that was added last, each cell as its row says. */
  public Table<T> styled(Function<T, Style> style) {
    int last = columns.size() - 1;
    columns.set(last, columns.get(last).styled(style));
    return this;
  }

  /** The rows below their titles, each column as wide as its widest cell, or as fits the page. */
  String text(List<T> rows, Page page) {
    List<List<String>> cells = cells(rows, Column::cell);
    int[] widths = widths(cells);
    if (isTooWide(widths, page)) {
      narrow(widths, page);
    }
    if (isTooWide(widths, page)) {
      cells = cells(rows, Column::brief);
      widths = widths(cells);
      narrow(widths, page);
    }
    StringBuilder out = new StringBuilder(line(titles(), widths, i -> Style.BOLD, page));
    for (int row = 0; row < rows.size(); row++) {
      T at = rows.get(row);
      out.append(line(cells.get(row), widths, i -> columns.get(i).style().apply(at), page));
    }
    return out.toString();
  }

  private List<String> titles() {
    return columns.stream().map(Column::title).toList();
  }

  private List<List<String>> cells(List<T> rows, Function<Column<T>, Function<T, String>> what) {
    return rows.stream()
        .map(
            row ->
                columns.stream()
                    .map(column -> SafeText.escape(what.apply(column).apply(row)))
                    .toList())
        .toList();
  }

  private int[] widths(List<List<String>> cells) {
    return IntStream.range(0, columns.size())
        .map(
            i ->
                Math.max(
                    Words.width(columns.get(i).title()),
                    cells.stream().mapToInt(each -> Words.width(each.get(i))).max().orElse(0)))
        .toArray();
  }

  private boolean isTooWide(int[] widths, Page page) {
    return excess(widths, page) > 0;
  }

  private int excess(int[] widths, Page page) {
    int all = indent.length() + IntStream.of(widths).sum() + 2 * (widths.length - 1);
    return all - page.width();
  }

  /** Takes room from the widest column of texts, again and again. */
  private void narrow(int[] widths, Page page) {
    for (int excess = excess(widths, page); excess > 0; excess--) {
      int widest = -1;
      for (int i = 0; i < widths.length; i++) {
        boolean canGive = columns.get(i).isLeft() && widths[i] > least(i);
        if (canGive && (widest < 0 || widths[i] > widths[widest])) {
          widest = i;
        }
      }
      if (widest < 0) {
        return;
      }
      widths[widest]--;
    }
  }

  private int least(int column) {
    return Math.max(NARROWEST, Words.width(columns.get(column).title()));
  }

  private String line(List<String> cells, int[] widths, IntFunction<Style> style, Page page) {
    StringBuilder line = new StringBuilder(indent);
    int last = cells.size() - 1;
    for (int i = 0; i <= last; i++) {
      String cell = Words.cut(cells.get(i), widths[i]);
      String pad = " ".repeat(widths[i] - Words.width(cell));
      String shown = page.paint(style.apply(i), cell);
      line.append(i == 0 ? "" : "  ");
      line.append(columns.get(i).isLeft() ? shown + (i == last ? "" : pad) : pad + shown);
    }
    return line.toString().stripTrailing() + '\n';
  }
}
