// SPDX-License-Identifier: Apache-2.0
package dev.sluice.spec.rule;

import dev.sluice.error.issue.Position;
import java.io.Serializable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A condition on a whole table. */
public sealed interface CheckSpec extends Serializable {
  /** Unique within its table, such as {@code unique: [order_id]}. */
  String name();

  Consequence consequence();

  Position position();

  /** The table's live rows lie between two bounds, inclusive. */
  record RowCount(
      String name,
      Consequence consequence,
      Position position,
      @Nullable Long min,
      @Nullable Long max)
      implements CheckSpec {}

  /** No live row is null in any of the columns. */
  record NotNull(String name, Consequence consequence, Position position, List<String> columns)
      implements CheckSpec {}

  /**
   * No two live rows have equal values in all of the columns; exact; rows with a null are ignored.
   */
  record Unique(String name, Consequence consequence, Position position, List<String> columns)
      implements CheckSpec {}

  /** Every non-null value of the column stands in the other table's column. */
  record References(
      String name,
      Consequence consequence,
      Position position,
      String column,
      String table,
      String to)
      implements CheckSpec {}

  /** The share of nulls in the column is at most {@code max}, 0 to 1. */
  record NullRatio(
      String name, Consequence consequence, Position position, String column, double max)
      implements CheckSpec {}

  /** The column's sum equals another column's sum; within 1e-9 of it for doubles, else exactly. */
  record SumEquals(
      String name,
      Consequence consequence,
      Position position,
      String column,
      String table,
      String other)
      implements CheckSpec {}
}
