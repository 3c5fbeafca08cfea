// SPDX-License-Identifier: Apache-2.0
package dev.sluice.sql;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.error.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Finds comparisons of values that have nothing in common, such as a number with a date.
 *
 * <p>The kernel binds them by casting one side, and fails at the first row, or says something that
 * nobody meant; of {@code <} it refuses most of them, of {@code =} none. It is asked for its plan,
 * where each side stands with its type and the casts it added. What the author casts is taken as
 * meant, and so is a literal beside a text or a boolean.
 */
final class Comparisons {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern NUMBER =
      Pattern.compile("U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?|FLOAT|DOUBLE|DECIMAL|BIGNUM");

  private final String sql;
  private final List<SqlProblem> problems = new ArrayList<>();

  private Comparisons(String sql) {
    this.sql = sql;
  }

  /** A call that asks the kernel for the plan of a statement. */
  static String question(String sql) {
    return "SELECT json_serialize_plan("
        + SqlName.literal(sql)
        + ", optimize := false, skip_default := true, skip_empty := true, skip_null := true)";
  }

  /** Judges a statement by the kernel's answer; one without a plan is not judged. */
  static List<SqlProblem> check(String sql, String answer) {
    Comparisons comparisons = new Comparisons(sql);
    try {
      comparisons.walk(JSON.readTree(answer).path("plans"));
      return comparisons.problems.stream().distinct().toList();
    } catch (JsonProcessingException e) {
      return List.of();
    }
  }

  private void walk(JsonNode node) {
    JsonNode sides = node.path("children");
    if (SqlTree.type(node).startsWith("COMPARE_")) {
      for (int i = 1; i < sides.size(); i++) {
        compare(node, sides.get(0), sides.get(i));
      }
    } else if (node.has("comparison")) {
      compare(node, node.path("left"), node.path("right"));
    }
    for (JsonNode child : node) {
      walk(child);
    }
  }

  private void compare(JsonNode node, JsonNode left, JsonNode right) {
    JsonNode one = meant(left);
    JsonNode other = meant(right);
    Kind kind = Kind.of(type(one));
    Kind beside = Kind.of(type(other));
    boolean isWritten = isConstant(one) || isConstant(other);
    boolean isLoose = has(Kind.BOOLEAN, kind, beside) || has(Kind.TEXT, kind, beside);
    if (kind == beside || has(Kind.ANY, kind, beside) || (isLoose && isWritten)) {
      return;
    }
    problems.add(
        new SqlProblem(
            ErrorCode.SQL_BIND,
            offset(node, left, right),
            "%s %s is compared with %s %s: an explicit cast is required"
                .formatted(article(type(one)), type(one), article(type(other)), type(other)),
            advice(one, kind, other, beside)));
  }

  private static String advice(JsonNode one, Kind kind, JsonNode other, Kind beside) {
    if (has(Kind.TEXT, kind, beside)) {
      return "write CAST(… AS " + type(kind == Kind.TEXT ? other : one) + ") around the text";
    }
    return has(Kind.BOOLEAN, kind, beside)
        ? "write CAST(… AS INTEGER) around the BOOLEAN"
        : "compare values of one kind: epoch_ms(…) or year(…) make a number of a time";
  }

  private static boolean has(Kind wanted, Kind one, Kind other) {
    return one == wanted || other == wanted;
  }

  private static String article(String type) {
    return type.startsWith("INT") ? "an" : "a";
  }

  /** What the author wrote, without the casts that the kernel put around it. */
  private JsonNode meant(JsonNode side) {
    JsonNode at = side;
    while (SqlTree.type(at).equals("OPERATOR_CAST") && !isWritten(at)) {
      at = at.path("children").path(0);
    }
    return at;
  }

  /** A cast that the kernel added stands where what is cast stands. */
  private boolean isWritten(JsonNode cast) {
    if (!cast.has("query_location")) {
      return false;
    }
    int from = SqlTokens.characters(sql, cast.path("query_location").asInt());
    int bytes = cast.path("query_location").asInt() + cast.path("query_location_length").asInt();
    int to = SqlTokens.characters(sql, bytes);
    String text = sql.substring(from, Math.max(from, to)).toLowerCase(Locale.ROOT);
    return text.contains("cast") || text.contains("::");
  }

  private int offset(JsonNode node, JsonNode left, JsonNode right) {
    for (JsonNode place : List.of(node, left, right)) {
      if (place.has("query_location")) {
        return SqlTokens.characters(sql, place.path("query_location").asInt());
      }
    }
    return Math.max(0, SqlTokens.of(sql).find(0, "USING", "NATURAL", "ON"));
  }

  private static boolean isConstant(JsonNode node) {
    return SqlTree.type(node).equals("VALUE_CONSTANT");
  }

  private static String type(JsonNode node) {
    JsonNode type = isConstant(node) ? node.path("value").path("type") : node.path("return_type");
    return type.path("id").asText();
  }

  /** Types whose values can be compared. */
  private enum Kind {
    NUMBER,
    DAY,
    CLOCK,
    BOOLEAN,
    TEXT,
    /** Can be compared with everything, or it is the kernel's to say. */
    ANY;

    static Kind of(String type) {
      if (type.startsWith("TIMESTAMP") || type.equals("DATE")) {
        return DAY;
      }
      if (type.startsWith("TIME")) {
        return CLOCK;
      }
      if (type.equals("BOOLEAN") || type.equals("VARCHAR")) {
        return type.equals("BOOLEAN") ? BOOLEAN : TEXT;
      }
      return Comparisons.NUMBER.matcher(type).matches() ? NUMBER : ANY;
    }
  }
}
