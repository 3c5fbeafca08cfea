// SPDX-License-Identifier: Apache-2.0
package dev.sluice.stats.fill;

import dev.sluice.stats.sketch.Distinct;
import java.util.Arrays;
import org.apache.datasketches.hash.MurmurHash3;
import org.apache.datasketches.theta.UpdateSketch;
import org.apache.datasketches.thetacommon.ThetaUtil;

/**
 * Feeds a sketch of different values. A full sketch keeps one of many hashes: what it would not
 * keep is not given to it, for which no array is made.
 */
final class Hashes {
  private final UpdateSketch sketch = Distinct.feed();
  private final byte[] four = new byte[Integer.BYTES];

  /** Takes a value of eight bytes in, the lowest first. */
  void add(long value) {
    if (hash(value) >>> 1 < sketch.getThetaLong()) {
      sketch.update(value);
    }
  }

  /**
   * The first half of MurmurHash3_x64_128 of eight bytes, as the sketch makes it: where the
   * compiler does not inline across classes, the library's own is many times slower.
   */
  static long hash(long value) {
    long seed = ThetaUtil.DEFAULT_UPDATE_SEED;
    long mixed = Long.rotateLeft(value * 0x87c37b91114253d5L, 31) * 0x4cf5ad432745937fL;
    long second = seed ^ Long.BYTES;
    long first = (seed ^ mixed ^ Long.BYTES) + second;
    second += first;
    return finish(first) + finish(second);
  }

  private static long finish(long half) {
    long mixed = (half ^ (half >>> 33)) * 0xff51afd7ed558ccdL;
    mixed = (mixed ^ (mixed >>> 33)) * 0xc4ceb9fe1a85ec53L;
    return mixed ^ (mixed >>> 33);
  }

  /** Takes a value of four bytes in, the lowest first. */
  void addInt(int value) {
    for (int i = 0; i < four.length; i++) {
      four[i] = (byte) (value >>> (8 * i));
    }
    sketch.update(four);
  }

  /** Takes the bytes of a value in. */
  void add(byte[] value) {
    sketch.update(value);
  }

  /** Takes some of many bytes in; no bytes are no value to the sketch. */
  void add(byte[] bytes, int from, int to) {
    if (from < to
        && isKept(MurmurHash3.hash(bytes, from, to - from, ThetaUtil.DEFAULT_UPDATE_SEED))) {
      sketch.update(Arrays.copyOfRange(bytes, from, to));
    }
  }

  private boolean isKept(long[] hash) {
    return hash[0] >>> 1 < sketch.getThetaLong();
  }

  Distinct distinct() {
    return Distinct.of(sketch);
  }
}
