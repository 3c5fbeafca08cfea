// SPDX-License-Identifier: Apache-2.0
package dev.sluice.stats.sketch;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * How much of the rows estimates are made of. Of a file with many rows every so-manyth is looked
 * at, from a place that its name decides; so estimates of shares have an error beside that of their
 * sketches.
 *
 * @param rows all that were to be looked at
 * @param seen those that were
 * @param spread the sum of {@code rows² / seen} over the files that were not looked at whole
 */
public record Sample(long rows, long seen, double spread) {
  public static final Sample NONE = new Sample(0, 0, 0);

  /** Two of three digits: a share is off by more in one of a hundred cases at most. */
  private static final double CERTAINTY = Math.log(2 / 0.01) / 2;

  /** A file of which some rows were looked at. */
  public static Sample of(long rows, long seen) {
    return new Sample(rows, seen, seen >= rows ? 0 : (double) rows * rows / Math.max(1, seen));
  }

  public Sample plus(Sample other) {
    return new Sample(rows + other.rows, seen + other.seen, spread + other.spread);
  }

  /** Whether every row was looked at. */
  public boolean isWhole() {
    return seen == rows;
  }

  /**
   * In 99 of 100 cases a share of all rows is off by no more (Hoeffding's bound over strata); 0
   * where all were looked at.
   */
  public double error() {
    return rows == 0 ? 0 : Math.min(1, Math.sqrt(CERTAINTY * spread) / rows);
  }

  public void write(DataOutput out) throws IOException {
    out.writeLong(rows);
    out.writeLong(seen);
    out.writeDouble(spread);
  }

  public static Sample read(DataInput in) throws IOException {
    return new Sample(in.readLong(), in.readLong(), in.readDouble());
  }
}
