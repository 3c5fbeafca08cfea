// SPDX-License-Identifier: Apache-2.0
package dev.sluice.stats.measure;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * Mean and variance of numbers, added up as Chan, Golub and LeVeque do it (1983), which loses no
 * digits where the mean is large and the variance small. Sums of doubles: in another order the last
 * digits may differ.
 *
 * @param count of finite numbers
 * @param mean 0 where there are none
 * @param rest what the mean has beyond the digits of a double, 31 with it: whole numbers and
 *     decimals may be close to one another and larger than a double can tell
 * @param squares the sum of squared distances from the mean; not finite where it is too large for a
 *     double
 */
public record Moments(long count, double mean, double rest, double squares) {
  public static final Moments NONE = new Moments(0, 0, 0, 0);

  /** Those of numbers whose mean is a double. */
  public Moments(long count, double mean, double squares) {
    this(count, mean, 0, squares);
  }

  /**
   * Those of the first of some numbers, in two passes, which loses no digits.
   *
   * @param counts how often each is there; null for once
   */
  public static Moments of(double[] numbers, long @Nullable [] counts, int size) {
    long count = 0;
    double sum = 0;
    for (int i = 0; i < size; i++) {
      long times = counts == null ? 1 : counts[i];
      count += times;
      sum += numbers[i] * times;
    }
    if (count == 0) {
      return NONE;
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

  /**
   * Those of decimals of which these are the distances from one of them, in units of the last
   * digit.
   */
  public Moments from(BigDecimal start) {
    if (count == 0) {
      return this;
    }
    int scale = start.scale();
    BigDecimal middle = start.add(new BigDecimal(mean).movePointLeft(scale));
    double near = middle.doubleValue();
    double left = middle.subtract(new BigDecimal(near)).doubleValue();
    double unit = Math.pow(10, scale);
    return new Moments(count, near, left, squares / unit / unit);
  }

  public Moments plus(Moments other) {
    if (count == 0 || other.count == 0) {
      return count == 0 ? other : this;
    }
    long all = count + other.count;
    double apart = other.mean - mean + (other.rest - rest);
    double share = (double) other.count / all;
    double sum = squares + other.squares + apart * apart * ((double) count * share);
    if (!Double.isFinite(apart)) {
      // Of two large means of unlike signs the distance is none any more.
      return new Moments(all, mean * (1 - share) + other.mean * share, sum);
    }
    double move = apart * share + rest;
    double middle = mean + move;
    return new Moments(all, middle, left(mean, move, middle), sum);
  }

  /** What a sum of two doubles is short of (Knuth). */
  private static double left(double one, double other, double sum) {
    double part = sum - one;
    double left = one - (sum - part) + (other - part);
    return Double.isFinite(left) ? left : 0;
  }

  /** Of all the numbers, as of a whole population; NaN where there are none. */
  public double variance() {
    return count == 0 || !Double.isFinite(squares) ? Double.NaN : Math.max(0, squares / count);
  }

  /** Of the numbers as a sample of more, which is SQL's {@code var_samp}; NaN below two. */
  public double sampleVariance() {
    return count < 2 || !Double.isFinite(squares) ? Double.NaN : Math.max(0, squares / (count - 1));
  }

  /** The root of {@link #sampleVariance()}, which is SQL's {@code stddev}. */
  public double deviation() {
    return Math.sqrt(sampleVariance());
  }

  /** Their sum, to the digits of a double. */
  public double sum() {
    return mean * count + rest * count;
  }

  public void write(DataOutput out) throws IOException {
    out.writeLong(count);
    out.writeDouble(mean);
    out.writeDouble(rest);
    out.writeDouble(squares);
  }

  public static Moments read(DataInput in) throws IOException {
    return new Moments(in.readLong(), in.readDouble(), in.readDouble(), in.readDouble());
  }

  /** Reads those that an earlier release wrote, which kept no rest. */
  public static Moments readFirst(DataInput in) throws IOException {
    return new Moments(in.readLong(), in.readDouble(), in.readDouble());
  }
}
