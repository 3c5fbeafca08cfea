// SPDX-License-Identifier: Apache-2.0
package dev.sluice.kernel.sql;

import dev.sluice.schema.Column;
import dev.sluice.schema.form.TextForm;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Reads values by how their source writes them: as SQL, an expression of what casts take.
 *
 * <p>Nothing fails on a value. What is not written so becomes null where it is a date or time, and
 * else a text that is none of its type. Values of JSON keep their kind where a column has a form: a
 * string has its quotes, and what has none is a number or truth value of JSON, or the default.
 *
 * @param sql the value
 * @param type the kernel's type of it
 */
public record WrittenValue(String sql, String type) {
  private static final String TEXT = "VARCHAR";

  /** Types that may say a date by their digits. */
  private static final Set<String> WHOLE = Set.of("TINYINT", "SMALLINT", "INTEGER", "BIGINT");

  /** What no cast takes. */
  private static final String MISFIT = "'?' || ";

  /**
   * A value without what stands for null in the column.
   *
   * @param type the kernel's type of the raw value
   * @param isJson whether it is JSON, and has quotes where the column takes no string
   */
  public static String present(Column column, String raw, String type, boolean isJson) {
    List<String> nulls = column.form().nullValues();
    if (nulls.isEmpty() || Column.of("", type, true).isNested()) {
      return raw;
    }
    String text = type.equals(TEXT) ? bare(column, raw, isJson) : "CAST(" + raw + " AS VARCHAR)";
    return "CASE WHEN " + text + " IN (" + literals(nulls) + ") THEN NULL ELSE " + raw + " END";
  }

  /** Whether a column's raw values of a type have to be read by the form at all. */
  public static boolean isNeeded(Column column, String type) {
    TextForm form = column.form();
    boolean isDigits = WHOLE.contains(type) && (!form.formats().isEmpty() || form.isOfTruth());
    return form.isRead() && (type.equals(TEXT) || isDigits);
  }

  /** Reads a value that is {@link #present}. */
  public static WrittenValue of(Column column, String raw, String type, boolean isJson) {
    if (!isNeeded(column, type)) {
      return new WrittenValue(raw, type);
    }
    String text = type.equals(TEXT) ? raw : "CAST(" + raw + " AS VARCHAR)";
    boolean isKept = isJson && type.equals(TEXT);
    TextForm form = column.form();
    if (!form.formats().isEmpty()) {
      return time(column, text, isKept);
    }
    return new WrittenValue(
        form.isOfTruth() ? truth(form, text, isKept) : number(form, text, isKept), TEXT);
  }

  private static WrittenValue time(Column column, String text, boolean isKept) {
    String base =
        switch (column.type()) {
          case "TIME", "TIMESTAMP WITH TIME ZONE" -> column.type();
          default -> "TIMESTAMP";
        };
    String bare = bare(column, text, isKept);
    String read =
        column.form().formats().stream()
            .map(
                f ->
                    "TRY_CAST(try_strptime(%s, %s) AS %s)"
                        .formatted(bare, SqlName.literal(f), base))
            .collect(Collectors.joining(", "));
    String fallback = column.fallback();
    boolean hasDefault = isKept && fallback != null && !fallback.equals("null");
    String own =
        hasDefault
            ? ", CASE WHEN NOT starts_with(%1$s, '\"') THEN TRY_CAST(%1$s AS %2$s) END"
                .formatted(text, base)
            : "";
    return new WrittenValue("coalesce(" + read + own + ")", base);
  }

  private static String number(TextForm form, String text, boolean isKept) {
    String inner = isKept ? unquoted(text) : text;
    String plain = form.thousands().isEmpty() ? inner : replaced(inner, form.thousands(), "");
    String spelled = form.point().equals(".") ? plain : replaced(plain, form.point(), ".");
    String read =
        "CASE WHEN regexp_full_match(%s, %s) THEN %s ELSE %s END"
            .formatted(inner, SqlName.literal(pattern(form)), spelled, MISFIT + inner);
    return isKept ? unlessBare(text, read) : read;
  }

  private static String pattern(TextForm form) {
    String digits =
        form.thousands().isEmpty()
            ? "[0-9]+"
            : "([0-9]+|[0-9]{1,3}(" + escaped(form.thousands()) + "[0-9]{3})+)";
    String point = escaped(form.point());
    return "[+-]?(%1$s(%2$s[0-9]*)?|%2$s[0-9]+)([eE][+-]?[0-9]+)?".formatted(digits, point);
  }

  private static String escaped(String mark) {
    return "["
        + (mark.equals("\\") || mark.equals("]") || mark.equals("^") ? "\\" : "")
        + mark
        + "]";
  }

  private static String replaced(String text, String mark, String by) {
    return "replace(%s, %s, %s)".formatted(text, SqlName.literal(mark), SqlName.literal(by));
  }

  private static String truth(TextForm form, String text, boolean isKept) {
    String inner = isKept ? unquotedOrBare(text) : text;
    String read =
        "CASE WHEN lower(%1$s) IN (%2$s) THEN 'true' WHEN lower(%1$s) IN (%3$s) THEN 'false' ELSE %4$s END"
            .formatted(inner, folded(form.truths()), folded(form.falsehoods()), MISFIT + inner);
    return isKept
        ? "CASE WHEN %1$s IN ('true', 'false') THEN %1$s ELSE %2$s END".formatted(text, read)
        : read;
  }

  private static String folded(List<String> values) {
    return literals(values.stream().map(value -> value.toLowerCase(Locale.ROOT)).toList());
  }

  private static String literals(List<String> values) {
    return values.stream().map(SqlName::literal).collect(Collectors.joining(", "));
  }

  /** What JSON writes without quotes it writes in its own way. */
  private static String unlessBare(String text, String read) {
    return "CASE WHEN starts_with(%1$s, '\"') THEN %2$s ELSE %1$s END".formatted(text, read);
  }

  private static String bare(Column column, String text, boolean isJson) {
    return isJson && column.keepsQuotes() ? unquotedOrBare(text) : text;
  }

  private static String unquotedOrBare(String text) {
    return unlessBare(text, unquoted(text));
  }

  private static String unquoted(String text) {
    return "json_extract_string(" + text + ", '$')";
  }
}
