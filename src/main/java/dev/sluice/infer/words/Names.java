// SPDX-License-Identifier: Apache-2.0
package dev.sluice.infer.words;

import java.text.Normalizer;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Makes legal names of what people call files and columns. */
public final class Names {
  private static final int LONGEST = 63;

  /** No table may be called so, as {@code TableNames} says. */
  private static final Pattern RESERVED =
      Pattern.compile("dead_letters|dead_letter_replays|check_rows|con|prn|aux|nul|(com|lpt)[1-9]");

  private Names() {}

  /** In lower case, with underscores between words; empty when nothing legal is left. */
  public static String snake(String text) {
    String plain =
        Normalizer.normalize(text.strip(), Normalizer.Form.NFKD).replaceAll("\\p{M}+", "");
    String apart =
        plain
            .replace("%", " percent ")
            .replace("ß", "ss")
            .replaceAll("^#$", "number")
            .replaceAll("([a-z0-9])([A-Z])", "$1_$2")
            .replaceAll("([A-Z]+)([A-Z][a-z])", "$1_$2");
    return apart.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "_").replaceAll("^_+|_+$", "");
  }

  /** The name of a table for files that are called so. */
  public static String table(String text, Set<String> taken) {
    String bare = snake(text).replaceFirst("^(raw_)+", "");
    return legal(RESERVED.matcher(bare).matches() ? bare + "_rows" : bare, "data", "t_", taken);
  }

  /**
   * A legal name that is not among others, letter case aside; it is added to them.
   *
   * @param otherwise what to call it when nothing legal is left
   * @param prefix for a name that begins with a digit
   */
  public static String legal(String text, String otherwise, String prefix, Set<String> taken) {
    String snake = snake(text);
    String begun = snake.isEmpty() ? otherwise : snake;
    begun = Character.isDigit(begun.charAt(0)) ? prefix + begun : begun;
    String name = begun.substring(0, Math.min(begun.length(), LONGEST));
    String free = name;
    for (int i = 2; !taken.add(free.toLowerCase(Locale.ROOT)); i++) {
      String end = "_" + i;
      free = name.substring(0, Math.min(name.length(), LONGEST - end.length())) + end;
    }
    return free;
  }
}
