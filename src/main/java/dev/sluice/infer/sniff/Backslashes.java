// SPDX-License-Identifier: Apache-2.0
package dev.sluice.infer.sniff;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds quotes that a backslash is meant to escape: no reader takes them so. */
final class Backslashes {
  private Backslashes() {}

  /** What to say of the first of them in the beginning of a delimited text. */
  static Optional<String> evidence(String text, char delimiter, char quote) {
    String mark = Pattern.quote(String.valueOf(quote));
    String end = Pattern.quote(String.valueOf(delimiter));
    Matcher escaped =
        Pattern.compile(
                "(^|%2$s[ \t]*)%1$s[^%3$s\\\\]*\\\\%1$s(?!\\s*(%2$s|$))"
                    .formatted(mark, end, quote))
            .matcher("");
    List<String> lines = text.lines().toList();
    for (int i = 0; i < lines.size(); i++) {
      if (escaped.reset(lines.get(i)).find()) {
        return Optional.of(
            ("line %d: a backslash escapes nothing, so rows with `\\%2$s` in quotes are dead:"
                    + " double such quotes in the file, as `sed 's/\\\\%2$s/%2$s%2$s/g'` does")
                .formatted(i + 1, quote));
      }
    }
    return Optional.empty();
  }
}
