// SPDX-License-Identifier: Apache-2.0
package dev.sluice.batch.arrow;

import java.nio.ByteOrder;
import java.util.Arrays;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.vector.VarCharVector;

/** Grows one text column of a batch as plain bytes. */
final class TextColumn {
  private byte[] values = new byte[1 << 14];
  private int[] ends = new int[1 << 10];
  private byte[] valid = new byte[1 << 7];
  private int rows;
  private int nulls;

  int rows() {
    return rows;
  }

  int bytes() {
    return rows == 0 ? 0 : ends[rows - 1];
  }

  /**
   * Appends a value whose characters are bytes (ISO 8859-1), as tokenizers over raw bytes give it.
   */
  void append(char[] text, int offset, int length) {
    int start = bytes();
    reserve(start, length);
    byte[] target = values;
    for (int i = 0; i < length; i++) {
      target[start + i] = (byte) text[offset + i];
    }
    end(start + length, true);
  }

  /** Appends a value given as UTF-8. */
  void append(byte[] utf8, int offset, int length) {
    int start = bytes();
    reserve(start, length);
    System.arraycopy(utf8, offset, values, start, length);
    end(start + length, true);
  }

  void appendNull() {
    end(bytes(), false);
    nulls++;
  }

  /** Takes back the values of the row begun last, if this column already has one. */
  void truncate(int toRows) {
    while (rows > toRows) {
      rows--;
      int bit = 1 << (rows & 7);
      if ((valid[rows >> 3] & bit) == 0) {
        nulls--;
      }
      valid[rows >> 3] &= (byte) ~bit;
    }
  }

  private void reserve(int start, int length) {
    if (start + length > values.length) {
      values = Arrays.copyOf(values, Math.max(values.length * 2, start + length));
    }
  }

  private void end(int end, boolean isValid) {
    if (rows == ends.length) {
      ends = Arrays.copyOf(ends, rows * 2);
      valid = Arrays.copyOf(valid, valid.length * 2);
    }
    ends[rows] = end;
    if (isValid) {
      valid[rows >> 3] |= (byte) (1 << (rows & 7));
    }
    rows++;
  }

  void writeTo(VarCharVector vector) {
    int bytes = bytes();
    vector.allocateNew(Math.max(bytes, 1), Math.max(rows, 1));
    vector.getDataBuffer().setBytes(0, values, 0, bytes);
    ArrowBuf offsets = vector.getOffsetBuffer();
    offsets.setInt(0, 0);
    offsets.nioBuffer(4, rows * 4).order(ByteOrder.nativeOrder()).asIntBuffer().put(ends, 0, rows);
    ArrowBuf validity = vector.getValidityBuffer();
    if (nulls == 0) {
      validity.setOne(0, (rows + 7L) >> 3);
    } else {
      validity.setBytes(0, valid, 0, (rows + 7) >> 3);
    }
    vector.setLastSet(rows - 1);
    vector.setValueCount(rows);
  }

  void clear() {
    Arrays.fill(valid, 0, (rows + 7) >> 3, (byte) 0);
    rows = 0;
    nulls = 0;
  }
}
