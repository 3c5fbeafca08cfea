// SPDX-License-Identifier: Apache-2.0
package dev.sluice.table.key;

import dev.sluice.kernel.sql.SqlName;
import dev.sluice.schema.Column;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The hash buckets a merged table is stored in. The hash is MD5 over the key's text, which every
 * engine computes alike, because buckets outlive the version of the kernel that wrote them.
 *
 * <p>Keys that are equal to SQL have one text, wherever a float stands in them: zero has no sign,
 * and NaN is one value.
 */
public final class Buckets {
  private static final Pattern FLOATS = Pattern.compile("\\b(FLOAT|DOUBLE)\\b");

  private Buckets() {}

  /** A SQL expression for the bucket of a row, 0 to {@code count - 1}. */
  public static String of(List<Column> key, int count) {
    String text =
        key.stream()
            .map(column -> text(column, SqlName.quote(column.name()), 0))
            .collect(Collectors.joining(", chr(31), ", "concat(", ")"));
    return "(md5_number_lower(%s) %% %d)::INTEGER".formatted(text, count);
  }

  /** What the text of a key depends on: files that were cut by another are cut anew. */
  public static String form(Column column) {
    return hasFloats(column.type()) ? "unsigned zero " + column.type() : column.type();
  }

  private static boolean hasFloats(String type) {
    return FLOATS.matcher(type).find();
  }

  private static String text(Column column, String sql, int depth) {
    return "CAST(" + canonical(column.opened(), sql, depth) + " AS VARCHAR)";
  }

  private static String canonical(Column column, String sql, int depth) {
    if (!hasFloats(column.type())) {
      return sql;
    }
    String item = "__k" + depth;
    if (column.isList()) {
      String inner = canonical(column.nested().get(0).opened(), item, depth + 1);
      return "list_transform(%s, lambda %s: %s)".formatted(sql, item, inner);
    }
    if (column.isMap()) {
      String inner = canonical(column.nested().get(0).opened(), item + ".value", depth + 1);
      return "list_transform(map_entries(%s), lambda %s: struct_pack(key := %s.key, value := %s))"
          .formatted(sql, item, item, inner);
    }
    return column.isStruct()
        ? struct(column, sql, depth)
        : "CASE WHEN %1$s = 0 THEN '0.0' WHEN isnan(%1$s) THEN 'nan' ELSE CAST(%1$s AS VARCHAR) END"
            .formatted(sql);
  }

  private static String struct(Column column, String sql, int depth) {
    return column.nested().stream()
        .map(
            field ->
                SqlName.quote(field.name())
                    + " := "
                    + canonical(
                        field.opened(),
                        "struct_extract(%s, %s)".formatted(sql, SqlName.literal(field.name())),
                        depth))
        .collect(Collectors.joining(", ", "struct_pack(", ")"));
  }
}
