// SPDX-License-Identifier: Apache-2.0
package dev.sluice.error;

/** Says of how many things something is true: the one place that knows that 1 is no plural. */
public final class Plural {
  private Plural() {}

  /** A count with its noun, whose digits stand as a program reads them. */
  public static String of(long count, String noun) {
    return count + " " + noun(count, noun);
  }

  /** A noun, in the plural unless it is one. */
  public static String noun(long count, String noun) {
    boolean isHissed = (noun.endsWith("ch") && !noun.endsWith("epoch")) || noun.endsWith("x");
    return count == 1 ? noun : noun + (isHissed ? "es" : "s");
  }
}
