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
  PLAIN('\uFDD0', "\u001b[0m"),
  BOLD('\uFDD1', "\u001b[1m"),
  GOOD('\uFDD2', "\u001b[32m"),
  CARE('\uFDD3', "\u001b[33m"),
  BAD('\uFDD4', "\u001b[31m");

  /** One of those that Unicode keeps for such use: they are no characters. */
  private final char sign;

  private final String escape;

  Style(char sign, String escape) {
    this.sign = sign;
    this.escape = escape;
  }

  /** The text between marks; an empty one stays empty. */
  String mark(String text) {
    return this == PLAIN || text.isEmpty() ? text : sign + text + PLAIN.sign;
  }

  /** What a terminal obeys, when a character is a mark. */
  public static Optional<String> escape(int character) {
    return Arrays.stream(values())
        .filter(style -> character == style.sign)
        .map(style -> style.escape)
        .findFirst();
  }

  static boolean isMark(int character) {
    return character >= PLAIN.sign && character <= BAD.sign;
  }
}
