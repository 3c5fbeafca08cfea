// SPDX-License-Identifier: Apache-2.0
package dev.sluice.stats.measure;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * Counts rows by what a column has in them. Exact.
 *
 * @param rows all of them
 * @param nulls those without a value
 * @param nan values that are not a number; of vectors, those with one inside
 * @param positiveInfinities above every number, or after every time
 * @param negativeInfinities below every number, or before every time
 * @param negatives finite numbers below zero
 * @param zeros numbers that are zero
 * @param trues of a column of true and false
 */
public record Counts(
    long rows,
    long nulls,
    long nan,
    long positiveInfinities,
    long negativeInfinities,
    long negatives,
    long zeros,
    long trues) {
  public static final Counts NONE = new Counts(0, 0, 0, 0, 0, 0, 0, 0);

  /** Counts of a column of which nothing else is told. */
  public static Counts of(long rows, long nulls) {
    return new Counts(rows, nulls, 0, 0, 0, 0, 0, 0);
  }

  public Counts plus(Counts other) {
    return new Counts(
        rows + other.rows,
        nulls + other.nulls,
        nan + other.nan,
        positiveInfinities + other.positiveInfinities,
        negativeInfinities + other.negativeInfinities,
        negatives + other.negatives,
        zeros + other.zeros,
        trues + other.trues);
  }

  /** Rows with a value. */
  public long values() {
    return rows - nulls;
  }

  /** Of a column of true and false. */
  public long falses() {
    return values() - trues;
  }

  /** Values that are neither NaN nor infinite. */
  public long finite() {
    return values() - nan - positiveInfinities - negativeInfinities;
  }

  public void write(DataOutput out) throws IOException {
    out.writeLong(rows);
    out.writeLong(nulls);
    out.writeLong(nan);
    out.writeLong(positiveInfinities);
    out.writeLong(negativeInfinities);
    out.writeLong(negatives);
    out.writeLong(zeros);
    out.writeLong(trues);
  }

  public static Counts read(DataInput in) throws IOException {
    return new Counts(
        in.readLong(),
        in.readLong(),
        in.readLong(),
        in.readLong(),
        in.readLong(),
        in.readLong(),
        in.readLong(),
        in.readLong());
  }
}
