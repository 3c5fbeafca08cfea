// SPDX-License-Identifier: Apache-2.0
package dev.sluice.warehouse.duckdb;

import dev.sluice.schema.Column;
import dev.sluice.schema.TypeText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The type of a column whose values are of several types: the wider, when it holds all of them, or
 * else text. The order in which types come does not matter.
 */
final class CommonType {
  private static final String TEXT = "VARCHAR";
  private static final int MAX_DIGITS = 38;
  private static final Pattern DECIMAL = Pattern.compile("DECIMAL\\((\\d+),\\s*(\\d+)\\)");

  /** Each holds all before it; a whole number and a float have no type but text in common. */
  private static final List<List<String>> CHAINS =
      List.of(List.of("TINYINT", "SMALLINT", "INTEGER", "BIGINT"), List.of("FLOAT", "DOUBLE"));

  private CommonType() {}

  /** The type that holds the values of both. */
  static String of(String one, String other) {
    if (one.equals(other)) {
      return one;
    }
    Column a = Column.of("", one, true).opened();
    Column b = Column.of("", other, true).opened();
    if (a.isList() && b.isList()) {
      return of(a.nested().get(0).type(), b.nested().get(0).type()) + "[]";
    }
    if (a.isMap() && b.isMap()) {
      return "MAP(%s, %s)"
          .formatted(
              of(keyOf(one), keyOf(other)), of(a.nested().get(0).type(), b.nested().get(0).type()));
    }
    if (a.isStruct() && b.isStruct()) {
      return struct(one, other);
    }
    return plain(one, other);
  }

  private static String keyOf(String map) {
    return TypeText.parts(map, "MAP(".length()).get(0);
  }

  /** The fields by their names, which are spelled as the kernel does. */
  private static String struct(String one, String other) {
    Map<String, String> fields = new LinkedHashMap<>();
    for (String struct : List.of(one, other)) {
      for (String field : TypeText.parts(struct, "STRUCT(".length())) {
        int end = TypeText.endOfName(field);
        fields.merge(field.substring(0, end), field.substring(end).strip(), CommonType::of);
      }
    }
    List<String> spelled = new ArrayList<>();
    fields.forEach((name, type) -> spelled.add(name + " " + type));
    return "STRUCT(" + String.join(", ", spelled) + ")";
  }

  private static String plain(String one, String other) {
    for (List<String> chain : CHAINS) {
      if (chain.contains(one) && chain.contains(other)) {
        return chain.get(Math.max(chain.indexOf(one), chain.indexOf(other)));
      }
    }
    Matcher decimal = DECIMAL.matcher(one);
    Matcher beside = DECIMAL.matcher(other);
    return decimal.matches() && beside.matches() ? decimal(decimal, beside) : TEXT;
  }

  private static String decimal(Matcher one, Matcher other) {
    int scale = Math.max(scale(one), scale(other));
    int width = scale + Math.max(whole(one), whole(other));
    return width > MAX_DIGITS ? TEXT : "DECIMAL(%d,%d)".formatted(width, scale);
  }

  private static int scale(Matcher decimal) {
    return Integer.parseInt(decimal.group(2));
  }

  private static int whole(Matcher decimal) {
    return Integer.parseInt(decimal.group(1)) - scale(decimal);
  }
}
