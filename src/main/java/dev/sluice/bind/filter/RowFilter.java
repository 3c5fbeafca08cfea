// SPDX-License-Identifier: Apache-2.0
package dev.sluice.bind.filter;

import java.util.List;

/**
 * A condition that every row fulfils which can matter to a statement; others may fulfil it too.
 * Columns are spelled as their table spells them.
 */
public sealed interface RowFilter {
  /** All of some conditions; of none, any row. */
  record All(List<RowFilter> parts) implements RowFilter {
    public All {
      parts = List.copyOf(parts);
    }
  }

  /** At least one of some conditions. */
  record Any(List<RowFilter> parts) implements RowFilter {
    public Any {
      parts = List.copyOf(parts);
    }
  }

  /**
   * A column compared with a value.
   *
   * @param value a {@code Long} for whole numbers, for days and for microseconds since 1970, a
   *     {@code BigDecimal} with the column's scale, a {@code String} or a {@code Boolean}
   */
  record Compares(String column, Operator operator, Object value) implements RowFilter {}

  /** Whether a column is null. */
  record IsNull(String column, boolean isSo) implements RowFilter {}

  /** How values are compared. */
  enum Operator {
    EQUAL,
    LESS,
    LESS_OR_EQUAL,
    GREATER,
    GREATER_OR_EQUAL;

    /** With both sides changed over. */
    Operator turned() {
      return switch (this) {
        case EQUAL -> EQUAL;
        case LESS -> GREATER;
        case LESS_OR_EQUAL -> GREATER_OR_EQUAL;
        case GREATER -> LESS;
        case GREATER_OR_EQUAL -> LESS_OR_EQUAL;
      };
    }
  }
}
