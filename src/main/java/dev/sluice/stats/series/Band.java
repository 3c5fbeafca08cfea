// SPDX-License-Identifier: Apache-2.0
package dev.sluice.stats.series;

import dev.sluice.spec.history.Usual;
import java.util.Arrays;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.apache.commons.statistics.distribution.TDistribution;

/**
 * Between which values a figure is as usual, bounds included.
 *
 * @param middle what is expected
 */
public record Band(double low, double middle, double high) {
  /** A figure is never so far off its middle that a smaller share of it could not be by chance. */
  private static final double LEAST = 0.01;

  /**
   * The band of the next value.
   *
   * @param past earlier values, oldest first; finite
   * @param isShare whether they are shares, of which a hundredth is the least difference
   */
  public static Band of(Usual usual, double[] past, boolean isShare) {
    if (past.length == 0) {
      throw new IllegalArgumentException("Nothing is expected where nothing was");
    }
    if (usual instanceof Usual.Change change) {
      double median = quantile(past, 0.5);
      return around(median, change.most() * Math.abs(median));
    } else if (usual instanceof Usual.Difference difference) {
      return around(quantile(past, 0.5), difference.most());
    } else if (usual instanceof Usual.Fences fences) {
      return fences(past, fences.most()).atLeast(isShare);
    } else if (usual instanceof Usual.Season season) {
      return season(past, season).atLeast(isShare);
    }
    return deviations(past, ((Usual.ZScore) usual).most()).atLeast(isShare);
  }

  /** Whether a value is as usual. */
  public boolean has(double value) {
    return low <= value && value <= high;
  }

  private static Band around(double middle, double far) {
    return new Band(middle - far, middle, middle + far);
  }

  private Band atLeast(boolean isShare) {
    double least = isShare ? LEAST : LEAST * Math.abs(middle);
    return new Band(Math.min(low, middle - least), middle, Math.max(high, middle + least));
  }

  /**
   * The mean, and deviations from it, which are more for few values, as Student has it: then a next
   * value is outside as seldom as it is for many (the prediction interval of a normal one).
   */
  private static Band deviations(double[] past, double most) {
    double mean = Arrays.stream(past).average().orElseThrow();
    double squares = Arrays.stream(past).map(x -> (x - mean) * (x - mean)).sum();
    double deviation = Math.sqrt(squares / (past.length - 1));
    double wide = student(most, past.length - 1) * Math.sqrt(1 + 1.0 / past.length);
    return around(mean, wide * deviation);
  }

  private static double student(double deviations, int free) {
    double beyond = NormalDistribution.of(0, 1).survivalProbability(deviations);
    return TDistribution.of(free).inverseSurvivalProbability(beyond);
  }

  /** Tukey's: beyond the quartiles by so many times what lies between them. */
  private static Band fences(double[] past, double most) {
    double lower = quantile(past, 0.25);
    double upper = quantile(past, 0.75);
    double apart = upper - lower;
    return new Band(lower - most * apart, quantile(past, 0.5), upper + most * apart);
  }

  private static Band season(double[] past, Usual.Season asked) {
    HoltWinters fitted = HoltWinters.of(past, asked.season());
    double[] errors = fitted.errors();
    double squares = Arrays.stream(errors).map(x -> x * x).sum();
    double wide = student(asked.most(), errors.length);
    return around(fitted.next(), wide * Math.sqrt(squares / errors.length));
  }

  /** Between two neighbours in proportion, as most programs have it (Hyndman and Fan's type 7). */
  private static double quantile(double[] values, double share) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    double place = share * (sorted.length - 1);
    int below = (int) Math.floor(place);
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
  }
}
