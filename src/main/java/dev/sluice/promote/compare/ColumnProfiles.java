// SPDX-License-Identifier: Apache-2.0
package dev.sluice.promote.compare;

import dev.sluice.kernel.Kernel;
import dev.sluice.kernel.StatementFailed;
import dev.sluice.kernel.sql.SqlName;
import dev.sluice.promote.compare.ProductionChange.ProfileChange;
import dev.sluice.schema.Column;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * Describes the values of each column of the views {@code before} and {@code after}: nulls,
 * distinct values (estimated by HyperLogLog; not of doubles), least, greatest, mean. Of personal
 * columns only the first two. What may come of rounding or of the estimate is no change.
 */
final class ColumnProfiles {
  private static final Pattern NUMBER =
      Pattern.compile("(U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?|FLOAT|DOUBLE|DECIMAL.*)");
  private static final Pattern ORDERED =
      Pattern.compile("VARCHAR|DATE|TIME.*|UUID|BOOLEAN|" + NUMBER.pattern());

  private final Kernel kernel;

  ColumnProfiles(Kernel kernel) {
    this.kernel = kernel;
  }

  /** An estimate is off by a few in a hundred. */
  private static final double ESTIMATE_TOLERANCE = 0.05;

  private static final long COUNTED = 100;

  /** A measure of a column. */
  private record Measure(String column, String name, boolean isRounded) {
    boolean isEstimate() {
      return name.equals("distinct");
    }

    boolean isMean() {
      return name.equals("mean");
    }

    boolean isSame(Value before, Value after) {
      if (before.exact().equals(after.exact())) {
        return true;
      }
      if (isEstimate()) {
        long more = Math.max(before.count(), after.count());
        return more > COUNTED
            && Math.abs(before.count() - after.count()) <= more * ESTIMATE_TOLERANCE;
      }
      return isRounded && before.isNumber() && after.isNumber() && isClose(before, after);
    }

    private static boolean isClose(Value before, Value after) {
      return ValueCloseness.isSame(
          Double.parseDouble(before.exact()), Double.parseDouble(after.exact()));
    }
  }

  /** What a measure gave: in full, and as people see it. */
  private record Value(String exact, String shown) {
    boolean isNumber() {
      return !exact.equals("null") && !exact.endsWith("nan") && !exact.endsWith("inf");
    }

    long count() {
      return Long.parseLong(exact);
    }
  }

  /** The measures that differ. */
  List<ProfileChange> changes(ComparedColumns columns) throws StatementFailed {
    Map<Measure, String> sql = new LinkedHashMap<>();
    if (columns.all().isEmpty()) { // both sides may have no column in common
      return List.of();
    }
    columns.all().forEach(column -> measures(column, columns.isOrdered(column), sql));
    Map<Measure, Value> before = values(TableComparison.BEFORE, sql);
    Map<Measure, Value> after = values(TableComparison.AFTER, sql);
    List<ProfileChange> changes = new ArrayList<>();
    before.forEach(
        (measure, value) -> {
          Value other = Objects.requireNonNull(after.get(measure));
          if (!measure.isSame(value, other)) {
            changes.add(
                new ProfileChange(measure.column(), measure.name(), value.shown(), other.shown()));
          }
        });
    return changes;
  }

  private static void measures(Column column, boolean isOrdered, Map<Measure, String> sql) {
    String name = SqlName.quote(column.name());
    String typed = "CAST(%s AS %s)".formatted(name, column.type());
    sql.put(new Measure(column.name(), "nulls", false), "count(*) - count(%s)".formatted(name));
    if (!ORDERED.matcher(column.type()).matches()) {
      return;
    }
    boolean isRounded = ValueCloseness.isRounded(column);
    if (!isRounded) {
      sql.put(
          new Measure(column.name(), "distinct", false),
          "approx_count_distinct(%s)".formatted(typed));
    }
    if (column.pii() || !isOrdered) {
      return;
    }
    sql.put(new Measure(column.name(), "min", isRounded), "min(%s)".formatted(typed));
    sql.put(new Measure(column.name(), "max", isRounded), "max(%s)".formatted(typed));
    if (NUMBER.matcher(column.type()).matches()) {
      sql.put(new Measure(column.name(), "mean", true), "avg(%s)::DOUBLE".formatted(typed));
    }
  }

  private Map<Measure, Value> values(String view, Map<Measure, String> sql) throws StatementFailed {
    List<String> items = new ArrayList<>();
    sql.forEach(
        (measure, each) -> {
          items.add("(" + each + ")::VARCHAR");
          if (measure.isMean()) {
            items.add("format('{:.6g}', %s)".formatted(each));
          }
        });
    Map<Measure, Value> values = new LinkedHashMap<>();
    kernel.rows(
        "SELECT %s FROM %s".formatted(String.join(", ", items), SqlName.quote(view)),
        row -> {
          int at = 1;
          for (Measure measure : sql.keySet()) {
            String exact = Objects.requireNonNullElse(row.getString(at++), "null");
            String shown =
                measure.isMean()
                    ? Objects.requireNonNullElse(row.getString(at++), "null")
                    : measure.isEstimate() ? "about " + exact : exact;
            values.put(measure, new Value(exact, shown));
          }
          return true;
        });
    return values;
  }
}
