// SPDX-License-Identifier: Apache-2.0
package dev.sluice.bind.type;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A type as the kernel's plan spells it.
 *
 * @param id its name without what stands in parentheses
 * @param inner the types inside of a list, a map or a struct, in their order
 */
record PlannedType(String id, int width, int scale, List<PlannedType> inner) {
  private static final Pattern NUMBER =
      Pattern.compile("U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?|FLOAT|DOUBLE|DECIMAL|BIGNUM");

  /** How many digits every value of a float's type keeps. */
  private static final Map<String, Integer> KEPT = Map.of("FLOAT", 6, "DOUBLE", 15);

  /** How many digits the greatest value of a whole number's type has. */
  private static final Map<String, Integer> DIGITS =
      Map.of(
          "TINYINT", 3,
          "SMALLINT", 5,
          "INTEGER", 10,
          "BIGINT", 19,
          "UTINYINT", 3,
          "USMALLINT", 5,
          "UINTEGER", 10,
          "UBIGINT", 20);

  /** Kinds of values: those of one kind can be compared, and put into one column. */
  enum Kind {
    NUMBER,
    DAY,
    CLOCK,
    BOOLEAN,
    TEXT,
    BYTES,
    /** Can be compared with everything, or it is the kernel's to say. */
    ANY
  }

  static PlannedType of(JsonNode type) {
    JsonNode more = type.path("type_info");
    List<PlannedType> inner =
        Stream.concat(
                more.path("child_types").valueStream().map(child -> child.path("second")),
                more.path("child_type").isMissingNode()
                    ? Stream.of()
                    : Stream.of(more.path("child_type")))
            .map(PlannedType::of)
            .toList();
    return new PlannedType(
        type.path("id").asText(), more.path("width").asInt(), more.path("scale").asInt(), inner);
  }

  Kind kind() {
    if (id.startsWith("TIMESTAMP") || id.equals("DATE")) {
      return Kind.DAY;
    }
    return switch (id) {
      case "TIME", "TIME WITH TIME ZONE", "TIME_NS" -> Kind.CLOCK;
      case "BOOLEAN" -> Kind.BOOLEAN;
      case "VARCHAR" -> Kind.TEXT;
      case "BLOB" -> Kind.BYTES;
      default -> NUMBER.matcher(id).matches() ? Kind.NUMBER : Kind.ANY;
    };
  }

  /** Whether values of both types, or what stands inside of them, have nothing in common. */
  boolean isUnlike(PlannedType other) {
    if (kind() != Kind.ANY || other.kind() != Kind.ANY) {
      return kind() != other.kind() && kind() != Kind.ANY && other.kind() != Kind.ANY;
    }
    boolean isOneShape = inner.size() == other.inner.size();
    for (int i = 0; isOneShape && i < inner.size(); i++) {
      if (inner.get(i).isUnlike(other.inner.get(i))) {
        return true;
      }
    }
    return false;
  }

  /**
   * Whether a cast of this number to the other type changes values without a word, or cannot hold
   * ordinary ones. A sum of whole numbers is as wide as can be; one that is not held is an error.
   */
  boolean isCutBy(PlannedType to) {
    if (kind() != Kind.NUMBER || to.kind() != Kind.NUMBER || id.equals("BIGNUM")) {
      return false;
    }
    boolean isFloat = KEPT.containsKey(id);
    if (KEPT.containsKey(to.id)) {
      int digits = isFloat ? KEPT.getOrDefault(id, 0) : digits();
      return digits > KEPT.getOrDefault(to.id, 0);
    }
    boolean isNarrow = id.equals("DECIMAL") && scale > to.scale;
    boolean isShort = to.id.equals("DECIMAL") && DIGITS.getOrDefault(id, 0) > to.width - to.scale;
    return isFloat || isNarrow || isShort;
  }

  private int digits() {
    return id.equals("DECIMAL") ? width : DIGITS.getOrDefault(id, 39);
  }

  /** With the article that a sentence needs. */
  String article() {
    return (id.startsWith("INT") ? "an " : "a ") + this;
  }

  @Override
  public String toString() {
    if (id.equals("DECIMAL")) {
      return "DECIMAL(" + width + "," + scale + ")";
    }
    String types = inner.stream().map(PlannedType::toString).collect(Collectors.joining(", "));
    return id.equals("LIST") ? types + "[]" : types.isEmpty() ? id : id + "(" + types + ")";
  }
}
