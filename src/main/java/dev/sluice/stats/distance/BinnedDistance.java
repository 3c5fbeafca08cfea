// SPDX-License-Identifier: Apache-2.0
package dev.sluice.stats.distance;

import dev.sluice.spec.history.Comparison;
import dev.sluice.stats.distance.ValueBins.Bin;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleBinaryOperator;

/** Compares shares, bin by bin. */
final class BinnedDistance {
  /** A share of 0 has no logarithm; this one takes its place. */
  private static final double NO_SHARE = 0.0001;

  private static final double LN_2 = Math.log(2);

  private final Samples samples;
  private final List<Bin> bins;
  private final boolean isOfOthersAlone;
  private final double now;
  private final double before;

  BinnedDistance(ValueBins bins, Samples samples) {
    this.samples = samples;
    this.bins = bins.bins().stream().filter(bin -> bin.now() + bin.before() > 0).toList();
    this.isOfOthersAlone = bins.isOfOthersAlone();
    this.now = bins.now();
    this.before = bins.before();
  }

  Distance of(Comparison comparison) {
    if (isOfOthersAlone || now == 0 || before == 0) {
      return Distance.none("no value is there often enough to be compared");
    }
    return switch (comparison) {
      case PSI -> result(sum(BinnedDistance::stability), samples.squares(bins.size()));
      case JENSEN_SHANNON ->
          result(
              Math.sqrt(Math.max(0, sum(BinnedDistance::divergence))),
              Math.sqrt(samples.squares(bins.size()) / 8 / LN_2));
      case CHI_SQUARE -> chiSquare();
      case L_INFINITY -> greatest();
      case KS, WASSERSTEIN ->
          throw new IllegalArgumentException("ValueBins have no order for " + comparison);
    };
  }

  private double sum(DoubleBinaryOperator part) {
    return bins.stream()
        .mapToDouble(bin -> part.applyAsDouble(bin.now() / now, bin.before() / before))
        .sum();
  }

  private static double stability(double here, double there) {
    double p = Math.max(here, NO_SHARE);
    double q = Math.max(there, NO_SHARE);
    return (p - q) * Math.log(p / q);
  }

  /** Half the divergence of each from the middle of both, in bits. */
  private static double divergence(double here, double there) {
    double middle = (here + there) / 2;
    return (bits(here, middle) + bits(there, middle)) / 2;
  }

  private static double bits(double share, double middle) {
    return share == 0 ? 0 : share * Math.log(share / middle) / LN_2;
  }

  /**
   * As Cramér's V would be were both samples of one size, so that a large baseline does not make it
   * small: V² = Σ (p − q)² / 2(p + q). The probability is that of the test with their own sizes.
   */
  private Distance chiSquare() {
    double alike = sum((p, q) -> (p - q) * (p - q) / (p + q) / 2);
    double all = now + before;
    double own =
        bins.stream()
            .mapToDouble(
                bin -> {
                  double apart = bin.now() / now - bin.before() / before;
                  return apart * apart / ((bin.now() + bin.before()) / all);
                })
            .sum();
    double p = samples.probability(own, bins.size());
    return new Distance(
        Math.sqrt(alike),
        Math.sqrt(samples.squares(bins.size()) / 4),
        samples.now(),
        samples.before(),
        p < 0.001 ? "p < 0.001" : String.format(Locale.ROOT, "p = %.3f", p),
        null);
  }

  /** Of shares that are further apart than by chance; where there are none, of all. */
  private Distance greatest() {
    Distance most = result(0, 0);
    for (Bin bin : bins) {
      double apart = Math.abs(bin.now() / now - bin.before() / before);
      double chance = samples.share((bin.now() + bin.before()) / (now + before), bins.size());
      boolean isCertain = apart > chance;
      boolean wasCertain = most.value() > most.chance();
      if (isCertain == wasCertain ? apart > most.value() : isCertain) {
        most =
            new Distance(apart, chance, samples.now(), samples.before(), "of " + bin.name(), null);
      }
    }
    return most;
  }

  private Distance result(double value, double chance) {
    return new Distance(value, chance, samples.now(), samples.before(), "", null);
  }
}
