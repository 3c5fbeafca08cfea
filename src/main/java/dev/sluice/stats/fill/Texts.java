// SPDX-License-Identifier: Apache-2.0
package dev.sluice.stats.fill;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.vector.VarCharVector;

/** The texts of a batch, one after the other in one array. */
final class Texts {
  private final byte[] bytes;
  private final int[] offsets;

  private Texts(byte[] bytes, int[] offsets) {
    this.bytes = bytes;
    this.offsets = offsets;
  }

  static Texts of(VarCharVector vector, int rows) {
    int[] offsets = new int[rows + 1];
    ArrowBuf starts = vector.getOffsetBuffer();
    for (int i = 0; i <= rows && rows > 0; i++) {
      offsets[i] = starts.getInt((long) i * Integer.BYTES);
    }
    int first = offsets[0];
    byte[] bytes = new byte[offsets[rows] - first];
    vector.getDataBuffer().getBytes(first, bytes);
    for (int i = 0; i <= rows; i++) {
      offsets[i] -= first;
    }
    return new Texts(bytes, offsets);
  }

  byte[] bytes() {
    return bytes;
  }

  int from(int row) {
    return offsets[row];
  }

  int to(int row) {
    return offsets[row + 1];
  }

  String text(int row) {
    return new String(bytes, from(row), to(row) - from(row), StandardCharsets.UTF_8);
  }

  byte[] copy(int row) {
    return Arrays.copyOfRange(bytes, from(row), to(row));
  }

  int compare(int row, byte[] other) {
    return Arrays.compareUnsigned(bytes, from(row), to(row), other, 0, other.length);
  }

  /** Bytes that do not go on with a character before them. */
  int characters(int row) {
    int count = 0;
    for (int i = from(row); i < to(row); i++) {
      count += (bytes[i] & 0xC0) == 0x80 ? 0 : 1;
    }
    return count;
  }
}
