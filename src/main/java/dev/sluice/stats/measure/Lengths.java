// SPDX-License-Identifier: Apache-2.0
package dev.sluice.stats.measure;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * How long values are: characters of texts, bytes of binary values, elements of lists. Exact.
 *
 * @param count of values
 * @param min 0 where there are none
 * @param max 0 where there are none
 * @param sum of all lengths
 */
public record Lengths(long count, long min, long max, long sum) {
  public static final Lengths NONE = new Lengths(0, 0, 0, 0);

  public Lengths plus(Lengths other) {
    if (count == 0 || other.count == 0) {
      return count == 0 ? other : this;
    }
    return new Lengths(
        count + other.count, Math.min(min, other.min), Math.max(max, other.max), sum + other.sum);
  }

  /** NaN where there are no values. */
  public double mean() {
    return count == 0 ? Double.NaN : (double) sum / count;
  }

  public void write(DataOutput out) throws IOException {
    out.writeLong(count);
    out.writeLong(min);
    out.writeLong(max);
    out.writeLong(sum);
  }

  public static Lengths read(DataInput in) throws IOException {
    return new Lengths(in.readLong(), in.readLong(), in.readLong(), in.readLong());
  }
}
