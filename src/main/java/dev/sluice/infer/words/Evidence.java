// SPDX-License-Identifier: Apache-2.0
package dev.sluice.infer.words;

import dev.sluice.error.Plural;
import java.util.Locale;

/** Words what was counted. */
public final class Evidence {
  private static final int LONGEST = 40;

  private Evidence() {}

  /** A count with separators. */
  public static String number(long count) {
    return String.format(Locale.ROOT, "%,d", count);
  }

  /** A count with its noun. */
  public static String count(long count, String noun) {
    return number(count) + " " + Plural.noun(count, noun);
  }

  /** A value as a comment shows it: on one line, and not all of a long one. */
  public static String quoted(String value) {
    String line = value.replaceAll("\\p{C}", "\u00b7");
    String cut = line.length() > LONGEST ? line.substring(0, LONGEST) + "\u2026" : line;
    return cut.isEmpty() ? "an empty text" : "`" + cut + "`";
  }
}
