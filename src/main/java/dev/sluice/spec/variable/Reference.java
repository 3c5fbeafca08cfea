// SPDX-License-Identifier: Apache-2.0
package dev.sluice.spec.variable;

import dev.sluice.error.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A place in a text that a variable fills: {@code ${NAME}} or {@code ${NAME:-otherwise}}. Two
 * dollar signs before the brace keep the brace as it is.
 *
 * @param from where it begins
 * @param to where the text goes on behind it
 * @param name the variable's; empty where {@link #form} says so
 * @param otherwise what to take where no such variable is set, or it is empty; null for nothing
 */
public record Reference(int from, int to, Form form, String name, @Nullable String otherwise) {
  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

  /** What stands there. */
  public enum Form {
    VALUE,
    /** Two dollar signs before a brace, which stand for one. */
    KEPT,
    /** A dollar sign and a brace without a name and a closing brace. */
    BROKEN
  }

  /**
   * Why a reference cannot be filled in.
   *
   * @param offset in the text that refers
   */
  public record Trouble(ErrorCode code, int offset, String message, @Nullable String suggestion) {
    Trouble at(int other) {
      return new Trouble(code, other, message, suggestion);
    }
  }

  /** Whether a text may hold one. */
  public static boolean isIn(String text) {
    return text.contains("${");
  }

  /** Whether a variable may have this name. */
  public static boolean isLegal(String name) {
    return NAME.matcher(name).matches();
  }

  /** All of a text, in their order. */
  public static List<Reference> in(String text) {
    List<Reference> found = new ArrayList<>();
    int at = text.indexOf('$');
    while (at >= 0) {
      Reference here = at(text, at);
      if (here != null) {
        found.add(here);
      }
      at = text.indexOf('$', here == null ? at + 1 : here.to());
    }
    return found;
  }

  /** The one that begins at an offset; null when none does. */
  static @Nullable Reference at(String text, int from) {
    if (text.startsWith("$${", from)) {
      return new Reference(from, from + 3, Form.KEPT, "", null);
    }
    if (!text.startsWith("${", from)) {
      return null;
    }
    Matcher name = NAME.matcher(text).region(from + 2, text.length());
    if (!name.lookingAt()) {
      return broken(from);
    }
    if (text.startsWith("}", name.end())) {
      return new Reference(from, name.end() + 1, Form.VALUE, name.group(), null);
    }
    int end = text.startsWith(":-", name.end()) ? closing(text, name.end() + 2) : -1;
    return end < 0
        ? broken(from)
        : new Reference(
            from, end + 1, Form.VALUE, name.group(), text.substring(name.end() + 2, end));
  }

  private static Reference broken(int from) {
    return new Reference(from, from + 2, Form.BROKEN, "", null);
  }

  /** The brace that ends what begins here, in which others may stand; -1 for none. */
  private static int closing(String text, int from) {
    int depth = 0;
    for (int i = from; i < text.length(); i++) {
      if (text.startsWith("${", i)) {
        depth++;
      } else if (text.charAt(i) == '}' && depth-- == 0) {
        return i;
      }
    }
    return -1;
  }

  /** What is wrong with one that is broken. */
  Trouble brokenness() {
    return new Trouble(
        ErrorCode.INVALID_VALUE,
        from,
        "`${` does not begin a reference like `${NAME}` or `${NAME:-otherwise}`",
        "write `$${` for the text `${`");
  }
}
