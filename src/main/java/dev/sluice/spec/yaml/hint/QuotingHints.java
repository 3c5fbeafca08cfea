// SPDX-License-Identifier: Apache-2.0
package dev.sluice.spec.yaml.hint;

import dev.sluice.error.issue.Position;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Recognizes values that break YAML because they are not quoted: references to the environment and
 * patterns of paths hold characters that mean something else there.
 */
final class QuotingHints {
  /** A plain value within braces or brackets, into which a brace or a bracket is glued. */
  private static final Pattern GLUED =
      Pattern.compile(
          "(?<=[:,\\[{]\\s{0,9})[^\\s\"'\\[\\]{},:#][^\\s\"'\\[\\]{},]*"
              + "[\\[{][^\\s\"'}\\]]*[}\\]]?[^\\s\"',}\\]]*");

  /** A value that begins with a star, which YAML takes for an alias. */
  private static final Pattern STAR =
      Pattern.compile("(?<=[:,\\[-]\\s{1,9}|\\[)\\*[^\\s\"',}\\]]*[./*][^\\s\"',}\\]]*");

  /** Lines beyond are no lines that people write. */
  private static final int MAX_LINE = 1_000;

  private QuotingHints() {}

  /** What to write in the line in which YAML is broken; null when that is not the reason. */
  static @Nullable String advice(String text, Position position) {
    String line = text.lines().skip(position.line() - 1L).findFirst().orElse("");
    if (line.length() > MAX_LINE) {
      return null;
    }
    for (Pattern pattern : new Pattern[] {GLUED, STAR}) {
      Matcher value = pattern.matcher(line);
      while (value.find()) {
        if (value.start() < position.column() && position.column() <= value.end() + 1) {
          return "quote the value: \"" + value.group() + "\"";
        }
      }
    }
    return null;
  }
}
