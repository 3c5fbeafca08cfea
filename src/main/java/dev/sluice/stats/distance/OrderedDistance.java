// SPDX-License-Identifier: Apache-2.0
package dev.sluice.stats.distance;

import dev.sluice.spec.history.Comparison;
import dev.sluice.stats.ColumnStats;
import dev.sluice.stats.measure.Counts;
import dev.sluice.stats.sketch.Quantiles;
import java.util.stream.DoubleStream;

/** Compares cumulative distributions, each of them a step function with steps at a few numbers. */
final class OrderedDistance {
  private final ColumnStats now;
  private final ColumnStats before;
  private final Samples samples;

  OrderedDistance(ColumnStats now, ColumnStats before, Samples samples) {
    this.now = now;
    this.before = before;
    this.samples = samples;
  }

  Distance of(Comparison comparison) {
    return comparison == Comparison.KS ? greatest() : moved();
  }

  private double[] points() {
    return DoubleStream.concat(
            DoubleStream.of(now.sketches().quantiles().points()),
            DoubleStream.of(before.sketches().quantiles().points()))
        .sorted()
        .distinct()
        .toArray();
  }

  /** NaN is above all numbers, as the kernel sorts it. */
  private static double upTo(ColumnStats column, double number) {
    Counts counts = column.counts();
    Quantiles finite = column.sketches().quantiles();
    double below = counts.finite() == 0 ? 0 : finite.rank(number) * counts.finite();
    return (counts.negativeInfinities() + below) / counts.values();
  }

  private static double noNan(ColumnStats column) {
    return 1 - (double) column.counts().nan() / column.counts().values();
  }

  private static double below(ColumnStats column) {
    return (double) column.counts().negativeInfinities() / column.counts().values();
  }

  private static double finite(ColumnStats column) {
    return below(column) + (double) column.counts().finite() / column.counts().values();
  }

  /** Kolmogorov and Smirnov's: infinities and NaN are values too. */
  private Distance greatest() {
    double most =
        DoubleStream.of(
                below(now) - below(before),
                finite(now) - finite(before),
                noNan(now) - noNan(before))
            .map(Math::abs)
            .max()
            .orElse(0);
    for (double point : points()) {
      most = Math.max(most, Math.abs(upTo(now, point) - upTo(before, point)));
    }
    double errors = now.sketches().quantiles().error() + before.sketches().quantiles().error();
    return result(most, samples.greatest() + errors);
  }

  /** Wasserstein's first: the area between both, by the baseline's standard deviation. */
  private Distance moved() {
    if (now.counts().finite() < now.counts().values()
        || before.counts().finite() < before.counts().values()) {
      return Distance.none("NaN or infinite values");
    }
    double[] points = points();
    double area = 0;
    for (int i = 0; i + 1 < points.length; i++) {
      double apart = Math.abs(upTo(now, points[i]) - upTo(before, points[i]));
      area += apart == 0 ? 0 : apart * points[i + 1] - apart * points[i];
    }
    double deviation = before.moments().deviation();
    if (!Double.isFinite(area) || Double.isNaN(deviation)) {
      return Distance.none("numbers are too large");
    }
    return result(area == 0 ? 0 : area / deviation, samples.moved());
  }

  private Distance result(double value, double chance) {
    return new Distance(value, chance, samples.now(), samples.before(), "", null);
  }
}
