// SPDX-License-Identifier: Apache-2.0
package dev.sluice.spec.history;

import java.util.Locale;

/** How two distributions are compared; the names are words of the spec. */
public enum Comparison {
  /** Kolmogorov and Smirnov: the greatest distance of two cumulative distributions. */
  KS(0.1, Suited.ORDERED),
  /** By how much values moved, in standard deviations of the baseline. */
  WASSERSTEIN(0.25, Suited.ORDERED),
  /** The population stability index. */
  PSI(0.1, Suited.ANY),
  /** The root of the divergence of Jensen and Shannon to base 2. */
  JENSEN_SHANNON(0.1, Suited.ANY),
  /** Cramér's V of the chi-square test of homogeneity. */
  CHI_SQUARE(0.1, Suited.NOMINAL),
  /** The greatest change of a value's share. */
  L_INFINITY(0.03, Suited.NOMINAL);

  /** Of which values a comparison can be made. */
  public enum Suited {
    /** Numbers, dates and timestamps. */
    ORDERED,
    /** Texts, truth values and whole numbers, each value by itself. */
    NOMINAL,
    /** Both of them; numbers by tenths of the baseline. */
    ANY
  }

  private final double usual;
  private final Suited suited;

  Comparison(double usual, Suited suited) {
    this.usual = usual;
    this.suited = suited;
  }

  /** What is allowed where the spec does not say it. */
  public double usual() {
    return usual;
  }

  public Suited suited() {
    return suited;
  }

  /** As the spec spells it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
