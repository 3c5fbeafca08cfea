// SPDX-License-Identifier: Apache-2.0
package dev.sluice.source.files.json.record;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import dev.sluice.error.ErrorCode;
import dev.sluice.source.files.record.RecordRefused;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Says what is wrong with a record of JSON, without quoting it: it may be personal.
 *
 * <p>The parser's own texts speak of its options and of its code; only their beginnings are looked
 * at.
 */
public final class JsonTrouble {
  /** What a text of the parser begins with, and what it means. */
  private static final Map<String, String> MEANINGS = new LinkedHashMap<>();

  static {
    MEANINGS.put("Unrecognized token", "a word that is not quoted");
    MEANINGS.put("Unexpected close marker", "a bracket that closes nothing");
    MEANINGS.put("Illegal unquoted character", "a control character in a string");
    MEANINGS.put("Illegal character", "a control character between values");
    MEANINGS.put("Unrecognized character escape", "an escape in a string that JSON has not");
    MEANINGS.put("Invalid numeric value", "a number that JSON does not spell so");
    MEANINGS.put("Non-standard token", "a number that JSON has no word for");
    MEANINGS.put("Unexpected end", "it ends too early");
    MEANINGS.put("Unexpected character", "a character that may not stand there");
  }

  private JsonTrouble() {}

  public static RecordRefused of(JsonProcessingException e) {
    String message = e.getOriginalMessage();
    if (e instanceof StreamConstraintsException) {
      return message.contains("nesting depth")
          ? new RecordRefused(ErrorCode.JSON_DEPTH, "is nested more than 1000 levels deep")
          : new RecordRefused(
              ErrorCode.ROW_TOO_LARGE,
              "has a number of more than 1000 digits, or a key of more than 50,000 characters");
    }
    if (message.startsWith("Duplicate ")) {
      return new RecordRefused(ErrorCode.JSON_DUP_KEY, "has a key twice" + column(e.getLocation()));
    }
    if (message.startsWith("Unexpected low surrogate")
        || message.startsWith("Broken surrogate pair")) {
      return JsonEscapes.half();
    }
    String meaning =
        e instanceof JsonEOFException
            ? "it ends too early"
            : MEANINGS.entrySet().stream()
                .filter(known -> message.startsWith(known.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse("it cannot be parsed");
    return syntax("is not JSON: " + meaning, e.getLocation());
  }

  static RecordRefused syntax(String what, @Nullable JsonLocation at) {
    return new RecordRefused(ErrorCode.JSON_SYNTAX, what + column(at));
  }

  private static String column(@Nullable JsonLocation at) {
    if (at == null) {
      return "";
    }
    String line = at.getLineNr() > 1 ? "its line " + at.getLineNr() + ", " : "";
    return " (" + line + "column " + at.getColumnNr() + ")";
  }
}
