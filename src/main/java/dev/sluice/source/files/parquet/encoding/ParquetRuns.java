// SPDX-License-Identifier: Apache-2.0
package dev.sluice.source.files.parquet.encoding;

/** Small numbers, as runs of one number and as numbers of a few bits each, one after the other. */
public final class ParquetRuns {
  private final byte[] bytes;
  private final int end;
  private final int width;
  private int at;
  private int same;
  private int value;
  private int packed;
  private long bit;
  private boolean isFromTheTop;

  /**
   * Numbers that stand in some bytes.
   *
   * @param width how many bits each has, at most 32
   */
  public ParquetRuns(byte[] bytes, int from, int to, int width) {
    ParquetBroken.require(width >= 0 && width <= 32, "its numbers have too many bits");
    this.bytes = bytes;
    this.at = from;
    this.end = to;
    this.width = width;
  }

  /** Numbers of a few bits each, without runs. */
  static ParquetRuns packed(byte[] bytes, int from, int to, int width) {
    ParquetRuns runs = new ParquetRuns(bytes, from, to, width);
    runs.packed = Integer.MAX_VALUE;
    runs.bit = from * 8L;
    runs.at = to;
    return runs;
  }

  /** As {@link #packed}, each byte's greatest bit first: as very old writers do. */
  public static ParquetRuns packedFromTheTop(byte[] bytes, int from, int to, int width) {
    ParquetRuns runs = packed(bytes, from, to, width);
    runs.isFromTheTop = true;
    return runs;
  }

  public int next() {
    if (width == 0) {
      return 0;
    }
    while (same == 0 && packed == 0) {
      begin();
    }
    if (same > 0) {
      same--;
      return value;
    }
    packed--;
    long place = bit;
    bit += width;
    return isFromTheTop
        ? ParquetBits.big(bytes, place, width, end)
        : (int) ParquetBits.little(bytes, place, width, end);
  }

  private void begin() {
    long header = 0;
    int shift = 0;
    int one;
    do {
      ParquetBroken.require(at < end && shift < 35, "its numbers end too early");
      one = bytes[at++];
      header |= (one & 0x7fL) << shift;
      shift += 7;
    } while (one < 0);
    if ((header & 1) == 0) {
      same = (int) Math.min(header >>> 1, Integer.MAX_VALUE);
      int length = (width + 7) / 8;
      ParquetBroken.require(length <= end - at, "its numbers end too early");
      value = (int) ParquetBits.little(bytes, at * 8L, length * 8, end);
      at += length;
      return;
    }
    long groups = header >>> 1;
    packed = (int) Math.min(groups * 8, Integer.MAX_VALUE);
    bit = at * 8L;
    // Some writers leave out what would fill the last group.
    at += (int) Math.min(groups * width, end - at);
  }
}
