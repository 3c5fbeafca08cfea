// SPDX-License-Identifier: Apache-2.0
package dev.sluice.checks.probe;

/**
 * How far values are apart, as a double. Two values that are next to one another keep their
 * distance however large they are: they are subtracted as what they are, and become a double after
 * that.
 *
 * @param type in which they are subtracted
 * @param isWide whether a distance may be beyond that type
 */
record Apart(String type, boolean isWide) {
  /** Of a column's type, which is one of numbers. */
  static Apart of(String column) {
    if (Values.isFloating(column)) {
      return new Apart("DOUBLE", false);
    }
    boolean isWide = column.endsWith("HUGEINT") || column.startsWith("DECIMAL(38");
    return new Apart(column.equals("UHUGEINT") ? column : Values.sumType(column), isWide);
  }

  /** A value as it is subtracted. */
  String value(String sql) {
    return "CAST(%s AS %s)".formatted(sql, type);
  }

  /** Whether a value is a finite number. */
  String isFinite(String value) {
    return type.equals("DOUBLE") ? "isfinite(%s)".formatted(value) : value + " IS NOT NULL";
  }

  /** Whether a value is NaN. */
  String isNan(String value) {
    return type.equals("DOUBLE") ? "isnan(%s)".formatted(value) : "false";
  }

  /** Whether a value is infinite. */
  String isInfinite(String value) {
    return type.equals("DOUBLE") ? "isinf(%s)".formatted(value) : "false";
  }

  /**
   * One near the mean of those for which a condition holds; of a type whose values may be further
   * from one another than doubles can tell, the least.
   */
  String middle(String value, String condition) {
    String mean = "avg(%s) FILTER (%s)".formatted(value, condition);
    if (type.equals("DOUBLE")) {
      return mean;
    }
    return isWide
        ? "min(%s)".formatted(value)
        : "coalesce(TRY_CAST(%s AS %s), min(%s))".formatted(mean, type, value);
  }

  /** The distance from another value. */
  String from(String value, String other) {
    String exact = "%s - %s".formatted(value, other);
    if (type.equals("DOUBLE")) {
      return exact;
    }
    return isWide
        ? "coalesce(CAST(TRY(%s) AS DOUBLE), CAST(%s AS DOUBLE) - CAST(%s AS DOUBLE))"
            .formatted(exact, value, other)
        : "CAST(%s AS DOUBLE)".formatted(exact);
  }
}
