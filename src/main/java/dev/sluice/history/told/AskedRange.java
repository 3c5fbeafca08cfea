// SPDX-License-Identifier: Apache-2.0
package dev.sluice.history.told;

import dev.sluice.table.Verdict;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Between what the number that a check observed was asked to lie.
 *
 * @param least null where nothing is too little
 * @param most null where nothing is too much
 */
public record AskedRange(@Nullable Double least, @Nullable Double most) {
  /** Nothing that a number could be held against. */
  public static final AskedRange NONE = new AskedRange(null, null);

  private static final String NUMBER = "(-?[0-9][0-9,]*(?:\\.[0-9]+)?(?:[eE][-+]?[0-9]+)?)";
  private static final String REST = "(?: rows?)?(?: \\([^()]*\\))?(?:(?:, as in| since) .*)?";
  private static final Pattern LEAST = Pattern.compile("at least " + NUMBER + REST);
  private static final Pattern MOST = Pattern.compile("at most " + NUMBER + REST);
  private static final Pattern BOTH =
      Pattern.compile("(?:between )?" + NUMBER + " (?:to|and) " + NUMBER + REST);
  private static final Pattern NOTHING = Pattern.compile("0 [a-z ]+");

  /**
   * What the words of a verdict say. Where they do not agree with its result they speak of another
   * number than the one observed, such as of a share beside a count.
   */
  public static AskedRange of(Verdict verdict) {
    Double value = CheckPoint.value(verdict.observed());
    AskedRange range = read(verdict.expected());
    return value == null || range.has(value) == verdict.passed() ? range : NONE;
  }

  private static AskedRange read(String expected) {
    if (NOTHING.matcher(expected).matches()) {
      return new AskedRange(null, 0.0);
    }
    Matcher least = LEAST.matcher(expected);
    if (least.matches()) {
      return new AskedRange(number(least, 1), null);
    }
    Matcher most = MOST.matcher(expected);
    if (most.matches()) {
      return new AskedRange(null, number(most, 1));
    }
    Matcher both = BOTH.matcher(expected);
    return both.matches() ? new AskedRange(number(both, 1), number(both, 2)) : NONE;
  }

  private static Double number(Matcher words, int group) {
    return Double.valueOf(words.group(group).replace(",", ""));
  }

  private boolean has(double value) {
    return (least == null || value >= least) && (most == null || value <= most);
  }
}
