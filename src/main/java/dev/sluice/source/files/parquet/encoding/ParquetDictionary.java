// SPDX-License-Identifier: Apache-2.0
package dev.sluice.source.files.parquet.encoding;

import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.Type;

/** The values that the pages of a column chunk name by number. */
public final class ParquetDictionary {
  private final byte[] bytes;
  private final int count;
  private final int size;
  private final int[] offsets;

  /**
   * Values one after the other.
   *
   * @param count how many a page says there are
   */
  public ParquetDictionary(SchemaElement leaf, byte[] bytes, int count) {
    this.bytes = bytes;
    this.count = count;
    this.size = ParquetValues.size(leaf);
    boolean isText = leaf.getType() == Type.BYTE_ARRAY;
    ParquetBroken.require(isText || size > 0, "its dictionary has values that need none");
    long least = (long) count * (isText ? 4 : size);
    ParquetBroken.require(
        count >= 0 && least <= bytes.length, "its dictionary is shorter than it says");
    this.offsets = isText ? new int[count + 1] : new int[0];
    if (isText) {
      ParquetValues values = ParquetValues.plain(leaf, bytes, 0, bytes.length);
      for (int i = 0; i < count; i++) {
        values.next();
        offsets[i] = values.from;
        offsets[i + 1] = values.from + values.length + 4;
      }
    }
  }

  /** About how much memory it takes. */
  public long held() {
    return bytes.length + 4L * offsets.length;
  }

  ParquetValues values(byte[] page, int from, int to) {
    // A page of nulls alone may lack even the width.
    int width = from < to ? page[from] : 0;
    return new Named(new ParquetRuns(page, Math.min(from + 1, to), to, width));
  }

  private final class Named extends ParquetValues {
    private final ParquetRuns runs;

    Named(ParquetRuns runs) {
      this.runs = runs;
      this.bytes = ParquetDictionary.this.bytes;
      this.length = size;
    }

    @Override
    public void next() {
      int number = runs.next();
      ParquetBroken.require(
          number >= 0 && number < count, "its page names a value that its dictionary lacks");
      if (size > 0) {
        from = number * size;
      } else {
        from = offsets[number];
        length = offsets[number + 1] - 4 - from;
      }
    }
  }
}
