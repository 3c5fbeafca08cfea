// SPDX-License-Identifier: Apache-2.0
package dev.sluice.promote.compare;

import dev.sluice.kernel.sql.SqlName;
import dev.sluice.schema.Column;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** One figure of the values of a column, which two states of a table have. */
record ColumnMeasure(Column column, Measure measure) {
  private static final Pattern NUMBER =
      Pattern.compile("(U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?|FLOAT|DOUBLE|DECIMAL.*)");
  private static final Pattern ORDERED =
      Pattern.compile("VARCHAR|DATE|TIME.*|UUID|BOOLEAN|" + NUMBER.pattern());

  /** Numbers of which the kernel's sum may be too large for any of its types. */
  private static final Pattern WIDE =
      Pattern.compile("U?HUGEINT|DECIMAL\\((19|[23][0-9]), ?[0-9]+\\)");

  /** An estimate is off by a few in a hundred. */
  private static final double ESTIMATE_TOLERANCE = 0.05;

  private static final long COUNTED = 100;

  /** What a figure is. */
  enum Measure {
    NULLS,
    DISTINCT,
    MIN,
    MAX,
    MEAN;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * What a measure gave.
   *
   * @param exact in full
   * @param shown as people see it
   * @param isEstimate whether it may be off by a few in a hundred
   */
  record Value(String exact, String shown, boolean isEstimate) {
    private boolean isNumber() {
      return !exact.equals("null") && !exact.endsWith("nan") && !exact.endsWith("inf");
    }

    private boolean isNear(Value other) {
      long count = Long.parseLong(exact);
      long another = Long.parseLong(other.exact);
      long more = Math.max(count, another);
      return more > COUNTED && Math.abs(count - another) <= more * ESTIMATE_TOLERANCE;
    }

    private boolean isClose(Value other) {
      return isNumber()
          && other.isNumber()
          && ValueCloseness.isSame(Double.parseDouble(exact), Double.parseDouble(other.exact));
    }
  }

  /** Those that there are of a column: of a personal one, nulls. */
  static List<ColumnMeasure> of(Column column, boolean isOrdered) {
    List<Measure> measures = new ArrayList<>(List.of(Measure.NULLS));
    if (ORDERED.matcher(column.type()).matches() && !column.pii()) {
      if (!ValueCloseness.isRounded(column)) {
        measures.add(Measure.DISTINCT);
      }
      if (isOrdered) {
        measures.addAll(List.of(Measure.MIN, Measure.MAX));
        if (NUMBER.matcher(column.type()).matches()) {
          measures.add(Measure.MEAN);
        }
      }
    }
    return measures.stream().map(measure -> new ColumnMeasure(column, measure)).toList();
  }

  boolean isMean() {
    return measure == Measure.MEAN;
  }

  /** The measure over rows, as SQL. */
  String sql() {
    String name = SqlName.quote(column.name());
    String typed = "CAST(%s AS %s)".formatted(name, column.type());
    return switch (measure) {
      case NULLS -> "count(*) - count(%s)".formatted(name);
      case DISTINCT -> "approx_count_distinct(%s)".formatted(typed);
      case MIN -> oneZero("min(%s)".formatted(typed));
      case MAX -> oneZero("max(%s)".formatted(typed));
      case MEAN ->
          WIDE.matcher(column.type()).matches()
              ? "avg(%s::DOUBLE)".formatted(typed)
              : "avg(%s)::DOUBLE".formatted(typed);
    };
  }

  /** Which of two zeros is the least depends on their order. */
  private String oneZero(String extreme) {
    return ValueCloseness.isRounded(column)
        ? "%s + 0::%s".formatted(extreme, column.type())
        : extreme;
  }

  /** Whether two values are no change: what comes of rounding or of an estimate is none. */
  boolean isSame(Value before, Value after) {
    if (before.exact().equals(after.exact())) {
      return true;
    }
    return switch (measure) {
      case NULLS -> false;
      case DISTINCT -> (before.isEstimate() || after.isEstimate()) && before.isNear(after);
      case MIN, MAX -> ValueCloseness.isRounded(column) && before.isClose(after);
      case MEAN -> before.isClose(after);
    };
  }
}
