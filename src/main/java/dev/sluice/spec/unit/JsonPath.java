// SPDX-License-Identifier: Apache-2.0
package dev.sluice.spec.unit;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Keys that lead into a document, as people write them: {@code $}, {@code $.data.items}. */
public final class JsonPath {
  /** How to write one, for messages. */
  public static final String FORM =
      "`$` for what a file is itself, `$.KEY` or `$.KEY.KEY` for what stands under a key";

  private static final Pattern KEY =
      Pattern.compile("\\.([^.\\[\\]\"'*\\s]+)|\\[\"([^\"]+)\"\\]|\\['([^']+)'\\]");

  private JsonPath() {}

  /** Reads the keys; a last {@code [*]} changes nothing. Empty when the text is no such path. */
  public static Optional<List<String>> parse(String text) {
    String path = text.endsWith("[*]") ? text.substring(0, text.length() - 3) : text;
    if (!path.startsWith("$")) {
      return Optional.empty();
    }
    List<String> keys = new ArrayList<>();
    Matcher key = KEY.matcher(path).region(1, path.length());
    int at = 1;
    while (at < path.length() && key.lookingAt()) {
      keys.add(
          key.group(1) != null ? key.group(1) : key.group(2) != null ? key.group(2) : key.group(3));
      at = key.end();
      key.region(at, path.length());
    }
    return at == path.length() ? Optional.of(keys) : Optional.empty();
  }

  /** Writes keys so that {@link #parse} reads them. */
  public static String spell(List<String> keys) {
    StringBuilder path = new StringBuilder("$");
    for (String key : keys) {
      boolean isPlain = KEY.matcher("." + key).matches();
      String quote = key.contains("\"") ? "'" : "\"";
      path.append(isPlain ? "." + key : "[" + quote + key + quote + "]");
    }
    return path.toString();
  }
}
