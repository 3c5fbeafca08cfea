// SPDX-License-Identifier: Apache-2.0
package dev.sluice.stats.fill;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Says which rows of a file the sample has: one of each so-many rows that stand together, always
 * the same ones of the same file.
 */
final class Picks {
  /** Up to twice as many rows are looked at. */
  static final int ROWS = 8_192;

  private final long stride;
  private final SplittableRandom random;
  private long passed;
  private long next;
  private long seen;

  Picks(long rows, long seed) {
    this.stride = Math.max(1, rows / ROWS);
    this.random = new SplittableRandom(seed);
    this.next = first(0);
  }

  private long first(long stratum) {
    return stratum * stride + (stride == 1 ? 0 : random.nextLong(stride));
  }

  /** For how many rows a picked one stands. */
  long stride() {
    return stride;
  }

  /** How many rows were picked. */
  long seen() {
    return seen;
  }

  /** The places of the picked ones among the next rows. */
  int[] among(int rows) {
    int[] picked = new int[(int) (rows / stride) + 2];
    int count = 0;
    while (next < passed + rows) {
      picked[count++] = (int) (next - passed);
      next = first(next / stride + 1);
    }
    passed += rows;
    seen += count;
    return Arrays.copyOf(picked, count);
  }
}
