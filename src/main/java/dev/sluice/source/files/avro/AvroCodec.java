// SPDX-License-Identifier: Apache-2.0
package dev.sluice.source.files.avro;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.apache.commons.compress.compressors.snappy.SnappyCompressorInputStream;

/** How the blocks of an Avro file are compressed. */
enum AvroCodec {
  NULL,
  DEFLATE,
  SNAPPY,
  BZIP2,
  ZSTANDARD;

  static AvroCodec of(String name) {
    for (AvroCodec codec : values()) {
      if (codec.name().equalsIgnoreCase(name)) {
        return codec;
      }
    }
    throw new AvroBytes.Malformed(
        "the codec " + name + " is not one of null, deflate, snappy, bzip2, zstandard");
  }

  /** Decompresses a block, at most so many bytes of it. */
  byte[] decode(byte[] stored, int max) throws IOException {
    if (this == NULL) {
      return stored;
    }
    try (InputStream decoded = open(stored)) {
      byte[] data = decoded.readNBytes(max);
      if (this == SNAPPY && data.length < max) {
        checkSum(stored, data);
      }
      return data;
    }
  }

  private InputStream open(byte[] stored) throws IOException {
    InputStream in = new ByteArrayInputStream(stored);
    return switch (this) {
      case NULL -> in;
      // Without its header, the inflater wants one byte more than there is.
      case DEFLATE ->
          new InflaterInputStream(
              new ByteArrayInputStream(Arrays.copyOf(stored, stored.length + 1)),
              new Inflater(true));
      case SNAPPY ->
          new SnappyCompressorInputStream(
              new ByteArrayInputStream(stored, 0, Math.max(stored.length - 4, 0)));
      case BZIP2 -> new BZip2CompressorInputStream(in);
      case ZSTANDARD -> new ZstdInputStreamNoFinalizer(in);
    };
  }

  private static void checkSum(byte[] stored, byte[] data) throws IOException {
    CRC32 crc = new CRC32();
    crc.update(data);
    int expected = 0;
    for (int i = stored.length - 4; i < stored.length; i++) {
      expected = (expected << 8) | (stored[i] & 0xff);
    }
    if ((int) crc.getValue() != expected) {
      throw new IOException("its checksum is wrong");
    }
  }
}
