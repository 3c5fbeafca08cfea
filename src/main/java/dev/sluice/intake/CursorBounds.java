// SPDX-License-Identifier: Apache-2.0
package dev.sluice.intake;

import dev.sluice.batch.RawNames;
import dev.sluice.batch.arrow.TextBatchBuilder;
import dev.sluice.kernel.sql.SqlName;
import dev.sluice.kernel.sql.WrittenValue;
import dev.sluice.schema.Column;
import dev.sluice.schema.TableSchema;
import dev.sluice.schema.form.SourceNames;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A range of a column's values.
 *
 * @param table the columns of the table; none for no range
 * @param column empty for no range
 * @param from the lower bound as text; empty for none
 * @param isFromIncluded whether rows at the lower bound lie inside
 * @param to the upper bound as text, itself outside; empty for none
 */
public record CursorBounds(
    TableSchema table, String column, String from, boolean isFromIncluded, String to)
    implements Serializable {
  public static final CursorBounds NONE =
      new CursorBounds(new TableSchema(List.of()), "", "", false, "");

  /** Whether every row lies inside. */
  public boolean isOpen() {
    return from.isEmpty() && to.isEmpty();
  }

  /**
   * A SQL condition that no raw row outside satisfies. A row whose value is missing or cannot be
   * read lies inside: validation judges it.
   *
   * @param batch the columns of a raw batch
   * @param isJson whether it was read from JSON
   * @return null when the batch does not have the column
   */
  public @Nullable String rawCondition(List<Column> batch, boolean isJson) {
    Column cursor = table.column(column).orElseThrow();
    List<String> values =
        found(batch, isJson).stream()
            .map(raw -> read(cursor, raw, isJson))
            .map(value -> "TRY_CAST(%s AS %s)".formatted(value, cursor.type()))
            .toList();
    return values.isEmpty() ? null : condition("coalesce(" + String.join(", ", values) + ")");
  }

  private static String read(Column cursor, Column raw, boolean isJson) {
    String name = SqlName.quote(raw.name());
    String present = WrittenValue.present(cursor, name, raw.type(), isJson);
    return WrittenValue.of(cursor, present, raw.type(), isJson).sql();
  }

  /** Where a raw batch has the column, the best first; where that cannot be told, nowhere. */
  private List<Column> found(List<Column> batch, boolean isJson) {
    List<SourceNames.Wanted> wanted =
        table.columns().stream()
            .map(c -> isJson ? SourceNames.Wanted.own(c.name()) : c.sourcing().wanted(c.name()))
            .toList();
    List<String> names = batch.stream().map(CursorBounds::named).toList();
    try {
      List<List<Integer>> all = SourceNames.match(wanted, names);
      return all.get(table.names().indexOf(column)).stream().<Column>map(batch::get).toList();
    } catch (SourceNames.Ambiguous e) {
      return List.of();
    }
  }

  /** How its source calls a column; what Sluice keeps beside those of the source has no name. */
  private static String named(Column raw) {
    boolean isOurs =
        raw.name().equals(TextBatchBuilder.ROW) || raw.name().equals(TextBatchBuilder.UNKNOWN);
    return isOurs ? "" : RawNames.source(raw.name());
  }

  /** A SQL condition that no row of the table outside satisfies. */
  public String condition() {
    return condition(SqlName.quote(column));
  }

  private String condition(String value) {
    String type = table.column(column).orElseThrow().type();
    List<String> parts = new ArrayList<>();
    if (!from.isEmpty()) {
      parts.add(value + (isFromIncluded ? " >= " : " > ") + literal(from, type));
    }
    if (!to.isEmpty()) {
      parts.add(value + " < " + literal(to, type));
    }
    return "coalesce(" + String.join(" AND ", parts) + ", true)";
  }

  private static String literal(String text, String type) {
    return "CAST(%s AS %s)".formatted(SqlName.literal(text), type);
  }
}
