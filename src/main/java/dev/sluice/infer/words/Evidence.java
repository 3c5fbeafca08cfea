// SPDX-License-Identifier: Apache-2.0
package dev.sluice.infer.words;

import dev.sluice.error.Plural;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Words what was counted. */
public final class Evidence {
  private static final int LONGEST = 40;

  private static final Pattern NUMBER = Pattern.compile("[+-]?(\\d+[.]?\\d*|[.]\\d+)");

  private Evidence() {}

  /** Values in their order: as numbers where all of them are, else as texts. */
  public static List<String> sorted(Collection<String> values) {
    boolean areNumbers = values.stream().allMatch(NUMBER.asMatchPredicate());
    Comparator<String> texts = Comparator.naturalOrder();
    return values.stream()
        .sorted(
            areNumbers
                ? Comparator.<String, BigDecimal>comparing(BigDecimal::new).thenComparing(texts)
                : texts)
        .toList();
  }

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
