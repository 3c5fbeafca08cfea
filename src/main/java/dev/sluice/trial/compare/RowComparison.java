// SPDX-License-Identifier: Apache-2.0
package dev.sluice.trial.compare;

import dev.sluice.error.issue.Position;
import dev.sluice.schema.Column;
import dev.sluice.schema.TableSchema;
import dev.sluice.trial.compare.RowDifference.Kind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Compares rows with expected ones, each of which says only some columns. As many as can be are
 * taken for equal; of those that are left, the ones that are most alike are shown side by side.
 */
public final class RowComparison {
  /** Floating-point numbers that differ by less, relative to the greater, are equal. */
  private static final double TOLERANCE = 1e-9;

  private final List<Column> columns;
  private final Set<String> keys;
  private final List<Wanted> expected;
  private final List<List<@Nullable String>> actual;

  /** By expected row, the actual one that is equal to it; -1 for none. */
  private final int[] equal;

  /** By actual row, the expected one that is equal to it; -1 for none. */
  private final int[] taken;

  /**
   * An expected row.
   *
   * @param named the columns that it says, by their place
   * @param values of every column
   */
  public record Wanted(Position position, Set<Integer> named, List<@Nullable String> values) {
    public Wanted {
      named = Set.copyOf(named);
    }
  }

  private RowComparison(
      TableSchema schema,
      Set<String> keys,
      List<Wanted> expected,
      List<List<@Nullable String>> actual) {
    this.columns = schema.columns();
    this.keys = keys;
    this.expected = expected;
    this.actual = actual;
    this.equal = filled(expected.size());
    this.taken = filled(actual.size());
  }

  private static int[] filled(int length) {
    int[] none = new int[length];
    Arrays.fill(none, -1);
    return none;
  }

  /**
   * Compares.
   *
   * @param keys columns that tell rows apart
   * @param isOrdered whether their order counts
   */
  public static List<RowDifference> of(
      TableSchema schema,
      Set<String> keys,
      List<Wanted> expected,
      List<List<@Nullable String>> actual,
      boolean isOrdered) {
    RowComparison comparison = new RowComparison(schema, keys, expected, actual);
    for (int row = 0; row < expected.size(); row++) {
      boolean unused = comparison.match(row, new boolean[actual.size()]);
    }
    List<RowDifference> differences = comparison.left();
    return differences.isEmpty() && isOrdered ? comparison.moved() : differences;
  }

  /** Finds an equal row for an expected one, if need be by giving another to one before. */
  private boolean match(int row, boolean[] seen) {
    for (int i = 0; i < actual.size(); i++) {
      if (!seen[i] && unlike(expected.get(row), actual.get(i)).isEmpty()) {
        seen[i] = true;
        if (taken[i] < 0 || match(taken[i], seen)) {
          taken[i] = row;
          equal[row] = i;
          return true;
        }
      }
    }
    return false;
  }

  private List<Integer> unlike(Wanted wanted, List<@Nullable String> row) {
    return wanted.named().stream()
        .sorted()
        .filter(i -> !isSame(columns.get(i), wanted.values().get(i), row.get(i)))
        .toList();
  }

  private static boolean isSame(Column column, @Nullable String a, @Nullable String b) {
    if (Objects.equals(a, b)) {
      return true;
    }
    boolean isFloating = column.type().equals("DOUBLE") || column.type().equals("FLOAT");
    if (!isFloating || a == null || b == null) {
      return false;
    }
    double x = number(a);
    double y = number(b);
    return x == y || Math.abs(x - y) <= TOLERANCE * Math.max(Math.abs(x), Math.abs(y));
  }

  private static double number(String text) {
    return switch (text) {
      case "inf" -> Double.POSITIVE_INFINITY;
      case "-inf" -> Double.NEGATIVE_INFINITY;
      case "nan" -> Double.NaN;
      default -> Double.parseDouble(text);
    };
  }

  private List<RowDifference> left() {
    List<RowDifference> differences = new ArrayList<>();
    List<Integer> others = new ArrayList<>();
    IntStream.range(0, actual.size()).filter(i -> taken[i] < 0).forEach(others::add);
    for (int row = 0; row < expected.size(); row++) {
      if (equal[row] < 0) {
        Wanted wanted = expected.get(row);
        int alike = mostAlike(wanted, others);
        if (alike < 0) {
          differences.add(missing(wanted));
        } else {
          others.remove(Integer.valueOf(alike));
          differences.add(differing(Kind.DIFFERS, wanted, actual.get(alike)));
        }
      }
    }
    for (int other : others) {
      differences.add(
          new RowDifference(
              Kind.UNEXPECTED, List.of(), actual.get(other), Set.of(), List.of(), null));
    }
    return differences;
  }

  /** The row of the same key, or else with which at least half of the values agree; -1 for none. */
  private int mostAlike(Wanted wanted, List<Integer> others) {
    int best = -1;
    int most = 0;
    for (int other : others) {
      List<Integer> unlike = unlike(wanted, actual.get(other));
      int same = wanted.named().size() - unlike.size();
      boolean hasKey = isKeyed(wanted) && unlike.stream().noneMatch(this::isKey);
      int alike = hasKey ? same + columns.size() : isKeyed(wanted) ? 0 : same;
      if (alike > most && alike * 2 >= wanted.named().size()) {
        most = alike;
        best = other;
      }
    }
    return best;
  }

  private boolean isKeyed(Wanted wanted) {
    return !keys.isEmpty()
        && IntStream.range(0, columns.size())
            .filter(this::isKey)
            .allMatch(i -> wanted.named().contains(i));
  }

  private boolean isKey(int column) {
    return keys.contains(columns.get(column).name());
  }

  private static RowDifference missing(Wanted wanted) {
    return new RowDifference(
        Kind.MISSING, wanted.values(), List.of(), wanted.named(), List.of(), wanted.position());
  }

  private RowDifference differing(Kind kind, Wanted wanted, List<@Nullable String> row) {
    return new RowDifference(
        kind, wanted.values(), row, wanted.named(), unlike(wanted, row), wanted.position());
  }

  private List<RowDifference> moved() {
    List<RowDifference> moved = new ArrayList<>();
    for (int row = 0; row < expected.size(); row++) {
      if (!unlike(expected.get(row), actual.get(row)).isEmpty()) {
        moved.add(differing(Kind.MOVED, expected.get(row), actual.get(row)));
      }
    }
    return moved;
  }
}
