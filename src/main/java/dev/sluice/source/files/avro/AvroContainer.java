// SPDX-License-Identifier: Apache-2.0
package dev.sluice.source.files.avro;

import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.intake.InputFile;
import dev.sluice.source.files.bytes.ByteWindow;
import dev.sluice.source.files.bytes.FileKind;
import dev.sluice.source.files.position.FilePart;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.NameValidator;
import org.apache.avro.Schema;

/**
 * The header and the blocks of an Avro container file.
 *
 * <p>Every length is checked before memory is taken for it: a file cannot ask for more than one
 * block of {@link #MAX_BLOCK} bytes, stored or decompressed.
 */
final class AvroContainer implements AutoCloseable {
  static final int MAX_BLOCK = 64 << 20;

  /** Records may have no bytes at all, so that their number needs a limit of its own. */
  private static final long MAX_RECORDS = 64L << 20;

  private static final byte[] MAGIC = {'O', 'b', 'j', 1};
  private static final int SYNC = 16;

  private final InputFile file;
  private final ByteWindow window;
  private final Map<String, byte[]> meta = new HashMap<>();
  private final AvroCodec codec;
  private final Schema schema;
  private final byte[] sync;
  private long cursor;

  /** The records of a block. */
  record Block(long records, AvroBytes data) {}

  AvroContainer(InputFile file) {
    this.file = file;
    this.window = ByteWindow.openBinary(file);
    try {
      byte[] first = window.beginning();
      if (!FileKind.AVRO.begins(first)) {
        throw corrupt(
            "is not an Avro container file"
                + FileKind.of(first).map(k -> ": it " + k.named()).orElse(""));
      }
      cursor = MAGIC.length;
      readMeta();
      this.sync = take(SYNC);
      this.codec = AvroCodec.of(text("avro.codec", "null"));
      this.schema = schema(text("avro.schema", ""));
    } catch (AvroBytes.Malformed e) {
      window.close();
      throw corrupt("has a header that cannot be used: " + e.getMessage());
    } catch (PipelineException e) {
      window.close();
      throw e;
    }
  }

  /**
   * A writer's schema. What a writer chose is not ours to judge: Avro's own readers look at no name
   * and no default. Of a text that is no schema the parser fails in many ways.
   */
  private static Schema schema(String text) {
    try {
      return new Schema.Parser(NameValidator.NO_VALIDATION).setValidateDefaults(false).parse(text);
    } catch (RuntimeException e) {
      throw new AvroBytes.Malformed(
          e instanceof AvroRuntimeException && e.getMessage() != null
              ? e.getMessage()
              : "its schema cannot be understood");
    }
  }

  Schema schema() {
    return schema;
  }

  /** Where the next block begins. */
  long position() {
    return cursor;
  }

  void moveTo(long position) {
    cursor = position;
    window.moveTo(position);
  }

  boolean hasNext() {
    return window.at(cursor) >= 0;
  }

  /** Shows nothing behind a part of the file. */
  void endAt(FilePart part) {
    window.endAt(part);
  }

  boolean isCompressed() {
    return !window.isStored();
  }

  /** Reads a block, checks that it is whole, and decompresses it. */
  Block next() {
    long start = cursor;
    Block stored = stored();
    try {
      byte[] data = codec.decode(stored.data().array(), MAX_BLOCK + 1);
      if (data.length > MAX_BLOCK) {
        throw corrupt("has a block above " + (MAX_BLOCK >> 20) + " MiB, at byte " + start);
      }
      return new Block(stored.records(), new AvroBytes(data));
    } catch (IOException e) {
      throw corrupt("has a broken block at byte " + start + ": " + e.getMessage());
    }
  }

  /** Goes over a block that is whole; returns how many records it says it has. */
  long skip() {
    return stored().records();
  }

  /** Reads a block as it is stored. */
  private Block stored() {
    long start = cursor;
    window.keep(start);
    long records = takeLong();
    byte[] bytes = take(takeLength(MAX_BLOCK));
    if (!Arrays.equals(take(SYNC), sync)) {
      throw corrupt("has a block without its marker, at byte " + start);
    }
    if (records < 0 || records > MAX_RECORDS) {
      throw corrupt("has a block of " + records + " records, at byte " + start);
    }
    return new Block(records, new AvroBytes(bytes));
  }

  private void readMeta() {
    for (long count = takeLong(); count != 0; count = takeLong()) {
      if (count < 0) {
        long unused = takeLong();
      }
      for (long i = 0; i < Math.abs(count); i++) {
        String key = new String(take(takeLength(ByteWindow.MAX_RECORD)), StandardCharsets.UTF_8);
        meta.put(key, take(takeLength(ByteWindow.MAX_RECORD)));
        window.keep(cursor);
      }
    }
  }

  private String text(String key, String otherwise) {
    byte[] value = meta.get(key);
    return value == null ? otherwise : new String(value, StandardCharsets.UTF_8);
  }

  private byte[] take(int length) {
    byte[] bytes = window.copy(cursor, cursor + length);
    if (bytes.length < length) {
      throw corrupt("ends in the middle of a block or of its header");
    }
    cursor += length;
    return bytes;
  }

  private int takeLength(int max) {
    long length = takeLong();
    if (length < 0 || length > max) {
      throw corrupt("gives a length of " + length + " bytes before byte " + cursor);
    }
    return (int) length;
  }

  private long takeLong() {
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      int next = take(1)[0];
      value |= (next & 0x7fL) << shift;
      if (next >= 0) {
        return (value >>> 1) ^ -(value & 1);
      }
    }
    throw corrupt("has a number without an end before byte " + cursor);
  }

  String digest() {
    return window.digest();
  }

  PipelineException corrupt(String what) {
    return file.failure(ErrorCode.FILE_CORRUPT, what, null);
  }

  @Override
  public void close() {
    window.close();
  }
}
