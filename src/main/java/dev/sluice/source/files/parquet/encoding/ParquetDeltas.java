// SPDX-License-Identifier: Apache-2.0
package dev.sluice.source.files.parquet.encoding;

import java.util.Arrays;

/** The encodings that store how each number, or text, differs from the one before. */
final class ParquetDeltas {
  private ParquetDeltas() {}

  /** Numbers, in blocks of parts in which all have the same count of bits. */
  static final class Numbers extends ParquetValues {
    private final byte[] page;
    private final int end;
    private final long block;
    private final int parts;
    private final long total;
    private int at;
    private long taken;
    private long value;
    private long least;
    private int widths;
    private int part;
    private int width;
    private long left;
    private long bit;

    Numbers(byte[] page, int from, int to) {
      this.page = page;
      this.at = from;
      this.end = to;
      this.block = varint();
      long parts = varint();
      this.total = varint();
      this.value = signed();
      boolean isPossible =
          parts > 0 && block > 0 && total >= 0 && block % parts == 0 && parts <= page.length;
      ParquetBroken.require(isPossible && block / parts % 8 == 0, "its deltas have strange blocks");
      this.parts = (int) parts;
      this.part = this.parts;
    }

    /** Where the bytes after all of the numbers begin; nothing may have been taken yet. */
    int after() {
      Numbers all = new Numbers(page, at, end, this);
      return all.skip();
    }

    private Numbers(byte[] page, int at, int end, Numbers like) {
      this.page = page;
      this.at = at;
      this.end = end;
      this.block = like.block;
      this.parts = like.parts;
      this.total = like.total;
      this.part = like.parts;
    }

    private int skip() {
      for (taken = 1; taken < total; taken += left) {
        beginPart();
      }
      return at;
    }

    long take() {
      ParquetBroken.require(taken < total, "its values end too early");
      if (taken++ == 0) {
        return value;
      }
      if (left == 0) {
        beginPart();
      }
      left--;
      value += least + ParquetBits.little(page, bit, width, end);
      bit += width;
      return value;
    }

    private void beginPart() {
      if (part == parts) {
        least = signed();
        ParquetBroken.require(parts <= end - at, "its values end too early");
        widths = at;
        at += parts;
        part = 0;
      }
      width = page[widths + part++];
      ParquetBroken.require(width >= 0 && width <= 64, "its numbers have too many bits");
      left = block / parts;
      bit = at * 8L;
      // Some writers leave out what would fill the last part.
      at += (int) Math.min(left / 8 * width, end - at);
    }

    private long signed() {
      long value = varint();
      return (value >>> 1) ^ -(value & 1);
    }

    private long varint() {
      long number = 0;
      int shift = 0;
      int one;
      do {
        ParquetBroken.require(at < end && shift < 70, "its values end too early");
        one = page[at++];
        number |= (one & 0x7fL) << shift;
        shift += 7;
      } while (one < 0);
      return number;
    }

    @Override
    public void next() {
      long unused = take();
    }

    @Override
    public int int32() {
      return (int) value;
    }

    @Override
    public long int64() {
      return value;
    }
  }

  private static int taken(Numbers lengths, int most) {
    long length = lengths.take();
    ParquetBroken.require(length >= 0 && length <= most, "its values end too early");
    return (int) length;
  }

  /** Texts, after the lengths of all of them. */
  static final class Lengths extends ParquetValues {
    private final Numbers lengths;
    private final int end;
    private int at;

    Lengths(byte[] page, int from, int to) {
      this.bytes = page;
      this.lengths = new Numbers(page, from, to);
      this.at = lengths.after();
      this.end = to;
    }

    @Override
    public void next() {
      length = taken(lengths, end - at);
      from = at;
      at += length;
    }
  }

  /** Texts that begin as the one before, as far as is said. */
  static final class Prefixes extends ParquetValues {
    private final Numbers prefixes;
    private final Lengths rest;
    private final int size;

    /**
     * Texts.
     *
     * @param size of each; 0 when it differs
     */
    Prefixes(byte[] page, int from, int to, int size) {
      this.prefixes = new Numbers(page, from, to);
      this.rest = new Lengths(page, prefixes.after(), to);
      this.size = size;
    }

    @Override
    public void next() {
      int same = taken(prefixes, length);
      rest.next();
      int whole = Math.addExact(same, rest.length);
      ParquetBroken.require(size == 0 || whole == size, "its values have the wrong length");
      if (whole > bytes.length) {
        bytes = Arrays.copyOf(bytes, Math.max(whole, 2 * same));
      }
      System.arraycopy(rest.bytes, rest.from, bytes, same, rest.length);
      length = whole;
    }
  }
}
