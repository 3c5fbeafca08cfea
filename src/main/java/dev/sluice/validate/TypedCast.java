// SPDX-License-Identifier: Apache-2.0
package dev.sluice.validate;

import java.util.Set;

/** Casts typed values: equal types pass untouched, others must survive the way there and back. */
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

  private static final Set<String> ZONED = Set.of("TIMESTAMP WITH TIME ZONE", "TIMESTAMPTZ_NS");

  private TypedCast() {}

  /** The cast of {@code raw}, of one type, to another; {@code typed} names the resulting value. */
  static Cast between(String from, String to, String raw, String typed) {
    if (from.equals(to)) {
      return Cast.none(raw);
    }
    if (from.equals("VARCHAR")) {
      return TextCast.to(to, raw, typed);
    }
    if (from.equals("BLOB") && to.equals("VARCHAR")) {
      return Cast.orNull("TRY(decode(" + raw + "))", typed);
    }
    if (ZONED.contains(from) && to.equals("TIMESTAMP")) {
      return new Cast("NULL::TIMESTAMP", "false", "'TYPE_CAST'");
    }
    String value = "TRY_CAST(" + raw + " AS " + to + ")";
    if (to.equals("VARCHAR")) {
      return new Cast(value, null, "'TYPE_CAST'");
    }
    return new Cast(
        value, "TRY_CAST(" + typed + " AS " + from + ") = " + raw, code(from, to, typed));
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
    return "CASE WHEN " + typed + " IS NULL THEN '" + beyond + "' ELSE 'NUM_SCALE' END";
  }

  private static boolean isNumber(String type) {
    return NUMBERS.contains(type) || type.startsWith("DECIMAL(");
  }

  private static boolean isTime(String type) {
    return type.startsWith("TIME") || type.equals("DATE");
  }
}
