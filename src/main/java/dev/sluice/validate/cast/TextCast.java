// SPDX-License-Identifier: Apache-2.0
package dev.sluice.validate.cast;

import dev.sluice.kernel.sql.SqlName;

/**
 * Casts texts strictly: a text is accepted only if its value can be read in one way and is held
 * without rounding.
 *
 * <p>The kernel's own casts also take {@code ' 5'}, {@code 1_000} and {@code 0x1F}, and round. A
 * regular expression per value costs more than the cast; where most texts are spelled as the kernel
 * spells the value, comparing with that spelling keeps it off the common path.
 */
final class TextCast {
  private static final String INTEGER = "[+-]?[0-9]+";
  private static final String PLAIN = "[+-]?([0-9]+|[0-9]*[.][0-9]+)";
  private static final String FLOAT = "[+-]?([0-9]+[.]?[0-9]*|[.][0-9]+)([eE][+-]?[0-9]+)?";
  private static final String ZERO = "[+-]?[0.]+([eE].*)?";
  private static final String DAY = "[0-9]{4}-[0-9]{2}-[0-9]{2}";
  private static final String HOUR = "([01][0-9]|2[0-3]):[0-5][0-9]";
  private static final String MICROS = "([.][0-9]{1,6}0*)?";
  private static final String CLOCK = HOUR + "(:[0-5][0-9]" + MICROS + ")?";
  private static final String ZONE = "(Z| UTC|[+-]([01][0-9]|2[0-3])(:?[0-5][0-9])?)?";

  /** What looks like a date or a time, existing or not. */
  private static final String ANY_DAY = "[+-]?[0-9]{4,}-[0-9]{2}-[0-9]{2}";

  /** As the kernel spells years that are none of Sluice's. */
  private static final String BEFORE_CHRIST = "( [(]BC[)])?";

  private static final String ANY_CLOCK = "[0-9]{2}:[0-9]{2}(:[0-9]{2}([.][0-9]+)?)?";
  private static final String ANY_ZONE = "(Z| UTC|[+-][0-9]{2}(:?[0-9]{2})?)?";
  private static final String TOO_FINE = ".*[.][0-9]{6}[0-9]*[1-9][0-9]*([ UZ+-].*)?";

  private TextCast() {}

  /** The cast of the text {@code raw} to a type; {@code typed} names the resulting value. */
  static Cast to(String type, String raw, String typed) {
    String value = "TRY_CAST(" + raw + " AS " + type + ")";
    if (type.startsWith("DECIMAL(")) {
      int scale =
          Integer.parseInt(type.substring(type.indexOf(',') + 1, type.length() - 1).strip());
      return decimal(value, raw, typed, scale);
    }
    return switch (type) {
      case "VARCHAR" -> Cast.none(raw);
      case "BLOB" -> new Cast("encode(" + raw + ")", null, "'TYPE_CAST'");
      case "BOOLEAN" ->
          new Cast(
              value,
              raw + " IN ('true', 'false') OR lower(" + raw + ") IN ('true', 'false')",
              "'TYPE_CAST'");
      case "UUID" -> new Cast(value, typed + "::VARCHAR = lower(" + raw + ")", "'TYPE_CAST'");
      case "TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT" -> integer(value, raw, typed);
      case "FLOAT", "DOUBLE" ->
          new Cast(
              value,
              "isfinite(%s) AND %s AND %s"
                  .formatted(typed, hasNoExtras(raw), isNoUnderflow(raw, typed)),
              choose(matches(raw, FLOAT), "NUM_RANGE"));
      case "DATE" -> date(value, raw, typed);
      case "TIME" -> time(value, raw, typed);
      case "TIMESTAMP" -> timestamp(value, raw, typed, "", "");
      case "TIMESTAMP WITH TIME ZONE" -> timestamp(value, raw, typed, ZONE, ANY_ZONE);
      default -> Cast.orNull(value, typed);
    };
  }

  private static Cast integer(String value, String raw, String typed) {
    return new Cast(
        value,
        spelled(raw, typed) + " OR (" + typed + " IS NOT NULL AND " + matches(raw, INTEGER) + ")",
        choose(matches(raw, INTEGER), "NUM_RANGE", matches(raw, PLAIN), "NUM_SCALE"));
  }

  private static Cast decimal(String value, String raw, String typed, int scale) {
    String fits =
        matches(
            raw,
            scale == 0 ? "[+-]?[0-9]+([.]0+)?" : "[+-]?([0-9]+|[0-9]*[.][0-9]{1," + scale + "}0*)");
    return new Cast(
        value,
        spelled(raw, typed) + " OR (" + typed + " IS NOT NULL AND " + fits + ")",
        choose(
            fits,
            "NUM_RANGE",
            matches(raw, PLAIN),
            "NUM_SCALE",
            "coalesce(%s, 0) = 0 AND %s AND NOT %s"
                .formatted(typed, matches(raw, FLOAT), matches(raw, ZERO)),
            "NUM_RANGE"));
  }

  /** Whether a float that became zero was written as zero. */
  private static String isNoUnderflow(String raw, String typed) {
    return "(" + typed + " <> 0 OR " + matches(raw, ZERO) + ")";
  }

  private static Cast date(String value, String raw, String typed) {
    return new Cast(
        value,
        spelled(raw, typed) + " AND " + typed + " BETWEEN DATE '0001-01-01' AND DATE '9999-12-31'",
        choose(matches(raw, ANY_DAY), "TS_RANGE"));
  }

  private static Cast time(String value, String raw, String typed) {
    return new Cast(
        value,
        typed + " IS NOT NULL AND " + matches(raw, CLOCK),
        choose(
            matches(raw, CLOCK.replace(MICROS, "[.][0-9]+")),
            "NUM_SCALE",
            matches(raw, ANY_CLOCK),
            "TS_RANGE"));
  }

  private static Cast timestamp(
      String value, String raw, String typed, String zone, String anyZone) {
    String day = ANY_DAY + BEFORE_CHRIST + "([T ]" + ANY_CLOCK + anyZone + ")?";
    return new Cast(
        value,
        typed
            + " BETWEEN '0001-01-01 00:00:00' AND '9999-12-31 23:59:59.999999' AND "
            + matches(raw, DAY + "([T ]" + CLOCK + zone + ")?"),
        choose(
            matches(raw, day) + " AND " + matches(raw, TOO_FINE),
            "NUM_SCALE",
            matches(raw, day),
            "TS_RANGE"));
  }

  /**
   * No blank at either end and no separator of digits: what a cast to a float takes beyond digits.
   */
  private static String hasNoExtras(String raw) {
    return "%1$s > '!' AND right(%1$s, 1) > '!' AND NOT contains(%1$s, '_')".formatted(raw);
  }

  private static String spelled(String raw, String typed) {
    return typed + "::VARCHAR = " + raw;
  }

  private static String matches(String raw, String pattern) {
    return "regexp_full_match(" + raw + ", " + SqlName.literal(pattern) + ")";
  }

  private static String choose(String... conditionsAndCodes) {
    StringBuilder sql = new StringBuilder("CASE");
    for (int i = 0; i < conditionsAndCodes.length; i += 2) {
      sql.append(" WHEN ").append(conditionsAndCodes[i]);
      sql.append(" THEN ").append(SqlName.literal(conditionsAndCodes[i + 1]));
    }
    return sql + " ELSE 'TYPE_CAST' END";
  }
}
