// SPDX-License-Identifier: Apache-2.0
package dev.sluice.batch.arrow;

import dev.sluice.batch.RecordBatch;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.util.Arrays;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowStreamReader;
import org.apache.arrow.vector.ipc.ArrowStreamWriter;

/** Moves batches between the Java heap and Arrow's memory, copying each value once. */
public final class ArrowIpc {
  private ArrowIpc() {}

  /** Opens a batch for reading; the caller closes it. */
  public static ArrowStreamReader open(RecordBatch batch) {
    return new ArrowStreamReader(new HeapSource(batch.ipc()), ArrowMemory.root());
  }

  /** Writes the rows that a root holds as one batch. */
  public static RecordBatch write(VectorSchemaRoot root, String origin) throws IOException {
    long size = 4096;
    for (FieldVector vector : root.getFieldVectors()) {
      size += vector.getBufferSize() + 256L;
    }
    HeapTarget target = new HeapTarget((int) Math.min(size, 1 << 30));
    try (ArrowStreamWriter writer = new ArrowStreamWriter(root, null, target)) {
      writer.writeBatch();
    }
    return new RecordBatch(target.bytes(), root.getRowCount(), origin);
  }

  private static final class HeapSource implements ReadableByteChannel {
    private final ByteBuffer bytes;

    HeapSource(byte[] bytes) {
      this.bytes = ByteBuffer.wrap(bytes);
    }

    @Override
    public int read(ByteBuffer into) {
      if (!bytes.hasRemaining()) {
        return -1;
      }
      int count = Math.min(bytes.remaining(), into.remaining());
      into.put(bytes.slice(bytes.position(), count));
      bytes.position(bytes.position() + count);
      return count;
    }

    @Override
    public boolean isOpen() {
      return true;
    }

    @Override
    public void close() {}
  }

  private static final class HeapTarget implements WritableByteChannel {
    private byte[] bytes;
    private int length;

    HeapTarget(int size) {
      this.bytes = new byte[size];
    }

    @Override
    public int write(ByteBuffer from) {
      int count = from.remaining();
      if (length + count > bytes.length) {
        bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + count));
      }
      from.get(bytes, length, count);
      length += count;
      return count;
    }

    /** What was written; a little room behind it reads as the end of the stream. */
    byte[] bytes() {
      return bytes.length - length > bytes.length / 8 ? Arrays.copyOf(bytes, length) : bytes;
    }

    @Override
    public boolean isOpen() {
      return true;
    }

    @Override
    public void close() {}
  }
}
