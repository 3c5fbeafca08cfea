// SPDX-License-Identifier: Apache-2.0
package dev.sluice.promote.compare;

import dev.sluice.kernel.Kernel;
import dev.sluice.kernel.StatementFailed;
import dev.sluice.kernel.sql.SqlName;
import dev.sluice.schema.Column;
import dev.sluice.schema.TableSchema;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * By which types the columns are compared that two states of a table share. Where a type changed it
 * is the new one, or else the old one, that holds what both states have; where neither does, values
 * are compared as texts, and have no order.
 *
 * @param all by the type they are compared by; personal when one of both states says so
 * @param unordered those that no type holds on both sides
 */
record ComparedColumns(List<Column> all, Set<String> unordered) {
  private static final String TEXT = "VARCHAR";

  ComparedColumns {
    all = List.copyOf(all);
    unordered = Set.copyOf(unordered);
  }

  /** Looks at the values of the views {@code before} and {@code after} where a type changed. */
  static ComparedColumns of(Kernel kernel, TableSchema before, TableSchema after)
      throws StatementFailed {
    List<Column> all = new ArrayList<>();
    Set<String> unordered = new HashSet<>();
    for (Column column : after.columns()) {
      Optional<Column> old = before.column(column.name());
      if (old.isEmpty()) {
        continue;
      }
      Optional<String> type =
          old.get().type().equals(column.type())
              ? Optional.of(column.type())
              : common(kernel, old.get(), column);
      if (type.isEmpty()) {
        unordered.add(column.name());
      }
      boolean isPersonal = old.get().pii() || column.pii();
      all.add(new Column(column.name(), type.orElse(TEXT), true, List.of(), isPersonal));
    }
    return new ComparedColumns(all, unordered);
  }

  private static Optional<String> common(Kernel kernel, Column before, Column after)
      throws StatementFailed {
    if (holds(kernel, TableComparison.BEFORE, before, after.type())) {
      return Optional.of(after.type());
    }
    return holds(kernel, TableComparison.AFTER, after, before.type())
        ? Optional.of(before.type())
        : Optional.empty();
  }

  /** Whether a type other than text has all values of a column, none of them rounded. */
  private static boolean holds(Kernel kernel, String view, Column column, String type)
      throws StatementFailed {
    if (type.equals(TEXT)) {
      return false;
    }
    String name = SqlName.quote(column.name());
    String cast = "TRY_CAST(%s AS %s)".formatted(name, type);
    String back =
        column.type().equals(TEXT)
            ? "false"
            : "TRY_CAST(%s AS %s) IS DISTINCT FROM %s".formatted(cast, column.type(), name);
    try {
      return kernel
          .rows(
              "SELECT count(*) FROM %s WHERE %s IS NOT NULL AND (%s IS NULL OR %s)"
                  .formatted(SqlName.quote(view), name, cast, back),
              row -> row.getLong(1) == 0)
          .get(0);
    } catch (StatementFailed e) {
      return false; // no cast leads from one type to the other
    }
  }

  /** Those whose values have an order on both sides. */
  boolean isOrdered(Column column) {
    return !unordered.contains(column.name());
  }

  /**
   * A state in which the columns that no type holds on both sides are texts, as the new type writes
   * them where it can.
   */
  String relation(String rows, TableSchema after) {
    return unordered.isEmpty()
        ? rows
        : after.columns().stream()
            .filter(column -> !isOrdered(column))
            .map(ComparedColumns::text)
            .collect(Collectors.joining(", ", "SELECT * REPLACE (", ") FROM (" + rows + ")"));
  }

  private static String text(Column column) {
    return "coalesce(TRY_CAST(%1$s::VARCHAR AS %2$s)::VARCHAR, %1$s::VARCHAR) AS %1$s"
        .formatted(SqlName.quote(column.name()), column.type());
  }
}
