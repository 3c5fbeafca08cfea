// SPDX-License-Identifier: Apache-2.0
package dev.sluice.validate.cast;

import dev.sluice.kernel.sql.SqlName;
import dev.sluice.schema.Column;
import java.util.List;
import java.util.stream.Collectors;

/**
 * JSON whose scalars are all strings that say what they were: {@code "x"} is written {@code ":x"},
 * {@code 1.50} is {@code "1.50:"}, and {@code null} is {@code "null:"}; keys are strings too.
 *
 * <p>The kernel reads JSON numbers as doubles, and a key that is absent as one that is null. Marked
 * this way every value keeps its text and its kind, level by level.
 */
final class MarkedJson {
  static final String NULL = "'null:'";

  /** A string, quotes and all; or any other word. */
  private static final String TOKENS = "\"((?:[^\"\\\\]|\\\\.)*)\"|([^\\s,:\\[\\]{}\"]+)";

  private static final String PIECES = "\"(?:[^\"\\\\]|\\\\.)*\"|[^\"]+";

  private MarkedJson() {}

  /** Marks a JSON text; what is no JSON becomes one string. */
  static String mark(String json) {
    String marked =
        "regexp_replace(ltrim(%s, chr(9) || chr(10) || chr(13) || ' '), %s, '\"\\2:\\1\"', 'g')"
            .formatted(json, SqlName.literal(TOKENS));
    // A scalar stands alone as it stands inside: without the quotes of its string.
    String value =
        "CASE WHEN regexp_matches(%s, '^\\s*[\\[{]') THEN %s ELSE json_extract_string(%s, '$') END"
            .formatted(json, marked, marked);
    return "CASE WHEN json_valid(%1$s) THEN %2$s WHEN %1$s IS NOT NULL THEN ':' || %1$s END"
        .formatted(json, value);
  }

  /** The items of a list; null where the value is none. */
  static String items(String marked) {
    return "from_json(%s, '[\"VARCHAR\"]')".formatted(ifBegins(marked, '['));
  }

  /** The entries of a map; null where the value is none. */
  static String entries(String marked) {
    return "map_entries(from_json(%s, '\"MAP(VARCHAR, VARCHAR)\"'))"
        .formatted(ifBegins(marked, '{'));
  }

  /** The fields of a struct, by their marked keys; null where the value is none. */
  static String fields(String marked, List<Column> fields) {
    String form =
        fields.stream()
            .map(field -> quoted(key(field.name())) + ":\"VARCHAR\"")
            .collect(Collectors.joining(",", "{", "}"));
    return "from_json(%s, %s)".formatted(ifBegins(marked, '{'), SqlName.literal(form));
  }

  /** The value of one key, by any name. */
  static String field(String marked, String name) {
    String pointer = "/" + key(name).replace("~", "~0").replace("/", "~1");
    return "json_extract_string(%s, %s)".formatted(ifBegins(marked, '{'), SqlName.literal(pointer));
  }

  /** A key as marked JSON has it. */
  static String key(String name) {
    return ":" + name;
  }

  static String isNull(String marked) {
    return "(%1$s IS NULL OR %1$s = %2$s)".formatted(marked, NULL);
  }

  static String begins(String marked, char with) {
    return "starts_with(%s, '%s')".formatted(marked, with);
  }

  /** The text of a value, from which a column's type is cast; a string keeps its quotes in vain. */
  static String text(String marked, Column column) {
    String string = column.isNoString() ? "'\"' || substr(%1$s, 2) || '\"'" : "substr(%1$s, 2)";
    return ("CASE WHEN %1$s = %2$s THEN NULL WHEN starts_with(%1$s, ':') THEN "
            + string
            + " WHEN left(%1$s, 1) IN ('{', '[') THEN %3$s ELSE left(%1$s, -1) END")
        .formatted(marked, NULL, plain(marked));
  }

  /** The JSON text that was marked. */
  private static String plain(String marked) {
    return "array_to_string(list_transform(regexp_extract_all(%s, %s), lambda __p: CASE WHEN starts_with(__p, '\":') THEN '\"' || substr(__p, 3) WHEN starts_with(__p, '\"') THEN substr(__p, 2, length(__p) - 3) ELSE __p END), '')"
        .formatted(marked, SqlName.literal(PIECES));
  }

  private static String ifBegins(String marked, char with) {
    return "CASE WHEN %s THEN %s END".formatted(begins(marked, with), marked);
  }

  private static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
