// SPDX-License-Identifier: Apache-2.0
package dev.sluice.look.query;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;

/**
 * Puts quotes around what the kernel writes for numbers that JSON does not have: {@code NaN},
 * {@code Infinity} and {@code -Infinity}.
 */
final class FiniteJson {
  private final Writer out;
  private final StringBuilder bare = new StringBuilder();
  private boolean isInText;
  private boolean isEscaped;

  private FiniteJson(Writer out) {
    this.out = out;
  }

  /** Copies all of a text. */
  static void copy(Reader in, Writer out) throws IOException {
    FiniteJson json = new FiniteJson(out);
    char[] piece = new char[1 << 16];
    for (int read = in.read(piece); read >= 0; read = in.read(piece)) {
      for (int i = 0; i < read; i++) {
        json.next(piece[i]);
      }
    }
    json.endOfBare();
  }

  private void next(char c) throws IOException {
    if (isInText) {
      isInText = isEscaped || c != '"';
      isEscaped = !isEscaped && c == '\\';
      out.write(c);
    } else if (isOfBare(c)) {
      bare.append(c);
    } else {
      endOfBare();
      isInText = c == '"';
      out.write(c);
    }
  }

  private static boolean isOfBare(char c) {
    return Character.isLetterOrDigit(c) || c == '-' || c == '+' || c == '.';
  }

  private void endOfBare() throws IOException {
    boolean isNumberless = bare.indexOf("N") >= 0 || bare.indexOf("I") >= 0;
    out.write(isNumberless ? "\"" + bare + "\"" : bare.toString());
    bare.setLength(0);
  }
}
