// SPDX-License-Identifier: Apache-2.0
package dev.sluice.kernel.sql;

import dev.sluice.schema.TypeText;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A row as a JSON object, as SQL, in a form that gives every value back exactly: what JSON cannot
 * hold, such as a decimal or a blob, is written as text, inside lists, maps and structs too.
 */
public final class RowJson {
  private static final Set<String> PLAIN =
      Set.of("BOOLEAN", "TINYINT", "SMALLINT", "INTEGER", "BIGINT", "VARCHAR");

  private RowJson() {}

  /**
   * One value of a row.
   *
   * @param name its key
   * @param type the kernel's
   * @param sql where it is
   */
  public record Value(String name, String type, String sql) {}

  /** An expression for the row as a JSON text. */
  public static String write(List<Value> values) {
    return values.stream()
        .map(
            v -> "%s, CAST(%s AS %s)".formatted(SqlName.literal(v.name()), v.sql(), form(v.type())))
        .collect(Collectors.joining(", ", "CAST(json_object(", ") AS VARCHAR)"));
  }

  /** The type of the row, which {@link #read} needs. */
  public static String type(List<Value> values) {
    return values.stream()
        .map(v -> SqlName.quote(v.name()) + " " + v.type())
        .collect(Collectors.joining(", ", "STRUCT(", ")"));
  }

  /** An expression for one value as a JSON text, in the same form. */
  public static String text(String sql, String type) {
    return "CAST(to_json(CAST(%s AS %s)) AS VARCHAR)".formatted(sql, form(type));
  }

  /** An expression for the struct that a JSON text says. */
  public static String read(String json, String type) {
    return "CAST(CAST(CAST(%s AS JSON) AS %s) AS %s)".formatted(json, form(type), type);
  }

  /** A type with everything in it that JSON cannot hold turned into text. */
  private static String form(String type) {
    return TypeText.map(type, plain -> PLAIN.contains(plain) ? plain : "VARCHAR");
  }
}
