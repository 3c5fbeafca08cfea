// SPDX-License-Identifier: Apache-2.0
package dev.sluice.batch;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The element of the graph: one Arrow record batch with its schema, in Arrow's IPC stream format on
 * the Java heap, so that elements may be kept, copied, retried and collected like any other object.
 *
 * <p>Immutable by convention: nobody writes to {@link #ipc()}.
 */
public final class RecordBatch {
  /** Rows a builder puts into one batch at most. */
  public static final int MAX_ROWS = 32_768;

  /** Bytes of values a builder puts into one batch at most, unless a single row is larger. */
  public static final int MAX_BYTES = 16 << 20;

  private final byte[] ipc;
  private final int rows;
  private final String origin;
  private final @Nullable RecordBytes records;

  /**
   * Wraps a complete IPC stream that holds exactly one record batch.
   *
   * @param origin the source file (as a Beam path) or topic the rows come from; empty when derived
   */
  @SuppressWarnings("ArrayRecordComponent")
  public RecordBatch(byte[] ipc, int rows, String origin) {
    this(ipc, rows, origin, null);
  }

  private RecordBatch(byte[] ipc, int rows, String origin, @Nullable RecordBytes records) {
    if (records != null && records.rows() != rows) {
      throw new IllegalArgumentException(rows + " rows, but " + records.rows() + " records");
    }
    this.ipc = ipc;
    this.rows = rows;
    this.origin = origin;
    this.records = records;
  }

  /** The same batch with the records its rows were read from, or without any. */
  public RecordBatch withRecords(@Nullable RecordBytes own) {
    return own == null && records == null ? this : new RecordBatch(ipc, rows, origin, own);
  }

  /** The records the rows were read from; null for rows that have no bytes of their own. */
  public @Nullable RecordBytes records() {
    return records;
  }

  /** The memory the batch takes: its columns, and its records. */
  public long bytes() {
    return ipc.length + (records == null ? 0L : records.length() + 4L * rows);
  }

  public byte[] ipc() {
    return ipc;
  }

  public int rows() {
    return rows;
  }

  public String origin() {
    return origin;
  }

  /** Equal for batches with equal columns: the bytes of the stream's schema message, as text. */
  public String schemaKey() {
    int length = ByteBuffer.wrap(ipc, 4, 4).order(ByteOrder.LITTLE_ENDIAN).getInt();
    return new String(ipc, 0, 8 + length, StandardCharsets.ISO_8859_1);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RecordBatch that
        && rows == that.rows
        && origin.equals(that.origin)
        && Arrays.equals(ipc, that.ipc)
        && Objects.equals(records, that.records);
  }

  @Override
  public int hashCode() {
    return Objects.hash(rows, origin, Arrays.hashCode(ipc));
  }

  @Override
  public String toString() {
    return "RecordBatch[rows=" + rows + ", bytes=" + ipc.length + ", origin=" + origin + "]";
  }
}
