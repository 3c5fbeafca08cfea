// SPDX-License-Identifier: Apache-2.0
package dev.sluice.report.page;

import java.util.Arrays;
import java.util.Optional;

/**
 * What colours say: only states have some. A text carries them as marks, characters that no text
 * has, for an escape could as well come from data; what writes to a terminal knows the marks.
 */
public enum Style {
  /** The end of any. */
  PLAIN("\u001b[0m"),
  BOLD("\u001b[1m"),
  GOOD("\u001b[32m"),
  CARE("\u001b[33m"),
  BAD("\u001b[31m");

  /** The first of those that Unicode keeps for such use: they are no characters. */
  private static final char FIRST = '\uFDD0';

  private final String escape;

  Style(String escape) {
    this.escape = escape;
  }

  /** The text between marks; an empty one stays empty. */
  String mark(String text) {
    return this == PLAIN || text.isEmpty() ? text : sign() + text + PLAIN.sign();
  }

  private String sign() {
    return Character.toString(FIRST + ordinal());
  }

  /** What a terminal obeys, when a character is a mark. */
  public static Optional<String> escape(int character) {
    return Arrays.stream(values())
        .filter(style -> character == FIRST + style.ordinal())
        .map(style -> style.escape)
        .findFirst();
  }

  static boolean isMark(int character) {
    return character >= FIRST && character < FIRST + values().length;
  }
}
