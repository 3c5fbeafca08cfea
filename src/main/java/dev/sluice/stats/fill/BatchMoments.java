// SPDX-License-Identifier: Apache-2.0
package dev.sluice.stats.fill;

import dev.sluice.stats.measure.Moments;
import org.jspecify.annotations.Nullable;

/** Mean and variance of the numbers of a batch, in two passes, which loses no digits. */
final class BatchMoments {
  private BatchMoments() {}

  /**
   * Those of the first of some numbers.
   *
   * @param counts how often each is there; null for once
   */
  static Moments of(double[] numbers, long @Nullable [] counts, int size) {
    long count = 0;
    double sum = 0;
    for (int i = 0; i < size; i++) {
      long times = counts == null ? 1 : counts[i];
      count += times;
      sum += numbers[i] * times;
    }
    if (count == 0) {
      return Moments.NONE;
    }
    double mean = Double.isFinite(sum) ? sum / count : halved(numbers, counts, size, count);
    double squares = 0;
    double rest = 0;
    for (int i = 0; i < size; i++) {
      double apart = numbers[i] - mean;
      double times = counts == null ? apart : apart * counts[i];
      rest += times;
      squares += apart * times;
    }
    return new Moments(count, mean + rest / count, Math.max(0, squares - rest * rest / count));
  }

  /** The mean of numbers whose sum is too large for a double. */
  private static double halved(double[] numbers, long @Nullable [] counts, int size, long count) {
    double mean = 0;
    for (int i = 0; i < size; i++) {
      mean += numbers[i] * ((counts == null ? 1.0 : counts[i]) / count);
    }
    return mean;
  }
}
