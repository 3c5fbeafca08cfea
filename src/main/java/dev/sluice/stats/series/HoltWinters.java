// SPDX-License-Identifier: Apache-2.0
package dev.sluice.stats.series;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Holt and Winters' additive smoothing of a level, its trend and a season, as Hyndman and
 * Athanasopoulos give it (Forecasting: Principles and Practice, 3rd edition, 8.3):
 *
 * <pre>
 * level[t]  = α (y[t] − season[t−m]) + (1 − α) (level[t−1] + trend[t−1])
 * trend[t]  = β (level[t] − level[t−1]) + (1 − β) trend[t−1]
 * season[t] = γ (y[t] − level[t−1] − trend[t−1]) + (1 − γ) season[t−m]
 * next      = level[t] + trend[t] + season[t+1−m]
 * </pre>
 *
 * <p>It begins with what the first two seasons have in common: the trend is how far their means are
 * apart, by run; the season, the mean of what is left of both.
 */
final class HoltWinters {
  /** Few runs tell too little to fit them; these follow a new level in about ten runs. */
  private static final Weights WEIGHTS = new Weights(0.2, 0.05, 0.1);

  private final double next;
  private final double[] errors;

  private HoltWinters(double next, double[] errors) {
    this.next = next;
    this.errors = errors;
  }

  /** How fast a level, its trend and the season follow what is new, 0 to 1. */
  record Weights(double level, double trend, double season) {}

  /**
   * Where smoothing begins.
   *
   * @param season a value for each of its places
   */
  record Start(double level, double trend, List<Double> season) {
    Start {
      season = List.copyOf(season);
    }
  }

  /** Smooths values of at least two seasons and one more. */
  static HoltWinters of(double[] values, int season) {
    HoltWinters all = of(values, start(values, season), WEIGHTS);
    // The start was made of these: that it fits them says nothing.
    double[] later = Arrays.copyOfRange(all.errors, 2 * season, values.length);
    return new HoltWinters(all.next, later);
  }

  static HoltWinters of(double[] values, Start start, Weights weights) {
    double[] season = start.season().stream().mapToDouble(Double::doubleValue).toArray();
    double[] errors = new double[values.length];
    double level = start.level();
    double trend = start.trend();
    for (int t = 0; t < values.length; t++) {
      int place = t % season.length;
      double expected = level + trend;
      errors[t] = values[t] - expected - season[place];
      double now = weights.level() * (values[t] - season[place]) + (1 - weights.level()) * expected;
      trend = weights.trend() * (now - level) + (1 - weights.trend()) * trend;
      season[place] =
          weights.season() * (values[t] - expected) + (1 - weights.season()) * season[place];
      level = now;
    }
    return new HoltWinters(level + trend + season[values.length % season.length], errors);
  }

  private static Start start(double[] values, int season) {
    double first = Arrays.stream(values, 0, season).average().orElseThrow();
    double second = Arrays.stream(values, season, 2 * season).average().orElseThrow();
    double trend = (second - first) / season;
    double level = first - trend * (season + 1) / 2;
    List<Double> seasons = new ArrayList<>();
    for (int i = 0; i < season; i++) {
      double own = values[i] - level - trend * (i + 1);
      double next = values[i + season] - level - trend * (i + season + 1);
      seasons.add((own + next) / 2);
    }
    return new Start(level, trend, seasons);
  }

  /** What comes next. */
  double next() {
    return next;
  }

  /** How far each value was from what was expected of it. */
  double[] errors() {
    return errors.clone();
  }
}
