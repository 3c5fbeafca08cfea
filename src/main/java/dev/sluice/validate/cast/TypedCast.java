// SPDX-License-Identifier: Apache-2.0
package dev.sluice.validate.cast;

import dev.sluice.kernel.sql.RowJson;
import dev.sluice.schema.Column;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Casts typed values: equal types pass untouched, others must survive the way there and back. Dates
 * and times must lie in the years 1 to 9999, whatever their type was.
 */
final class TypedCast {
  private static final Set<String> NUMBERS =
      Set.of(
          "TINYINT",
          "SMALLINT",
          "INTEGER",
          "BIGINT",
          "HUGEINT",
          "UTINYINT",
          "USMALLINT",
          "UINTEGER",
          "UBIGINT",
          "UHUGEINT",
          "FLOAT",
          "DOUBLE");

  private TypedCast() {}

  /** The cast of {@code raw}, of one type, to another; {@code typed} names the resulting value. */
  static Cast between(String from, String to, String raw, String typed) {
    if (from.equals("VARCHAR") && (to.equals("VARCHAR") || to.equals("BLOB"))) {
      return new Cast(TextCast.to(to, raw, typed).value(), hasNoNul(raw), "'ENC_NUL'");
    }
    if (from.equals(to)) {
      return new Cast(raw, range(to, typed), "'TS_RANGE'");
    }
    if (from.equals("VARCHAR")) {
      return TextCast.to(to, raw, typed);
    }
    if (Column.of("", from, true).isNested()) {
      return to.equals("VARCHAR")
          ? Cast.none(RowJson.text(raw, from))
          : new Cast("NULL::" + to, "false", "'TYPE_CAST'");
    }
    if (from.equals("BLOB") && to.equals("VARCHAR")) {
      return new Cast(
          "TRY(decode(" + raw + "))",
          hasNoNul(typed),
          "CASE WHEN " + typed + " IS NULL THEN 'TYPE_CAST' ELSE 'ENC_NUL' END");
    }
    boolean isInstant = from.equals("TIMESTAMP WITH TIME ZONE") || from.equals("TIMESTAMPTZ_NS");
    if (isInstant && to.equals("TIMESTAMP")) {
      return new Cast("NULL::TIMESTAMP", "false", "'TYPE_CAST'");
    }
    return converted(from, to, raw, typed);
  }

  /** Texts of CSV and JSON never hold one; those of typed formats are held to the same. */
  static String hasNoNul(String text) {
    return "NOT contains(" + text + ", chr(0))";
  }

  private static Cast converted(String from, String to, String raw, String typed) {
    // A binary float is the decimal that it is written as; the kernel's own cast shows its noise.
    boolean isFloat = from.equals("DOUBLE") || from.equals("FLOAT");
    String exact = isFloat && to.startsWith("DECIMAL(") ? "CAST(" + raw + " AS VARCHAR)" : raw;
    String value = "TRY_CAST(" + exact + " AS " + to + ")";
    if (to.equals("VARCHAR")) {
      return new Cast(value, null, "'TYPE_CAST'");
    }
    String same = "TRY_CAST(" + typed + " AS " + from + ") = " + raw;
    String range = range(to, typed);
    String ok = range == null ? same : same + " AND " + range;
    return new Cast(value, ok, code(from, to, typed));
  }

  /** What holds of every date and time that Sluice takes in; null for other types. */
  static @Nullable String range(String type, String typed) {
    return switch (type) {
      case "DATE" -> typed + " BETWEEN DATE '0001-01-01' AND DATE '9999-12-31'";
      case "TIME" -> typed + " BETWEEN TIME '00:00:00' AND TIME '23:59:59.999999'";
      case "TIMESTAMP", "TIMESTAMP WITH TIME ZONE" ->
          typed + " BETWEEN '0001-01-01 00:00:00' AND '9999-12-31 23:59:59.999999'";
      default -> null;
    };
  }

  private static String code(String from, String to, String typed) {
    String beyond;
    if (isNumber(from) && isNumber(to)) {
      beyond = "NUM_RANGE";
    } else if (isTime(from) && isTime(to)) {
      beyond = "TS_RANGE";
    } else {
      return "'TYPE_CAST'";
    }
    String range = range(to, typed);
    String fits = range == null ? "" : " OR NOT (" + range + ")";
    return "CASE WHEN " + typed + " IS NULL" + fits + " THEN '" + beyond + "' ELSE 'NUM_SCALE' END";
  }

  private static boolean isNumber(String type) {
    return NUMBERS.contains(type) || type.startsWith("DECIMAL(");
  }

  private static boolean isTime(String type) {
    return type.startsWith("TIME") || type.equals("DATE");
  }
}
