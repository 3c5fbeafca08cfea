// SPDX-License-Identifier: Apache-2.0
package dev.sluice.source.files.parquet.encoding;

import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.Type;
import org.jspecify.annotations.Nullable;

/**
 * The values of one page, in order.
 *
 * <p>{@link #next} goes to a value; what it is can be taken then, any number of times. Nothing is
 * allocated by a size that a page says.
 */
public abstract class ParquetValues {
  /** Where the bytes of the value that was gone to are. */
  byte[] bytes = new byte[0];

  int from;
  int length;

  /** What its value lies in. */
  public byte[] bytes() {
    return bytes;
  }

  /** Where in those bytes the value begins. */
  public int from() {
    return from;
  }

  /** How many bytes the value has. */
  public int length() {
    return length;
  }

  /** Goes to the next value. */
  public abstract void next();

  public int int32() {
    return ParquetBits.int32(bytes, from);
  }

  public long int64() {
    return ParquetBits.int64(bytes, from);
  }

  public boolean bool() {
    return bytes[from] != 0;
  }

  /** How many bytes each value of a type has; 0 when each says so itself, or is a bit. */
  static int size(SchemaElement leaf) {
    return switch (leaf.getType()) {
      case INT32, FLOAT -> 4;
      case INT64, DOUBLE -> 8;
      case INT96 -> 12;
      case FIXED_LEN_BYTE_ARRAY -> leaf.getType_length();
      default -> 0;
    };
  }

  /** Values as a page has them, from some place of its bytes to another. */
  public static ParquetValues of(
      Encoding encoding,
      SchemaElement leaf,
      @Nullable ParquetDictionary dictionary,
      byte[] page,
      int from,
      int to) {
    return switch (encoding) {
      case PLAIN -> plain(leaf, page, from, to);
      case PLAIN_DICTIONARY, RLE_DICTIONARY -> {
        if (dictionary == null) {
          throw new ParquetBroken("its page has no dictionary");
        }
        yield dictionary.values(page, from, to);
      }
      case RLE -> {
        ParquetBroken.require(leaf.getType() == Type.BOOLEAN && to - from >= 4, strange(encoding));
        yield new Bits(new ParquetRuns(page, from + 4, to, 1));
      }
      case BYTE_STREAM_SPLIT -> {
        ParquetBroken.require(size(leaf) > 0, strange(encoding));
        yield new Split(page, from, to, size(leaf));
      }
      case DELTA_BINARY_PACKED -> {
        ParquetBroken.require(
            leaf.getType() == Type.INT32 || leaf.getType() == Type.INT64, strange(encoding));
        yield new ParquetDeltas.Numbers(page, from, to);
      }
      case DELTA_LENGTH_BYTE_ARRAY -> {
        ParquetBroken.require(leaf.getType() == Type.BYTE_ARRAY, strange(encoding));
        yield new ParquetDeltas.Lengths(page, from, to);
      }
      case DELTA_BYTE_ARRAY -> {
        boolean isBytes =
            leaf.getType() == Type.BYTE_ARRAY || leaf.getType() == Type.FIXED_LEN_BYTE_ARRAY;
        ParquetBroken.require(isBytes, strange(encoding));
        yield new ParquetDeltas.Prefixes(page, from, to, size(leaf));
      }
      default -> throw new ParquetBroken(strange(encoding));
    };
  }

  private static String strange(Encoding encoding) {
    return "its page has values in an encoding that they cannot have, " + encoding;
  }

  static ParquetValues plain(SchemaElement leaf, byte[] page, int from, int to) {
    if (leaf.getType() == Type.BOOLEAN) {
      return new Bits(ParquetRuns.packed(page, from, to, 1));
    }
    return leaf.getType() == Type.BYTE_ARRAY
        ? new Texts(page, from, to)
        : new Fixed(page, from, to, size(leaf));
  }

  private static final class Fixed extends ParquetValues {
    private final int end;
    private int at;

    Fixed(byte[] page, int from, int to, int size) {
      this.bytes = page;
      this.at = from;
      this.end = to;
      this.length = size;
    }

    @Override
    public void next() {
      ParquetBroken.require(length <= end - at, "its values end too early");
      from = at;
      at += length;
    }
  }

  private static final class Texts extends ParquetValues {
    private final int end;
    private int at;

    Texts(byte[] page, int from, int to) {
      this.bytes = page;
      this.at = from;
      this.end = to;
    }

    @Override
    public void next() {
      ParquetBroken.require(end - at >= 4, "its values end too early");
      length = ParquetBits.int32(bytes, at);
      ParquetBroken.require(length >= 0 && length <= end - at - 4, "its values end too early");
      from = at + 4;
      at = from + length;
    }
  }

  private static final class Bits extends ParquetValues {
    private final ParquetRuns runs;

    Bits(ParquetRuns runs) {
      this.runs = runs;
      this.bytes = new byte[1];
      this.length = 1;
    }

    @Override
    public void next() {
      bytes[0] = (byte) runs.next();
    }
  }

  /** The first bytes of all values, then the second ones, and so on. */
  private static final class Split extends ParquetValues {
    private final byte[] page;
    private final int first;
    private final int count;
    private int at;

    Split(byte[] page, int from, int to, int size) {
      ParquetBroken.require((to - from) % size == 0, "its values end too early");
      this.page = page;
      this.first = from;
      this.count = (to - from) / size;
      this.bytes = new byte[size];
      this.length = size;
    }

    @Override
    public void next() {
      ParquetBroken.require(at < count, "its values end too early");
      for (int i = 0; i < length; i++) {
        bytes[i] = page[first + i * count + at];
      }
      at++;
    }
  }
}
