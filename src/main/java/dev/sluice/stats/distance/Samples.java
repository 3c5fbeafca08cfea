// SPDX-License-Identifier: Apache-2.0
package dev.sluice.stats.distance;

import org.apache.commons.statistics.distribution.ChiSquaredDistribution;
import org.apache.commons.statistics.distribution.NormalDistribution;

/**
 * How far two samples of one distribution are apart by chance: in one of a thousand cases further.
 *
 * @param now how many values one has
 * @param before how many the other has
 */
record Samples(long now, long before) {
  private static final double RARE = 0.001;

  /** The same distance of two distributions, in standard deviations of one, as simulated. */
  private static final double MOVED = 3.5;

  private double spread() {
    return 1.0 / now + 1.0 / before;
  }

  /** Whether no distance of cumulative distributions could be told from chance. */
  boolean isTooFew() {
    return greatest() >= 1;
  }

  /** Of Kolmogorov and Smirnov's distance: Smirnov's bound for large samples. */
  double greatest() {
    return Math.sqrt(-Math.log(RARE / 2) / 2 * spread());
  }

  /** Of a move in standard deviations. */
  double moved() {
    return MOVED * Math.sqrt(spread());
  }

  /** Of the sum of squared differences of shares, each by what it is expected to be. */
  double squares(int bins) {
    return bins < 2
        ? 0
        : spread() * ChiSquaredDistribution.of(bins - 1).inverseSurvivalProbability(RARE);
  }

  /** Of a share, which is the most apart of several. */
  double share(double share, int bins) {
    double deviations =
        NormalDistribution.of(0, 1).inverseSurvivalProbability(RARE / 2 / Math.max(1, bins));
    return deviations * Math.sqrt(share * (1 - share) * spread());
  }

  /** How often the squares are as large by chance. */
  double probability(double squares, int bins) {
    return bins < 2
        ? 1
        : ChiSquaredDistribution.of(bins - 1).survivalProbability(squares / spread());
  }
}
