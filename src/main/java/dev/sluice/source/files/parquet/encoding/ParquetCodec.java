// SPDX-License-Identifier: Apache-2.0
package dev.sluice.source.files.parquet.encoding;

import com.github.luben.zstd.Zstd;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.compressors.lz4.BlockLZ4CompressorInputStream;
import org.apache.parquet.format.CompressionCodec;
import org.brotli.dec.BrotliInputStream;
import org.xerial.snappy.Snappy;

/** Unpacks pages, each of which says how long it is. */
public final class ParquetCodec {
  /** How much longer a page can be than what is stored of it, as the codec works. */
  private static final long GZIP_RATIO = 1100;

  private static final long LZ4_RATIO = 256;

  private ParquetCodec() {}

  /**
   * Unpacks some bytes.
   *
   * @param length what they must become
   */
  public static byte[] unpack(CompressionCodec codec, byte[] packed, int from, int length)
      throws IOException {
    int size = packed.length - from;
    if (length == 0) {
      return new byte[0];
    }
    return switch (codec) {
      case SNAPPY -> snappy(packed, from, length);
      case ZSTD -> zstd(packed, from, length);
      case GZIP -> {
        ParquetBroken.require(length / GZIP_RATIO <= size, wrong(codec));
        yield all(new GZIPInputStream(stream(packed, from)), length, codec);
      }
      case BROTLI -> all(new BrotliInputStream(stream(packed, from)), length, codec);
      case LZ4_RAW -> lz4(packed, from, size, length);
      case LZ4 -> framed(packed, from, length);
      default -> throw new ParquetBroken("it is packed as " + codec + ", which nobody reads");
    };
  }

  private static String wrong(CompressionCodec codec) {
    return "a page does not have the length that it says, or is not valid " + codec;
  }

  private static InputStream stream(byte[] packed, int from) {
    return new ByteArrayInputStream(packed, from, packed.length - from);
  }

  private static byte[] snappy(byte[] packed, int from, int length) throws IOException {
    int size = packed.length - from;
    boolean isAsLong = size > 0 && Snappy.uncompressedLength(packed, from, size) == length;
    ParquetBroken.require(isAsLong, wrong(CompressionCodec.SNAPPY));
    byte[] whole = new byte[length];
    int written = Snappy.uncompress(packed, from, size, whole, 0);
    ParquetBroken.require(written == length, wrong(CompressionCodec.SNAPPY));
    return whole;
  }

  private static byte[] zstd(byte[] packed, int from, int length) {
    byte[] whole = new byte[length];
    long written = Zstd.decompressByteArray(whole, 0, length, packed, from, packed.length - from);
    ParquetBroken.require(written == length, wrong(CompressionCodec.ZSTD));
    return whole;
  }

  private static byte[] lz4(byte[] packed, int from, int size, int length) throws IOException {
    ParquetBroken.require(length / LZ4_RATIO <= size, wrong(CompressionCodec.LZ4_RAW));
    InputStream block = new ByteArrayInputStream(packed, from, size);
    return all(new BlockLZ4CompressorInputStream(block), length, CompressionCodec.LZ4_RAW);
  }

  /** As Hadoop does it: blocks, each after both of its lengths; or one block without any. */
  private static byte[] framed(byte[] packed, int from, int length) throws IOException {
    ByteBuffer in = ByteBuffer.wrap(packed);
    byte[] whole = new byte[length];
    int at = from;
    int done = 0;
    while (packed.length - at >= 8) {
      int plain = in.getInt(at);
      int size = in.getInt(at + 4);
      if (plain < 0 || plain > length - done || size < 0 || size > packed.length - at - 8) {
        break;
      }
      System.arraycopy(lz4(packed, at + 8, size, plain), 0, whole, done, plain);
      done += plain;
      at += 8 + size;
    }
    return done == length && at == packed.length
        ? whole
        : lz4(packed, from, packed.length - from, length);
  }

  private static byte[] all(InputStream in, int length, CompressionCodec codec) throws IOException {
    try (in) {
      byte[] whole = in.readNBytes(length);
      ParquetBroken.require(whole.length == length && in.read() < 0, wrong(codec));
      return whole;
    }
  }
}
