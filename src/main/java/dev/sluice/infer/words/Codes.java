// SPDX-License-Identifier: Apache-2.0
package dev.sluice.infer.words;

import java.util.regex.Pattern;

/** Short codes of one letter case, as of countries, airports and languages: some spell a null. */
public final class Codes {
  private static final String CAPITALS = "[A-Z0-9]{2,4}";
  private static final String SMALL = "[a-z0-9]{2,4}";
  private static final Pattern CAPITAL = Pattern.compile(CAPITALS);
  private static final Pattern LETTERS = Pattern.compile("[a-zA-Z]{2,4}");
  private static final Pattern ANY = Pattern.compile(CAPITALS + "|" + SMALL);

  private Codes() {}

  /** The shape of a code, such as {@code A3} of {@code NAN}; empty of what is none. */
  public static String shape(String text) {
    boolean isCode = LETTERS.matcher(text).matches() && ANY.matcher(text).matches();
    return !isCode ? "" : (CAPITAL.matcher(text).matches() ? "A" : "a") + text.length();
  }

  /** The shape of a text that SQL names; null of what is none. */
  public static String shapeOf(String text) {
    return ("CASE WHEN regexp_full_match(%1$s, '"
            + CAPITALS
            + "') THEN 'A' || length(%1$s)"
            + " WHEN regexp_full_match(%1$s, '"
            + SMALL
            + "') THEN 'a' || length(%1$s) END")
        .formatted(text);
  }
}
