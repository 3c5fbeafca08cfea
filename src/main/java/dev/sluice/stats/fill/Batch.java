// SPDX-License-Identifier: Apache-2.0
package dev.sluice.stats.fill;

import java.nio.ByteOrder;
import java.util.List;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.vector.BaseFixedWidthVector;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.FieldVector;
import org.jspecify.annotations.Nullable;

/** Values of one column. */
final class Batch {
  private final List<FieldVector> vectors;
  private final long @Nullable [] counts;
  private final int rows;
  private final int[] picked;
  private final long stride;

  /**
   * Some values.
   *
   * @param vectors what the column's items are
   * @param counts how often each value is there; null where every value is a row
   * @param rows how many values there are
   * @param picked those that the sample has
   * @param stride for how many rows a picked one stands
   */
  Batch(List<FieldVector> vectors, long @Nullable [] counts, int rows, int[] picked, long stride) {
    this.vectors = vectors;
    this.counts = counts;
    this.rows = rows;
    this.picked = picked;
    this.stride = stride;
  }

  /** How many values there are. */
  int rows() {
    return rows;
  }

  /** The values that the sample has. */
  int[] picked() {
    return picked;
  }

  /** Whether a value may be there more than once. */
  boolean isCounted() {
    return counts != null;
  }

  /** A batch of counted values. */
  static Batch counted(FieldVector values, BigIntVector counts) {
    int rows = values.getValueCount();
    int[] all = new int[rows];
    for (int i = 0; i < rows; i++) {
      all[i] = i;
    }
    return new Batch(List.of(values), longs(counts, rows, 1), rows, all, 1);
  }

  /** The same rows of one of several items. */
  Batch of(int item) {
    return new Batch(List.of(vectors.get(item)), counts, rows, picked, stride);
  }

  FieldVector vector() {
    return vectors.get(0);
  }

  long count(int row) {
    return counts == null ? 1 : counts[row];
  }

  /** For how many rows a picked value stands. */
  long weight(int row) {
    return counts == null ? stride : counts[row];
  }

  /** Values of 64 bits, or of twice as many of which the higher half says nothing more. */
  long[] longs(int width) {
    return longs((BaseFixedWidthVector) vector(), rows, width);
  }

  private static long[] longs(BaseFixedWidthVector vector, int rows, int width) {
    ArrowBuf buffer = vector.getDataBuffer();
    long[] values = new long[rows];
    if (width == 1) {
      buffer
          .nioBuffer(0, rows * Long.BYTES)
          .order(ByteOrder.LITTLE_ENDIAN)
          .asLongBuffer()
          .get(values);
    } else {
      for (int i = 0; i < rows; i++) {
        values[i] = buffer.getLong((long) i * width * Long.BYTES);
      }
    }
    return values;
  }

  /** Which rows have no value; null where all have one. */
  boolean @Nullable [] nulls() {
    if (vector().getNullCount() == 0) {
      return null;
    }
    boolean[] nulls = new boolean[rows];
    for (int i = 0; i < rows; i++) {
      nulls[i] = vector().isNull(i);
    }
    return nulls;
  }
}
