// SPDX-License-Identifier: Apache-2.0
package dev.sluice.report.trial;

import dev.sluice.report.view.Table;
import dev.sluice.report.view.View;
import dev.sluice.trial.CaseResult;
import dev.sluice.trial.compare.RowDifference;
import dev.sluice.trial.compare.RowDifference.Kind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Shows rows that are not as expected below one another, and in one cell both values of a column
 * that differs: {@code expected ≠ got}. As many other columns stand beside as fit a terminal.
 */
final class DifferenceLines {
  private static final int WIDTH = 74;
  private static final int MOST_ROWS = 20;
  private static final int MOST_TEXT = 24;
  private static final String UNLIKE = " ≠ ";

  private final CaseResult result;
  private final List<RowDifference> rows;

  private DifferenceLines(CaseResult result) {
    this.result = result;
    this.rows = result.rows().stream().limit(MOST_ROWS).toList();
  }

  static String of(CaseResult result) {
    return new DifferenceLines(result).text();
  }

  private String text() {
    Table<RowDifference> table = Table.<RowDifference>atMargin().left("", DifferenceLines::kind);
    for (int column : columns()) {
      table.left(result.columns().get(column), row -> cell(row, column));
    }
    View view = new View().table(rows, table);
    int left = result.rows().size() - rows.size();
    if (left > 0) {
      view.line("… and " + left + " more");
    }
    boolean hasBoth = rows.stream().anyMatch(row -> !row.differing().isEmpty());
    return (hasBoth ? view.line("(expected" + UNLIKE + "got)") : view).text();
  }

  private static String kind(RowDifference row) {
    return switch (row.kind()) {
      case DIFFERS -> "differs";
      case MISSING -> "missing";
      case UNEXPECTED -> "not expected";
      case MOVED -> "moved";
    };
  }

  /** Those that differ, then others as long as there is room, in their order. */
  private List<Integer> columns() {
    List<Integer> named =
        IntStream.range(0, result.columns().size())
            .filter(i -> result.shown().contains(result.columns().get(i)))
            .boxed()
            .toList();
    List<Integer> first = new ArrayList<>(named);
    first.sort(Comparator.comparing((Integer i) -> !isDiffering(i)));
    int width = "not expected".length();
    List<Integer> fitting = new ArrayList<>();
    for (int column : first) {
      width += 2 + width(column);
      if (width <= WIDTH || isDiffering(column) || fitting.isEmpty()) {
        fitting.add(column);
      }
    }
    fitting.sort(Comparator.naturalOrder());
    return fitting;
  }

  private boolean isDiffering(int column) {
    return rows.stream().anyMatch(row -> row.differing().contains(column));
  }

  private int width(int column) {
    return rows.stream()
        .mapToInt(row -> cell(row, column).length())
        .reduce(result.columns().get(column).length(), Math::max);
  }

  private static String cell(RowDifference row, int column) {
    if (row.kind() == Kind.MISSING) {
      return row.named().contains(column) ? cut(shown(row.expected().get(column)), 0) : "";
    }
    String actual = shown(row.actual().get(column));
    if (!row.differing().contains(column)) {
      return cut(actual, 0);
    }
    String expected = shown(row.expected().get(column));
    int first = firstUnlike(expected, actual);
    return cut(expected, first) + UNLIKE + cut(actual, first);
  }

  /** A text that could be taken for another thing stands in quotes. */
  private static String shown(@Nullable String value) {
    if (value == null) {
      return "null";
    }
    boolean isOdd = value.isEmpty() || value.equals("null") || !value.strip().equals(value);
    return isOdd ? "'" + value + "'" : value;
  }

  private static int firstUnlike(String a, String b) {
    int i = 0;
    while (i < a.length() && i < b.length() && a.charAt(i) == b.charAt(i)) {
      i++;
    }
    return i;
  }

  /** A long text around what matters of it. */
  private static String cut(String text, int around) {
    if (text.length() <= MOST_TEXT) {
      return text;
    }
    int from = Math.max(0, Math.min(around - MOST_TEXT / 2, text.length() - MOST_TEXT));
    String end = from + MOST_TEXT < text.length() ? "…" : "";
    return (from > 0 ? "…" : "") + text.substring(from, from + MOST_TEXT) + end;
  }
}
