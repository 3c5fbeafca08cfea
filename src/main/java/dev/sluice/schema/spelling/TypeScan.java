// SPDX-License-Identifier: Apache-2.0
package dev.sluice.schema.spelling;

import org.jspecify.annotations.Nullable;

/** Goes through the text of a type. */
final class TypeScan {
  private final String text;
  private int at;

  TypeScan(String text) {
    this.text = text;
  }

  int at() {
    return at;
  }

  boolean isAtEnd() {
    return at >= text.length();
  }

  /** The next character; NUL at the end. */
  char peek() {
    return isAtEnd() ? '\0' : text.charAt(at);
  }

  boolean takes(char wanted) {
    boolean is = peek() == wanted && !isAtEnd();
    at += is ? 1 : 0;
    return is;
  }

  void skipBlanks() {
    while (!isAtEnd() && Character.isWhitespace(peek())) {
      at++;
    }
  }

  /** Letters, digits and underscores; may be empty. */
  String word() {
    int start = at;
    while (!isAtEnd() && (Character.isLetterOrDigit(peek()) || peek() == '_')) {
      at++;
    }
    return text.substring(start, at);
  }

  String digits() {
    int start = at;
    while (!isAtEnd() && peek() >= '0' && peek() <= '9') {
      at++;
    }
    return text.substring(start, at);
  }

  /** Whatever stands up to a blank, a comma, a colon or a bracket. */
  String name() {
    int start = at;
    while (!isAtEnd() && !Character.isWhitespace(peek()) && ",:()".indexOf(peek()) < 0) {
      at++;
    }
    return text.substring(start, at);
  }

  /** Whatever stands up to a comma or a bracket, without blanks at the ends. */
  String bareSymbol() {
    int start = at;
    while (!isAtEnd() && ",()".indexOf(peek()) < 0) {
      at++;
    }
    return text.substring(start, at).strip();
  }

  /** What stands in quotes of either kind, which are doubled inside; null when no quote is next. */
  @Nullable String quoted() throws TypeProblem {
    char quote = peek();
    if (quote != '"' && quote != '\'') {
      return null;
    }
    int start = at++;
    StringBuilder inside = new StringBuilder();
    while (!isAtEnd()) {
      char c = text.charAt(at++);
      if (c != quote) {
        inside.append(c);
      } else if (peek() == quote && !isAtEnd()) {
        inside.append(c);
        at++;
      } else {
        return inside.toString();
      }
    }
    throw new TypeProblem(start, "this quote is not closed", "add " + quote);
  }

  /** What stands from here up to the bracket that closes. */
  String inBrackets() {
    int end = text.indexOf(')', at);
    return text.substring(at + 1, end < 0 ? text.length() : end).strip();
  }

  String from(int start) {
    return text.substring(start);
  }

  String before() {
    return text.substring(0, at);
  }

  String rest() {
    return text.substring(at).strip();
  }
}
