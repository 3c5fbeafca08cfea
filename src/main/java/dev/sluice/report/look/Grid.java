// SPDX-License-Identifier: Apache-2.0
package dev.sluice.report.look;

import dev.sluice.report.text.SafeText;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Rows of data in columns that fit a line: long values are cut, and columns that have no room are
 * named below.
 */
final class Grid {
  private static final String GAP = "  ";

  /** As much of a value as is shown where there is little room, and where there is some. */
  private static final int LEAST = 12;

  private static final int MOST = 40;

  private final List<Field> fields;
  private final List<List<String>> rows;
  private final List<Integer> widths;
  private final int width;

  /**
   * A column.
   *
   * @param isNumber whether values end below one another
   * @param isText whether a value still says something when it is cut
   */
  record Field(String name, boolean isNumber, boolean isText) {}

  /**
   * Rows on lines of some length.
   *
   * @param rows null stands for no value
   * @param width of a line; 0 for no end
   */
  Grid(List<Field> fields, List<List<@Nullable String>> rows, int width) {
    this.fields = fields;
    this.rows = rows.stream().map(row -> row.stream().map(Grid::shown).toList()).toList();
    this.width = width;
    this.widths = fitted();
  }

  private static String shown(@Nullable String value) {
    return value == null ? "null" : SafeText.escape(value);
  }

  /** The widths of the columns that are shown. */
  private List<Integer> fitted() {
    List<Integer> whole =
        IntStream.range(0, fields.size()).mapToObj(this::widest).collect(Collectors.toList());
    if (width == 0 || line(whole) <= width) {
      return whole;
    }
    int most = MOST;
    List<Integer> cut = atMost(whole, most);
    while (line(cut) > width && most > LEAST) {
      most--;
      cut = atMost(whole, most);
    }
    while (cut.size() > 1 && line(cut) > width) {
      cut = cut.subList(0, cut.size() - 1);
    }
    return widened(cut, whole);
  }

  /** What room is left goes to the columns that were cut, the first ones first. */
  private List<Integer> widened(List<Integer> cut, List<Integer> whole) {
    List<Integer> wide = new ArrayList<>(cut);
    int rest = width - line(wide);
    for (int i = 0; i < wide.size() && rest > 0; i++) {
      int more = Math.min(rest, whole.get(i) - wide.get(i));
      wide.set(i, wide.get(i) + more);
      rest -= more;
    }
    return wide;
  }

  private List<Integer> atMost(List<Integer> whole, int most) {
    return IntStream.range(0, whole.size())
        .mapToObj(i -> fields.get(i).isText() ? Math.min(whole.get(i), most) : whole.get(i))
        .collect(Collectors.toList());
  }

  private static int line(List<Integer> widths) {
    return widths.stream().mapToInt(Integer::intValue).sum() + GAP.length() * (widths.size() - 1);
  }

  private int widest(int column) {
    int widest = length(SafeText.escape(fields.get(column).name()));
    for (List<String> row : rows) {
      widest = Math.max(widest, length(row.get(column)));
    }
    return widest;
  }

  /** The lines, each with its end. */
  String text() {
    StringBuilder out = new StringBuilder();
    append(fields.stream().map(field -> SafeText.escape(field.name())).toList(), out);
    rows.forEach(row -> append(row, out));
    return out.toString();
  }

  /** The names of the columns that have no room. */
  List<String> left() {
    return fields.subList(widths.size(), fields.size()).stream().map(Field::name).toList();
  }

  private void append(List<String> cells, StringBuilder out) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < widths.size(); i++) {
      String cell = cut(cells.get(i), widths.get(i));
      String pad = " ".repeat(widths.get(i) - length(cell));
      line.append(i == 0 ? "" : GAP);
      line.append(fields.get(i).isNumber() ? pad + cell : cell + pad);
    }
    out.append(line.toString().stripTrailing()).append('\n');
  }

  private static String cut(String cell, int width) {
    return length(cell) <= width
        ? cell
        : cell.substring(0, cell.offsetByCodePoints(0, Math.max(0, width - 1))) + "…";
  }

  private static int length(String cell) {
    return cell.codePointCount(0, cell.length());
  }
}
