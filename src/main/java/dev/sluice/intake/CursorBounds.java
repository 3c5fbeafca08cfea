// SPDX-License-Identifier: Apache-2.0
package dev.sluice.intake;

import dev.sluice.batch.RawNames;
import dev.sluice.kernel.sql.SqlName;
import dev.sluice.schema.Column;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A range of a column's values.
 *
 * @param column empty for no range
 * @param aliases other names by which a source may have the column
 * @param type its SQL type
 * @param from the lower bound as text; empty for none
 * @param isFromIncluded whether rows at the lower bound lie inside
 * @param to the upper bound as text, itself outside; empty for none
 */
public record CursorBounds(
    String column,
    List<String> aliases,
    String type,
    String from,
    boolean isFromIncluded,
    String to)
    implements Serializable {
  public static final CursorBounds NONE = new CursorBounds("", List.of(), "", "", false, "");

  public CursorBounds {
    aliases = List.copyOf(aliases);
  }

  /** A range of a table's column. */
  public static CursorBounds of(Column column, String from, boolean isFromIncluded, String to) {
    return new CursorBounds(
        column.name(), column.aliases(), column.type(), from, isFromIncluded, to);
  }

  /** Whether every row lies inside. */
  public boolean isOpen() {
    return from.isEmpty() && to.isEmpty();
  }

  /** Where raw batches may have the column, the best first. */
  public List<String> rawColumns() {
    return Stream.concat(Stream.of(column), aliases.stream()).map(RawNames::of).toList();
  }

  /**
   * A SQL condition that no row outside satisfies. A row whose value is missing or cannot be read
   * lies inside: validation judges it.
   *
   * @param columns that have the value, the best first
   */
  public String condition(List<String> columns) {
    String value =
        columns.stream()
            .map(name -> "TRY_CAST(%s AS %s)".formatted(SqlName.quote(name), type))
            .collect(Collectors.joining(", ", "coalesce(", ")"));
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
