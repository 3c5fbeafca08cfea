// SPDX-License-Identifier: Apache-2.0
package dev.sluice.checks.probe;

import dev.sluice.kernel.sql.SqlName;
import dev.sluice.schema.Column;
import dev.sluice.spec.rule.CheckSpec.Limits;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Spells columns, bounds and figures as SQL. */
final class Values {
  /** Numbers that SQL writes alike; others, such as {@code inf}, are cast. */
  private static final Pattern NUMBER = Pattern.compile("-?[0-9]+(\\.[0-9]+)?");

  private Values() {}

  /** Whether values may be NaN or infinite. */
  static boolean isFloating(Column column) {
    return isFloating(column.type());
  }

  static boolean isFloating(String type) {
    return type.equals("DOUBLE") || type.equals("FLOAT");
  }

  static boolean isNumber(String type) {
    return isFloating(type) || type.endsWith("INT") || type.endsWith("INTEGER") || isDecimal(type);
  }

  static boolean isDecimal(String type) {
    return type.startsWith("DECIMAL");
  }

  /** The type of a sum that takes all values without rounding, where there is one. */
  static String sumType(String type) {
    if (isFloating(type)) {
      return "DOUBLE";
    }
    return isDecimal(type)
        ? "DECIMAL(38%s".formatted(type.substring(type.indexOf(',')))
        : "HUGEINT";
  }

  /** A sum of a type's values, or of such sums; doubles carry on what is lost of each. */
  static String sum(String value, String type) {
    return isFloating(type)
        ? "CASE WHEN bool_and(isfinite(%1$s)) THEN fsum(%1$s::DOUBLE) ELSE sum(%1$s::DOUBLE) END"
            .formatted(value)
        : "sum(%s)".formatted(value);
  }

  /** What the author wrote, as a value that compares with a column of a type. */
  static String literal(String written, String type) {
    if (isNumber(type) && NUMBER.matcher(written).matches()) {
      return written;
    }
    String as = isNumber(type) ? "DOUBLE" : type;
    return "CAST(%s AS %s)".formatted(SqlName.literal(written), as);
  }

  /** Whether a value lies between two bounds; null where the value is. */
  static String isWithin(String value, Limits limits, String type) {
    List<String> parts = new ArrayList<>();
    if (limits.min() != null) {
      parts.add("%s >= %s".formatted(value, literal(limits.min(), type)));
    }
    if (limits.max() != null) {
      parts.add("%s <= %s".formatted(value, literal(limits.max(), type)));
    }
    if (isFloating(type)) {
      parts.add("NOT isnan(%s)".formatted(value));
    }
    return parts.isEmpty() ? "true" : "(" + String.join(" AND ", parts) + ")";
  }

  /**
   * A double as it is shown and judged: to twelve digits, for the last ones depend on the order in
   * which values were added.
   */
  static String rounded(String value) {
    return "CAST(format('{:.12g}', CAST(%s AS DOUBLE)) AS DOUBLE)".formatted(value);
  }

  /** As text; whole doubles without a fraction. */
  static String text(String value, boolean isDouble) {
    return isDouble
        ? "regexp_replace(CAST(%s AS VARCHAR), '\\.0$', '')".formatted(value)
        : "CAST(%s AS VARCHAR)".formatted(value);
  }

  static String anyNull(Collection<String> columns) {
    return columns.stream()
        .map(column -> SqlName.quote(column) + " IS NULL")
        .collect(Collectors.joining(" OR "));
  }

  static String noNull(Collection<String> columns) {
    return columns.stream()
        .map(column -> SqlName.quote(column) + " IS NOT NULL")
        .collect(Collectors.joining(" AND "));
  }

  /** A text literal, or NULL. */
  static String orNull(@Nullable String text) {
    return text == null ? "NULL" : SqlName.literal(text);
  }
}
