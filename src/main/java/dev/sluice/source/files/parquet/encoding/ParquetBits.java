// SPDX-License-Identifier: Apache-2.0
package dev.sluice.source.files.parquet.encoding;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Takes numbers out of bytes, the least first. */
public final class ParquetBits {
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  private ParquetBits() {}

  public static int int32(byte[] bytes, int at) {
    return (int) INT.get(bytes, at);
  }

  public static long int64(byte[] bytes, int at) {
    return (long) LONG.get(bytes, at);
  }

  /**
   * A number of some bits; those that lie behind the end are 0.
   *
   * @param place its first bit, counted from the first of the bytes
   */
  public static long little(byte[] bytes, long place, int width, int end) {
    if (width == 0) {
      return 0;
    }
    int at = (int) (place >>> 3);
    int shift = (int) place & 7;
    ParquetBroken.require(at < end, "its numbers end too early");
    long word = at + 8 <= end ? int64(bytes, at) : tail(bytes, at, end);
    long value = word >>> shift;
    if (shift + width > 64 && at + 8 < end) {
      value |= (bytes[at + 8] & 0xffL) << (64 - shift);
    }
    return width == 64 ? value : value & ((1L << width) - 1);
  }

  private static long tail(byte[] bytes, int at, int end) {
    long word = 0;
    for (int i = end - 1; i >= at; i--) {
      word = (word << 8) | (bytes[i] & 0xff);
    }
    return word;
  }

  /** A number of some bits, of which the greatest comes first. */
  static int big(byte[] bytes, long place, int width, int end) {
    int value = 0;
    for (long bit = place; bit < place + width; bit++) {
      int at = (int) (bit >>> 3);
      ParquetBroken.require(at < end, "its numbers end too early");
      value = (value << 1) | ((bytes[at] >> (7 - (bit & 7))) & 1);
    }
    return value;
  }
}
