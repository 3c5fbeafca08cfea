// SPDX-License-Identifier: Apache-2.0
package dev.sluice.spec.variable;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Lets references stand unquoted wherever YAML takes a plain value, in braces and brackets too: a
 * reader of YAML sees other characters in the place of those that mean something to it there, as
 * many, so that nothing moves.
 */
public final class FlowMask {
  private static final String MEANINGFUL = "{}[],:#";

  private static final String PLAIN = "[^{}\"'\\r\\n]";

  private static final Pattern REFERENCE =
      Pattern.compile(
          "\\$\\{[A-Za-z_][A-Za-z0-9_]*(?::-(?:%1$s|\\$\\{%1$s{0,200}\\}){0,500})?\\}"
              .formatted(PLAIN));

  private static final char FIRST_PRIVATE = '\uE000';
  private static final char LAST_PRIVATE = '\uF8F0';

  private final String masked;
  private final char base;

  private FlowMask(String masked, char base) {
    this.masked = masked;
    this.base = base;
  }

  public static FlowMask over(String text) {
    char base = Reference.isIn(text) ? free(text) : 0;
    if (base == 0) {
      return new FlowMask(text, base);
    }
    StringBuilder masked = new StringBuilder(text);
    Matcher reference = REFERENCE.matcher(text);
    while (reference.find()) {
      for (int i = reference.start(); i < reference.end(); i++) {
        int meaning = MEANINGFUL.indexOf(text.charAt(i));
        if (meaning >= 0) {
          masked.setCharAt(i, (char) (base + meaning));
        }
      }
    }
    return new FlowMask(masked.toString(), base);
  }

  /** The first of as many characters for private use as are needed, none of which is in a text. */
  private static char free(String text) {
    for (char base = FIRST_PRIVATE; base < LAST_PRIVATE; base = (char) (base + 16)) {
      char first = base;
      if (text.chars().noneMatch(c -> c >= first && c < first + MEANINGFUL.length())) {
        return base;
      }
    }
    return 0;
  }

  /** What a reader of YAML is given. */
  public String masked() {
    return masked;
  }

  /** What was written where the reader saw this. */
  public String clear(String seen) {
    if (base == 0) {
      return seen;
    }
    StringBuilder clear = new StringBuilder(seen);
    for (int i = 0; i < clear.length(); i++) {
      int meaning = clear.charAt(i) - base;
      if (meaning >= 0 && meaning < MEANINGFUL.length()) {
        clear.setCharAt(i, MEANINGFUL.charAt(meaning));
      }
    }
    return clear.toString();
  }
}
