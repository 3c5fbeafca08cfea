// SPDX-License-Identifier: Apache-2.0
package dev.sluice.batch.arrow;

import dev.sluice.batch.RawNames;
import dev.sluice.batch.RecordBatch;
import dev.sluice.batch.RecordBytes;
import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.jspecify.annotations.Nullable;

/**
 * Builds batches of text columns, preceded by the row number in the source: {@link #ROW}.
 *
 * <p>Append one value to every column in turn, then call {@link #endRow}; {@link #dropRow} takes a
 * half-appended row back. Reusable after {@link #build}; not thread-safe.
 */
public final class TextBatchBuilder {
  /** The first column of every raw batch: the row's 1-based number in its source, as BIGINT. */
  public static final String ROW = "_row";

  /** The same number in typed batches, where no column of a contract can have this name. */
  public static final String TYPED_ROW = "__row";

  /** The last column of a raw batch of records with keys: those that no column has, as JSON. */
  public static final String UNKNOWN = "_unknown_fields";

  private final List<String> names;
  private final TextColumn[] columns;
  private long[] numbers = new long[1 << 10];
  private int rows;
  private final RecordBytes.@Nullable Builder records;

  /** Builds batches without records. */
  public TextBatchBuilder(List<String> names) {
    this(rawNames(names), null);
  }

  private TextBatchBuilder(List<String> names, RecordBytes.@Nullable Builder records) {
    this.records = records;
    this.names = List.copyOf(names);
    this.columns = new TextColumn[names.size()];
    Arrays.setAll(columns, i -> new TextColumn());
  }

  private static List<String> rawNames(List<String> names) {
    return names.stream().map(RawNames::of).toList();
  }

  /**
   * Builds batches that keep the record of every row: end each row with {@link #endRow(long,
   * byte[], int, int)}.
   */
  public static TextBatchBuilder keeping(
      List<String> names, String format, @Nullable String header) {
    return new TextBatchBuilder(rawNames(names), new RecordBytes.Builder(format, header));
  }

  /** The same for records that may have keys which no column has: {@link #UNKNOWN} holds them. */
  public static TextBatchBuilder keepingUnknown(List<String> names, String format) {
    List<String> all = new ArrayList<>(rawNames(names));
    all.add(UNKNOWN);
    return new TextBatchBuilder(all, new RecordBytes.Builder(format, null));
  }

  /** Appends a value whose characters are bytes (ISO 8859-1). */
  public void append(int column, char[] text, int offset, int length) {
    columns[column].append(text, offset, length);
  }

  /** Appends a text, or null. */
  public void append(int column, @Nullable String text) {
    if (text == null) {
      columns[column].appendNull();
    } else {
      byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
      columns[column].append(utf8, 0, utf8.length);
    }
  }

  public void appendNull(int column) {
    columns[column].appendNull();
  }

  /** Completes the row; every column must have been appended to. */
  public void endRow(long number) {
    if (rows == numbers.length) {
      numbers = Arrays.copyOf(numbers, rows * 2);
    }
    numbers[rows++] = number;
  }

  /** Completes the row, and keeps the bytes of an array from one index to another as its record. */
  public void endRow(long number, byte[] source, int from, int to) {
    if (records == null) {
      throw new IllegalStateException("This builder keeps no records");
    }
    records.add(source, from, to);
    endRow(number);
  }

  /** Forgets what was appended since the last {@link #endRow}. */
  public void dropRow() {
    for (TextColumn column : columns) {
      column.truncate(rows);
    }
  }

  public int rows() {
    return rows;
  }

  /** Whether the batch has reached its limit of rows or bytes. */
  public boolean isFull() {
    if (rows >= RecordBatch.MAX_ROWS) {
      return true;
    }
    if ((rows & 255) != 0) {
      return false;
    }
    long bytes = records == null ? 0 : records.length();
    for (TextColumn column : columns) {
      bytes += column.bytes();
    }
    return bytes >= RecordBatch.MAX_BYTES;
  }

  /** Returns the rows so far as one batch and starts the next. */
  public RecordBatch build(String origin) {
    try (BigIntVector number = new BigIntVector(ROW, ArrowMemory.root())) {
      number.allocateNew(Math.max(rows, 1));
      for (int i = 0; i < rows; i++) {
        number.set(i, numbers[i]);
      }
      number.setValueCount(rows);
      List<FieldVector> vectors = new ArrayList<>();
      vectors.add(number);
      for (int i = 0; i < columns.length; i++) {
        VarCharVector vector = new VarCharVector(names.get(i), ArrowMemory.root());
        vectors.add(vector);
        columns[i].writeTo(vector);
        columns[i].clear();
      }
      int count = rows;
      rows = 0;
      try (VectorSchemaRoot root = new VectorSchemaRoot(vectors)) {
        root.setRowCount(count);
        return ArrowIpc.write(root, origin).withRecords(records == null ? null : records.build());
      }
    } catch (IOException e) {
      throw new PipelineException(ErrorCode.INTERNAL, "Cannot build a record batch", e);
    }
  }
}
