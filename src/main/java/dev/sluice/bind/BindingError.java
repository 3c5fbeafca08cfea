// SPDX-License-Identifier: Apache-2.0
package dev.sluice.bind;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.bind.parse.SqlProblem;
import dev.sluice.bind.parse.SqlTokens;
import dev.sluice.error.ErrorCode;
import dev.sluice.error.issue.Suggestion;
import java.sql.SQLException;
import java.util.Collection;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the kernel's account of why a statement does not bind. */
final class BindingError {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern MEANT = Pattern.compile("Did you mean \"([^\"]+)\"");
  private static final Pattern NO_COLUMN =
      Pattern.compile("Table \"([^\"]*)\" does not have a column named \"([^\"]*)\"");

  /** A column of a USING; the kernel does not say where that stands. */
  private static final Pattern NOT_ON_SIDE =
      Pattern.compile("Column \"[^\"]*\" does not exist on (left|right) side of join");

  private static final Pattern NO_DATABASE = Pattern.compile("^Catalog \"[^\"]*\" does not exist");

  private BindingError() {}

  /**
   * The problem in terms of the statement.
   *
   * @param text what the kernel was given
   * @param prefix how many characters stand before the statement in it
   * @param columns the columns of the statement's tables
   */
  static SqlProblem of(SQLException error, String text, int prefix, Collection<String> columns) {
    String raw = String.valueOf(error.getMessage());
    JsonNode answer = parse(raw);
    if (answer == null) {
      return new SqlProblem(ErrorCode.SQL_BIND, 0, firstLine(raw), null);
    }
    int position = SqlTokens.characters(text, answer.path("position").asInt(0));
    int offset = Math.max(0, Math.min(position, text.length()) - prefix);
    String message = answer.path("exception_message").asText();
    boolean isSyntax = answer.path("exception_type").asText().equals("Parser");
    ErrorCode code = isSyntax ? ErrorCode.SQL_SYNTAX : ErrorCode.SQL_BIND;
    String column = missingColumn(answer, message);
    if (column != null) {
      String has = columns.isEmpty() ? "" : " (has: " + String.join(", ", columns) + ")";
      return new SqlProblem(
          code, offset, "No column " + column + has, Suggestion.nearest(bare(column), columns));
    }
    Matcher unmatched = NOT_ON_SIDE.matcher(message);
    if (unmatched.find() && answer.path("position").asInt(0) == 0) {
      offset = Math.max(0, SqlTokens.of(text).find(prefix, "USING") - prefix);
    }
    Matcher meant = MEANT.matcher(message);
    String suggestion = meant.find() ? "did you mean `" + meant.group(1) + "`?" : null;
    return new SqlProblem(code, offset, firstLine(message), suggestion);
  }

  /**
   * Whether a statement is wrong in any database that has its tables: not where it names what is
   * not there, or cannot be had here.
   */
  static boolean isCertain(SQLException error) {
    JsonNode answer = parse(String.valueOf(error.getMessage()));
    if (answer == null) {
      return false;
    }
    String type = answer.path("exception_type").asText();
    boolean isOfOtherDatabase =
        NO_DATABASE.matcher(answer.path("exception_message").asText()).find();
    return type.equals("Parser") || (type.equals("Binder") && !isOfOtherDatabase);
  }

  /** The name without that of its table. */
  private static String bare(String column) {
    return column.substring(column.lastIndexOf('.') + 1);
  }

  private static @Nullable String missingColumn(JsonNode answer, String message) {
    if (answer.path("error_subtype").asText().equals("COLUMN_NOT_FOUND")) {
      return answer.path("name").asText();
    }
    Matcher qualified = NO_COLUMN.matcher(message);
    return qualified.find() ? qualified.group(1) + "." + qualified.group(2) : null;
  }

  private static @Nullable JsonNode parse(String raw) {
    try {
      return raw.startsWith("{") ? JSON.readTree(raw) : null;
    } catch (JsonProcessingException e) {
      return null;
    }
  }

  private static String firstLine(String message) {
    return message.lines().findFirst().orElse("");
  }
}
