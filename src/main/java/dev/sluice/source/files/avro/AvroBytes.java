// SPDX-License-Identifier: Apache-2.0
package dev.sluice.source.files.avro;

import dev.sluice.source.files.bytes.ByteWindow;
import dev.sluice.source.files.bytes.Utf8;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Reads Avro's binary encoding from memory, and never beyond its end. */
final class AvroBytes {
  private final byte[] data;
  private int cursor;

  /** Bytes that are not what their schema says. */
  static final class Malformed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Malformed(String what) {
      super(what, null, false, false);
    }
  }

  AvroBytes(byte[] data) {
    this.data = data;
  }

  int cursor() {
    return cursor;
  }

  boolean isAtEnd() {
    return cursor == data.length;
  }

  byte[] array() {
    return data;
  }

  boolean readBoolean() {
    byte value = data[skip(1)];
    if (value != 0 && value != 1) {
      throw new Malformed("a boolean is " + value);
    }
    return value == 1;
  }

  int readInt() {
    long value = readLong();
    if (value != (int) value) {
      throw new Malformed("an int is " + value);
    }
    return (int) value;
  }

  long readLong() {
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      int next = data[skip(1)];
      value |= (next & 0x7fL) << shift;
      if (next >= 0) {
        return (value >>> 1) ^ -(value & 1);
      }
    }
    throw new Malformed("a number has no end");
  }

  float readFloat() {
    return ByteBuffer.wrap(data).order(ByteOrder.LITTLE_ENDIAN).getFloat(skip(4));
  }

  double readDouble() {
    return ByteBuffer.wrap(data).order(ByteOrder.LITTLE_ENDIAN).getDouble(skip(8));
  }

  /** Reads an index of so many choices. */
  int readIndex(int size) {
    int index = readInt();
    if (index < 0 || index >= size) {
      throw new Malformed("a branch or symbol is number " + index + " of " + size);
    }
    return index;
  }

  /** Reads the length of a string or of bytes; they are all there. */
  int readLength() {
    long length = readLong();
    if (length < 0 || length > data.length - cursor) {
      throw new Malformed("a length is " + length);
    }
    return (int) length;
  }

  /** Reads how many items come next in an array or map; 0 at its end. */
  long readCount() {
    long count = readLong();
    if (count < 0) {
      long unused = readLong();
      count = -count;
    }
    if (count < 0 || count > ByteWindow.MAX_RECORD) {
      throw new Malformed("a collection has " + count + " items");
    }
    return count;
  }

  /** Goes over bytes and returns where they begin in {@link #array}. */
  int skip(int length) {
    if (length > data.length - cursor) {
      throw new Malformed("its records end too early");
    }
    cursor += length;
    return cursor - length;
  }

  /** Checks and goes over so many bytes of text. */
  int skipText(int length) {
    int start = skip(length);
    if (Utf8.firstInvalid(data, start, start + length) >= 0) {
      throw new Malformed("a string is not UTF-8");
    }
    return start;
  }

  String readString() {
    int length = readLength();
    return new String(data, skipText(length), length, StandardCharsets.UTF_8);
  }

  byte[] readBytes(int length) {
    int start = skip(length);
    return Arrays.copyOfRange(data, start, start + length);
  }

  BigInteger readUnscaled(int length) {
    if (length == 0 || length > 1024) {
      throw new Malformed("a decimal has " + length + " bytes");
    }
    return new BigInteger(data, skip(length), length);
  }
}
