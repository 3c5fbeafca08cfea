// SPDX-License-Identifier: Apache-2.0
package dev.sluice.report.text;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes what a command found as one JSON document with snake_case keys. */
public final class Json {
  private static final JsonMapper MAPPER =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private static final JsonMapper LINES = JsonMapper.builder().build();

  private Json() {}

  /** The same in one line, for one of many. */
  public static String line(Map<String, @Nullable Object> tree) {
    return write(LINES, tree);
  }

  public static String write(Map<String, @Nullable Object> tree) {
    return write(MAPPER, tree);
  }

  private static String write(JsonMapper mapper, Map<String, @Nullable Object> tree) {
    try {
      return plain(mapper.writeValueAsString(tree));
    } catch (JacksonException e) {
      throw new IllegalStateException("Cannot write JSON", e);
    }
  }

  /**
   * The same document without characters that a terminal obeys: below the space JSON escapes them,
   * the others can stand in texts only, where an escape means the same.
   */
  private static String plain(String json) {
    StringBuilder out = new StringBuilder(json.length());
    json.codePoints()
        .forEach(
            c -> {
              if (c >= ' ' && SafeText.isObeyed(c)) {
                for (char unit : Character.toChars(c)) {
                  out.append(String.format(Locale.ROOT, "\\u%04x", (int) unit));
                }
              } else {
                out.appendCodePoint(c);
              }
            });
    return out.toString();
  }
}
