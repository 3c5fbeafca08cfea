// SPDX-License-Identifier: Apache-2.0
package dev.sluice.bind.type;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.bind.parse.SqlTokens;
import dev.sluice.bind.parse.SqlTree;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * What the author of a statement wrote, out of the kernel's plan, which adds casts of its own.
 *
 * @param sql the statement that the plan is of
 */
record AuthoredSql(String sql) {
  private static final Pattern CAST = Pattern.compile("(?s)\\s*(::|(try_)?cast\\s*\\().*");

  /** What stands there without the casts that the kernel put around it. */
  JsonNode of(JsonNode expression) {
    JsonNode at = expression;
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
    JsonNode inside = cast.path("children").path(0);
    if (!inside.has("query_location")) {
      boolean isLiteral = isConstant(inside); // such as DATE '2026-01-01'
      return isLiteral || CAST.matcher(text(cast).toLowerCase(Locale.ROOT)).matches();
    }
    return !place(cast).equals(place(inside));
  }

  private static List<Integer> place(JsonNode node) {
    return List.of(node.path("query_location").asInt(), node.path("query_location_length").asInt());
  }

  private String text(JsonNode node) {
    int from = offset(node);
    int bytes = node.path("query_location").asInt() + node.path("query_location_length").asInt();
    return sql.substring(from, Math.max(from, SqlTokens.characters(sql, bytes)));
  }

  /** The offset of a node in characters, or -1 when the plan gives none. */
  int offset(JsonNode node) {
    return node.has("query_location")
        ? SqlTokens.characters(sql, node.path("query_location").asInt())
        : -1;
  }

  static boolean isConstant(JsonNode node) {
    return SqlTree.type(node).equals("VALUE_CONSTANT");
  }

  /** The type of an expression. */
  static PlannedType type(JsonNode node) {
    return PlannedType.of(
        isConstant(node) ? node.path("value").path("type") : node.path("return_type"));
  }
}
