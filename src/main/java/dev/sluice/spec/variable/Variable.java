// SPDX-License-Identifier: Apache-2.0
package dev.sluice.spec.variable;

import dev.sluice.kernel.sql.SqlName;
import java.util.Locale;
import java.util.regex.Pattern;

/** What a variable holds. */
public record Variable(String text, Kind kind) {
  private static final Pattern NUMBER =
      Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][-+]?[0-9]+)?");

  private static final Pattern SECRET =
      Pattern.compile(
          "(.*[._])?(password|passwd|secret|token|api_key|access_key|private_key|jaas[._]config)");

  /** What a value is, as YAML tells it. */
  public enum Kind {
    TEXT,
    NUMBER,
    TRUTH,
    NOTHING
  }

  /** A value of which only its text is known: what looks like a number or a truth value is one. */
  public static Variable guessed(String text) {
    boolean isTruth = text.equals("true") || text.equals("false");
    boolean isNumber = NUMBER.matcher(text).matches();
    return new Variable(text, isTruth ? Kind.TRUTH : isNumber ? Kind.NUMBER : Kind.TEXT);
  }

  /** Whether a variable is a secret by its name. */
  public static boolean isSecret(String name) {
    return SECRET.matcher(name.toLowerCase(Locale.ROOT)).matches();
  }

  /** As SQL spells the value. */
  String literal() {
    return switch (kind) {
      case TEXT -> SqlName.literal(text);
      // Two dashes would begin a comment.
      case NUMBER -> text.startsWith("-") ? "(" + text + ")" : text;
      case TRUTH -> text;
      case NOTHING -> "NULL";
    };
  }
}
