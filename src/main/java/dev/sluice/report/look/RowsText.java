// SPDX-License-Identifier: Apache-2.0
package dev.sluice.report.look;

import dev.sluice.report.look.Grid.Field;
import dev.sluice.report.text.SafeText;
import dev.sluice.report.view.View;
import dev.sluice.schema.Column;
import dev.sluice.schema.TableSchema;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Describes rows of data. */
public final class RowsText {
  private static final String HIDDEN = "pii:… stands for a personal value; --reveal shows them";

  private static final Pattern NUMBER =
      Pattern.compile("U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?|FLOAT|DOUBLE|DECIMAL\\(.*");

  private static final Pattern SHORT = Pattern.compile("BOOLEAN|DATE|(TIME|TIMESTAMP)[^\\[(]*");

  private final TableSchema columns;
  private final int width;

  /**
   * Rows of some columns.
   *
   * @param width of a line; 0 for no end
   */
  public RowsText(TableSchema columns, int width) {
    this.columns = columns;
    this.width = width;
  }

  /** Adds rows for people, of which it is known that they are the first. */
  public View addFirst(View view, List<List<@Nullable String>> rows) {
    Grid shown = grid(rows);
    return left(view.drawing(shown.text()), shown, "");
  }

  /**
   * Adds rows for people.
   *
   * @param more how many there are that are not shown
   */
  public View add(View view, List<List<@Nullable String>> rows, long more) {
    Grid shown = grid(rows);
    view.drawing(shown.text());
    if (more > 0) {
      view.line("… " + SafeText.number(more) + " more; --limit shows them");
    }
    return left(view, shown, "; --wide shows all");
  }

  private Grid grid(List<List<@Nullable String>> rows) {
    return new Grid(columns.columns().stream().map(RowsText::field).toList(), rows, width);
  }

  private View left(View view, Grid grid, String advice) {
    List<String> left = grid.left();
    String begin = "… and " + SafeText.count(left.size(), "more column") + ":";
    return left.isEmpty() ? view : NameList.add(view, begin, left, advice, width);
  }

  private static Field field(Column column) {
    boolean isNumber = NUMBER.matcher(column.type()).matches();
    boolean isShort = isNumber || SHORT.matcher(column.type()).matches();
    return new Field(column.name(), isNumber, !isShort);
  }

  /** Adds how to see hidden values, where tokens of some are among the rows. */
  public View addHidden(View view, List<List<@Nullable String>> rows) {
    boolean isHidden =
        rows.stream().flatMap(List::stream).anyMatch(v -> v != null && v.contains("pii:"));
    return isHidden ? view.line(HIDDEN) : view;
  }

  /** Adds rows for programs. */
  public View addTrees(View view, List<Map<String, @Nullable Object>> rows, long more) {
    return view.value("columns", trees()).value("rows", rows).value("more", more);
  }

  private List<Map<String, @Nullable Object>> trees() {
    return columns.columns().stream().map(RowsText::tree).toList();
  }

  private static Map<String, @Nullable Object> tree(Column column) {
    Map<String, @Nullable Object> tree = new LinkedHashMap<>();
    tree.put("name", column.name());
    tree.put("type", column.type());
    return tree;
  }
}
