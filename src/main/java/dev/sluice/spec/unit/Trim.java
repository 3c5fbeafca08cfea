// SPDX-License-Identifier: Apache-2.0
package dev.sluice.spec.unit;

import java.util.Arrays;

/** Which blanks at the ends of what a delimited text holds belong to no value. */
public enum Trim {
  /** None: a blank is a character as any other. */
  NONE("false"),
  /** Those around values, and before a quote. */
  AROUND("true"),
  /** Those inside of quotes too. */
  ALL("all");

  private final String word;

  Trim(String word) {
    this.word = word;
  }

  /** As the spec says it. */
  public String word() {
    return word;
  }

  /** What a word of the spec means. */
  public static Trim of(String word) {
    return Arrays.stream(values()).filter(each -> each.word.equals(word)).findFirst().orElseThrow();
  }
}
