// SPDX-License-Identifier: Apache-2.0
package dev.sluice.promote.compare;

import dev.sluice.kernel.sql.SqlName;
import dev.sluice.schema.Column;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Tells whether two values are one: doubles that differ by no more than the order in which they
 * were added up are.
 */
final class ValueCloseness {
  /** Relative to the greater of both, as for the check {@code sum}. */
  private static final double TOLERANCE = 1e-9;

  private ValueCloseness() {}

  static boolean isRounded(Column column) {
    return column.type().equals("DOUBLE") || column.type().equals("FLOAT");
  }

  /** Whether a column has different values in two relations, as SQL. */
  static String differs(Column column, String one, String other) {
    String name = SqlName.quote(column.name());
    String exact = "%1$s.%3$s IS DISTINCT FROM %2$s.%3$s".formatted(one, other, name);
    return isRounded(column)
        ? "(%s AND NOT coalesce(abs(%s.%s::DOUBLE - %s.%s::DOUBLE) <= %s * greatest(abs(%s.%s::DOUBLE), abs(%s.%s::DOUBLE)), false))"
            .formatted(exact, one, name, other, name, TOLERANCE, one, name, other, name)
        : exact;
  }

  /** Whether no column has different values, as SQL. */
  static String same(List<Column> columns, String one, String other) {
    return columns.stream()
        .map(column -> "NOT " + differs(column, one, other))
        .collect(Collectors.joining(" AND "));
  }

  /** Whether two doubles are one. */
  static boolean isSame(double one, double other) {
    return one == other
        || Math.abs(one - other) <= TOLERANCE * Math.max(Math.abs(one), Math.abs(other));
  }
}
