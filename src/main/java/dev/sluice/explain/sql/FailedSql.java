// SPDX-License-Identifier: Apache-2.0
package dev.sluice.explain.sql;

import dev.sluice.error.issue.Position;
import dev.sluice.kernel.StatementFailed;
import dev.sluice.kernel.duckdb.KernelMessages;
import dev.sluice.spec.rule.SqlText;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A statement of the author's that failed while it ran. */
public final class FailedSql {
  private static final Pattern EXCERPT = Pattern.compile("\\n(LINE \\d+: )([^\\n]*)\\n( *)(\\^+)");

  private static final Pattern SOURCE = Pattern.compile(" when casting from source column (\\w+)");

  /** What the kernel advises about settings, which are not for statements to change. */
  private static final Pattern SETTINGS =
      Pattern.compile("[.] Use TRY\\([.]{3}\\) to return NULL for this expression, or SET .*");

  /** Types as the kernel's casts call them, by the names that SQL has for them. */
  private static final Map<String, String> TYPES = new LinkedHashMap<>();

  static {
    TYPES.put("UINT64", "UBIGINT");
    TYPES.put("UINT32", "UINTEGER");
    TYPES.put("UINT16", "USMALLINT");
    TYPES.put("UINT8", "UTINYINT");
    TYPES.put("INT128", "HUGEINT");
    TYPES.put("INT64", "BIGINT");
    TYPES.put("INT32", "INTEGER");
    TYPES.put("INT16", "SMALLINT");
    TYPES.put("INT8", "TINYINT");
  }

  private FailedSql() {}

  /** Where it fails, as far as the kernel says so; else where the statement begins. */
  public static Position place(SqlText sql, StatementFailed failure) {
    Matcher excerpt = EXCERPT.matcher(failure.getMessage());
    if (!excerpt.find()) {
      return sql.at(0);
    }
    String line = excerpt.group(2);
    int column = excerpt.group(3).length() - excerpt.group(1).length();
    String whole = whole(line);
    int at = sql.text().indexOf(whole);
    if (at >= 0 && column >= 0) {
      int cut = line.startsWith("...") ? 3 : 0;
      return sql.at(at + Math.max(0, column - cut));
    }
    int end = Math.min(line.length(), column + excerpt.group(4).length());
    String failed = column >= 0 && column < end ? line.substring(column, end) : "";
    return sql.at(failed.isEmpty() ? 0 : Math.max(0, sql.text().indexOf(failed)));
  }

  /**
   * Where one of some texts fails that stood in one statement: the first of them when the kernel
   * does not say.
   */
  public static Position place(List<SqlText> texts, StatementFailed failure) {
    Matcher excerpt = EXCERPT.matcher(failure.getMessage());
    String line = excerpt.find() ? whole(excerpt.group(2)) : "";
    SqlText found =
        texts.stream()
            .filter(sql -> !line.isBlank() && sql.text().contains(line))
            .findFirst()
            .orElse(texts.get(0));
    return place(found, failure);
  }

  private static String whole(String line) {
    return line.replaceAll("^[.]{3}|[.]{3}$", "");
  }

  /** Why it fails, in one line. */
  public static String reason(StatementFailed failure) {
    String text = KernelMessages.of(failure.getMessage()).replaceFirst("!$", "");
    text = SETTINGS.matcher(text).replaceFirst(": `nullif(x, 0)` as the divisor gives null");
    text = SOURCE.matcher(text).replaceFirst(" (column $1)");
    for (Map.Entry<String, String> type : TYPES.entrySet()) {
      text = text.replaceAll("\\b" + type.getKey() + "\\b", type.getValue());
    }
    return text;
  }

  /**
   * What failed, where, and why.
   *
   * @param subject as a sentence begins with it
   * @param shown the failure as others may see it
   */
  public static String message(
      String subject, SqlText sql, StatementFailed failure, StatementFailed shown) {
    return "%s failed, at %s: %s".formatted(subject, at(place(sql, failure)), reason(shown));
  }

  /** A place for people. */
  public static String at(Position place) {
    return "%s:%d:%d".formatted(place.file(), place.line(), place.column());
  }
}
