// SPDX-License-Identifier: Apache-2.0
package dev.sluice.bind.parse;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.error.ErrorCode;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A parsed SELECT as the kernel's parser describes it.
 *
 * @param sql the text that was parsed
 * @param node its query node; null when there is a problem
 * @param problem why there is no node; null when there is one
 */
public record SqlTree(String sql, @Nullable JsonNode node, @Nullable SqlProblem problem) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Statements that may stand as a table, in parentheses. */
  private static final Set<String> PIVOTS = Set.of("PIVOT", "UNPIVOT", "PIVOT_WIDER");

  /** Reads what the kernel's parser answered about a text. */
  public static SqlTree read(String sql, String answer) {
    try {
      return read(sql, JSON.readTree(answer));
    } catch (JsonProcessingException e) {
      return refused(sql, ErrorCode.SQL_SYNTAX, 0, "The statement is nested too deeply", null);
    }
  }

  private static SqlTree read(String sql, JsonNode answer) {
    SqlTokens tokens = SqlTokens.of(sql);
    JsonNode statements = answer.path("statements");
    boolean isParsed = !answer.path("error").asBoolean(true);
    if (!isParsed && answer.path("error_type").asText().equals("parser")) {
      int offset = SqlTokens.characters(sql, answer.path("position").asInt(0));
      String reason = answer.path("error_message").asText().lines().findFirst().orElse("");
      return refused(
          sql,
          ErrorCode.SQL_SYNTAX,
          offset,
          "Cannot parse the statement: " + reason,
          SyntaxHint.of(sql, offset));
    }
    if (tokens.secondStatement() >= 0 || statements.size() > 1) {
      int offset = Math.max(0, tokens.secondStatement());
      return refused(
          sql,
          ErrorCode.SQL_FORBIDDEN,
          offset,
          "Only one statement may stand here",
          "remove everything behind the semicolon");
    }
    SqlTokens.Token first = tokens.first();
    if (!isParsed) {
      String word = first.text().toUpperCase(Locale.ROOT);
      return refused(
          sql,
          ErrorCode.SQL_FORBIDDEN,
          first.offset(),
          "Only a SELECT may stand here, not " + word,
          PIVOTS.contains(word) ? "write SELECT * FROM (" + word + " …)" : null);
    }
    if (statements.isEmpty()) {
      return refused(sql, ErrorCode.SQL_SYNTAX, 0, "The statement is empty", null);
    }
    return new SqlTree(sql, statements.get(0).path("node"), null);
  }

  static SqlTree refused(
      String sql, ErrorCode code, int offset, String message, @Nullable String suggestion) {
    return new SqlTree(sql, null, new SqlProblem(code, offset, message, suggestion));
  }

  /** The offset of a node in characters, or -1 when the parser gives none. */
  public int offset(JsonNode node) {
    JsonNode location = node.path("query_location");
    return location.isIntegralNumber() && location.canConvertToInt()
        ? SqlTokens.characters(sql, location.asInt())
        : -1;
  }

  /** The offset of a node, else of the first place inside it that has one, else 0. */
  public int firstOffset(JsonNode node) {
    int own = offset(node);
    if (own >= 0) {
      return own;
    }
    int least = Integer.MAX_VALUE;
    for (JsonNode location : node.findValues("query_location")) {
      least = Math.min(least, location.asInt(Integer.MAX_VALUE));
    }
    return least == Integer.MAX_VALUE ? 0 : SqlTokens.characters(sql, least);
  }

  /** The text of a node; null when the parser does not say where it stands. */
  public @Nullable String text(JsonNode node) {
    int begin = node.path("query_location").asInt(-1);
    int length = node.path("query_location_length").asInt(-1);
    return begin < 0 || length <= 0
        ? null
        : sql.substring(
            SqlTokens.characters(sql, begin), SqlTokens.characters(sql, begin + length));
  }

  public static String type(JsonNode node) {
    return node.path("type").isTextual() ? node.path("type").asText() : "";
  }

  public static boolean isClass(JsonNode node, String name) {
    return node.path("class").asText().equals(name);
  }

  /** The parts of a column reference, such as table and column. */
  public static List<String> names(JsonNode columnRef) {
    return columnRef.path("column_names").valueStream().map(JsonNode::asText).toList();
  }
}
