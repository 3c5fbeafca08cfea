// SPDX-License-Identifier: Apache-2.0
package dev.sluice.schema.spelling;

import dev.sluice.error.issue.Suggestion;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The words for types: one for each. What other systems call them is not taken, for {@code int} has
 * 64 bits here and 32 there, and a {@code datetime} a zone or none; but it is known, so that the
 * word to write can be said.
 */
final class TypeLexicon {
  /** The kernel's type by the word, of those that hold nothing inside. */
  static final Map<String, String> PLAIN = new LinkedHashMap<>();

  static final String DECIMAL = "decimal";
  static final String LIST = "list";
  static final String MAP = "map";
  static final String STRUCT = "struct";
  static final String ENUM = "enum";

  private static final Map<String, String> FOREIGN = new HashMap<>();

  private static final String EXACT = "decimal(12,2)";

  static {
    PLAIN.put("boolean", "BOOLEAN");
    PLAIN.put("int", "INTEGER");
    PLAIN.put("bigint", "BIGINT");
    PLAIN.put("float", "FLOAT");
    PLAIN.put("double", "DOUBLE");
    PLAIN.put("text", "VARCHAR");
    PLAIN.put("bytes", "BLOB");
    PLAIN.put("uuid", "UUID");
    PLAIN.put("date", "DATE");
    PLAIN.put("time", "TIME");
    PLAIN.put("timestamp", "TIMESTAMP");
    PLAIN.put("timestamptz", "TIMESTAMP WITH TIME ZONE");
    foreign("boolean", "bool logical bit");
    foreign("int", "integer int4 int32 smallint int16 int2 tinyint mediumint uint8 uint16 short");
    foreign("bigint", "long int8 int64 serial bigserial uint32 uinteger unsigned");
    foreign("decimal(20,0)", "ubigint uint64 ulong");
    foreign("decimal(38,0)", "hugeint int128 bigdecimal");
    foreign("float", "real float4 float32");
    foreign("double", "float8 float64 double_precision");
    foreign(
        "text",
        "string varchar char character nvarchar nchar str clob utf8 large_utf8 character_varying"
            + " bpchar citext name json jsonb variant any xml");
    foreign("bytes", "blob binary bytea varbinary byte bytearray");
    foreign("uuid", "guid uniqueidentifier");
    foreign("date", "date32 date64 day");
    foreign("time", "time64 timetz time_micros time_millis");
    foreign(
        "timestamp", "timestamp_ntz datetime2 local_timestamp_micros timestamp_without_time_zone");
    foreign(
        "timestamptz",
        "timestamp_tz timestamp_ltz timestamp_with_time_zone instant timestamp_micros"
            + " timestamp_millis datetimeoffset");
    foreign("list(text)", "array repeated");
    foreign("map(text, text)", "dict object");
    foreign("struct(name text)", "record row");
    foreign("enum(a, b)", "category categorical factor");
    FOREIGN.put("datetime", "write `timestamp`; or `timestamptz` for an instant, which has a zone");
    String number = "write `bigint` for whole numbers, `%s` for exact ones, `double` for measured";
    for (String word : List.of("number", "numeric", "dec", "num", "money", "currency")) {
      FOREIGN.put(word, number.formatted(EXACT));
    }
    for (String word : List.of("interval", "duration", "timedelta")) {
      FOREIGN.put(word, "write `bigint` and keep a number of seconds, or `text`");
    }
  }

  private TypeLexicon() {}

  private static void foreign(String word, String others) {
    for (String other : others.split(" ", -1)) {
      FOREIGN.put(other, "write `" + word + "`");
    }
  }

  /** What a decimal needs. */
  static String digits(String word) {
    return "write `%s(12,2)`: how many digits it has, and how many of them behind the point"
        .formatted(word.equals("number") ? DECIMAL : word);
  }

  static List<String> all() {
    List<String> all = new ArrayList<>(PLAIN.keySet());
    all.addAll(List.of(DECIMAL, LIST, MAP, STRUCT, ENUM));
    return all;
  }

  /**
   * What to write in place of a word that is none.
   *
   * @param argument what stands in brackets behind it; null when nothing does
   */
  static String instead(String word, @Nullable String argument) {
    String lower = word.toLowerCase(Locale.ROOT).replace(' ', '_').replace('-', '_');
    if (all().contains(lower)) {
      return "write `" + lower + "`: types are in lower case";
    }
    boolean isExact = List.of("numeric", "number", "dec").contains(lower);
    if (isExact && argument != null && argument.matches("[0-9]+( *, *[0-9]+)?")) {
      String both = argument.contains(",") ? argument.replace(" ", "") : argument + ",0";
      return "write `decimal(" + both + ")`";
    }
    String known = FOREIGN.get(lower);
    if (known != null) {
      boolean isLong = known.equals("write `text`") && argument != null;
      return isLong
          ? known + "; how long it may be is a rule: `length(x) <= " + argument + "`"
          : known;
    }
    String nearest = Suggestion.nearestOf(lower, all());
    return nearest == null
        ? "types are " + String.join(", ", all())
        : "did you mean `" + nearest + "`?";
  }
}
