// SPDX-License-Identifier: Apache-2.0
package dev.sluice.table.column;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import org.apache.iceberg.Schema;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;
import org.apache.iceberg.types.Types.NestedField;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.Util;

/**
 * The footer of a Parquet file that the kernel wrote, on this machine.
 *
 * <p>Columns get their field ids here, by where they stand: the kernel would take them by name, and
 * knows a name that no column may have then.
 */
final class FileFooter {
  private static final byte[] MAGIC = "PAR1".getBytes(StandardCharsets.US_ASCII);

  /** The footer's length and the magic word. */
  private static final int TAIL = Integer.BYTES + MAGIC.length;

  /** What {@link #head} says behind the schema: no rows, no groups of them, the end. */
  private static final int REST = 5;

  private final byte[] bytes;
  private final long start;
  private final FileMetaData metadata;

  private FileFooter(byte[] bytes, long start) throws IOException {
    this.bytes = bytes;
    this.start = start;
    this.metadata = Util.readFileMetaData(new ByteArrayInputStream(bytes));
  }

  /** Reads a file's footer. */
  static FileFooter read(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      byte[] tail = read(channel, channel.size() - TAIL, TAIL);
      int length = ByteBuffer.wrap(tail).order(ByteOrder.LITTLE_ENDIAN).getInt();
      long start = channel.size() - TAIL - length;
      return new FileFooter(read(channel, start, length), start);
    }
  }

  private static byte[] read(FileChannel channel, long at, int length) throws IOException {
    if (at < 0) {
      throw new IOException("it is no Parquet file");
    }
    byte[] bytes = new byte[length];
    ByteBuffer rest = ByteBuffer.wrap(bytes);
    while (rest.hasRemaining()) {
      if (channel.read(rest, at + rest.position()) < 0) {
        throw new IOException("it is cut");
      }
    }
    return bytes;
  }

  FileMetaData metadata() {
    return metadata;
  }

  /**
   * Gives the columns of the file, and all inside of them, the ids of a schema that has just these
   * columns. What else the footer says stays, to the byte: it says more than this library knows.
   */
  void identify(Path file, Schema schema) throws IOException {
    byte[] before = head();
    int next = 1;
    for (NestedField field : schema.columns()) {
      next = identify(next, field.fieldId(), field.type());
    }
    if (next != elements().size() || !Arrays.equals(before, Arrays.copyOf(bytes, before.length))) {
      throw new IllegalStateException(file + " has other columns than " + schema);
    }
    byte[] head = head();
    int rest = bytes.length - before.length;
    ByteBuffer end =
        ByteBuffer.allocate(head.length + rest + TAIL)
            .order(ByteOrder.LITTLE_ENDIAN)
            .put(head)
            .put(bytes, before.length, rest)
            .putInt(head.length + rest)
            .put(MAGIC)
            .flip();
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.truncate(start);
      while (end.hasRemaining()) {
        int unused = channel.write(end, start + end.position());
      }
    }
  }

  /** The footer's beginning, to the end of the schema. */
  private byte[] head() throws IOException {
    FileMetaData head = new FileMetaData(metadata.getVersion(), elements(), 0, List.of());
    ByteArrayOutputStream written = new ByteArrayOutputStream();
    Util.writeFileMetaData(head, written);
    return Arrays.copyOf(written.toByteArray(), written.size() - REST);
  }

  private List<SchemaElement> elements() {
    return metadata.getSchema();
  }

  /** Gives an element its id, and returns the number of the one behind it. */
  private int identify(int at, int id, Type type) {
    elements().get(at).setField_id(id);
    int next = at + 1;
    if (type.isStructType()) {
      for (NestedField field : type.asStructType().fields()) {
        next = identify(next, field.fieldId(), field.type());
      }
    } else if (type.isListType()) {
      // Between a list or a map and what it holds stands the group that is repeated.
      Types.ListType list = type.asListType();
      next = identify(next + 1, list.elementId(), list.elementType());
    } else if (type.isMapType()) {
      Types.MapType map = type.asMapType();
      next = identify(next + 1, map.keyId(), map.keyType());
      next = identify(next, map.valueId(), map.valueType());
    }
    return next;
  }
}
