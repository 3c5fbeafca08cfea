// SPDX-License-Identifier: Apache-2.0
package dev.sluice.source;

import dev.sluice.batch.RawNames;
import dev.sluice.sql.SqlName;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * A range of a column's values.
 *
 * @param column empty for no range
 * @param type its SQL type
 * @param from the lower bound as text; empty for none
 * @param isFromIncluded whether rows at the lower bound lie inside
 * @param to the upper bound as text, itself outside; empty for none
 */
public record Bounds(String column, String type, String from, boolean isFromIncluded, String to)
    implements Serializable {
  public static final Bounds NONE = new Bounds("", "", "", false, "");

  /** Whether every row lies inside. */
  public boolean isOpen() {
    return from.isEmpty() && to.isEmpty();
  }

  /** Where raw batches have the column. */
  String rawColumn() {
    return RawNames.of(column);
  }

  /**
   * A SQL condition that no row outside satisfies. A row whose value is missing or cannot be read
   * lies inside: validation judges it.
   */
  public String condition(String column) {
    String value = "TRY_CAST(%s AS %s)".formatted(SqlName.quote(column), type);
    List<String> parts = new ArrayList<>();
    if (!from.isEmpty()) {
      parts.add(value + (isFromIncluded ? " >= " : " > ") + literal(from));
    }
    if (!to.isEmpty()) {
      parts.add(value + " < " + literal(to));
    }
    return "coalesce(" + String.join(" AND ", parts) + ", true)";
  }

  private String literal(String text) {
    return "CAST(%s AS %s)".formatted(SqlName.literal(text), type);
  }
}
