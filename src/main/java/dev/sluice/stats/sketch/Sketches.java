// SPDX-License-Identifier: Apache-2.0
package dev.sluice.stats.sketch;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * The estimates of a column.
 *
 * @param distinct how many different values there are
 * @param quantiles of numbers, of times in microseconds since 1970, of the norms of vectors
 * @param frequent values
 * @param sample of which rows the last two are made; {@code distinct} is made of all
 */
public record Sketches(Distinct distinct, Quantiles quantiles, Frequent frequent, Sample sample) {
  public static final Sketches NONE =
      new Sketches(Distinct.NONE, Quantiles.NONE, Frequent.NONE, Sample.NONE);

  /** Nothing is known of values that nobody looked at. */
  public static final Sketches UNKNOWN =
      new Sketches(Distinct.UNKNOWN, Quantiles.NONE, Frequent.NONE, Sample.NONE);

  public Sketches plus(Sketches other) {
    return new Sketches(
        distinct.plus(other.distinct),
        quantiles.plus(other.quantiles),
        frequent.plus(other.frequent),
        sample.plus(other.sample));
  }

  /** The same, where the different values of two columns cannot be told apart. */
  public Sketches withoutDistinct() {
    return new Sketches(Distinct.UNKNOWN, quantiles, frequent, sample);
  }

  public void write(DataOutput out) throws IOException {
    distinct.write(out);
    quantiles.write(out);
    frequent.write(out);
    sample.write(out);
  }

  public static Sketches read(DataInput in) throws IOException {
    return new Sketches(Distinct.read(in), Quantiles.read(in), Frequent.read(in), Sample.read(in));
  }
}
