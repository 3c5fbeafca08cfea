// SPDX-License-Identifier: Apache-2.0
package dev.sluice.batch.arrow;

import dev.sluice.batch.RecordBatch;
import dev.sluice.batch.RecordBytes;
import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import java.io.IOException;
import java.util.Objects;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowStreamReader;
import org.apache.arrow.vector.util.VectorSchemaRootAppender;

/** Takes rows out of batches; the results keep the schema, the origin and the records. */
public final class RecordBatches {
  private RecordBatches() {}

  /** The {@code count} rows that begin with row {@code from} (0-based). */
  public static RecordBatch slice(RecordBatch batch, int from, int count) {
    Objects.checkFromIndexSize(from, count, batch.rows());
    if (count == batch.rows()) {
      return batch;
    }
    RecordBytes records = batch.records();
    return columns(batch, from, count)
        .withRecords(records == null ? null : records.slice(from, count));
  }

  private static RecordBatch columns(RecordBatch batch, int from, int count) {
    try (ArrowStreamReader reader = ArrowIpc.open(batch)) {
      VectorSchemaRoot root = reader.getVectorSchemaRoot();
      if (count == 0) {
        root.allocateNew();
        root.setRowCount(0);
        return ArrowIpc.write(root, batch.origin());
      }
      load(reader);
      try (VectorSchemaRoot part = root.slice(from, count)) {
        return ArrowIpc.write(part, batch.origin());
      }
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  /** The given rows (0-based), in the given order; a row may be picked more than once. */
  public static RecordBatch pick(RecordBatch batch, int[] rows) {
    for (int row : rows) {
      Objects.checkIndex(row, batch.rows());
    }
    RecordBytes records = batch.records();
    return columns(batch, rows).withRecords(records == null ? null : records.pick(rows));
  }

  private static RecordBatch columns(RecordBatch batch, int[] rows) {
    try (ArrowStreamReader reader = ArrowIpc.open(batch);
        VectorSchemaRoot picked =
            VectorSchemaRoot.create(reader.getVectorSchemaRoot().getSchema(), ArrowMemory.root())) {
      if (batch.rows() > 0) {
        load(reader);
      }
      for (int column = 0; column < picked.getFieldVectors().size(); column++) {
        FieldVector from = reader.getVectorSchemaRoot().getVector(column);
        FieldVector to = picked.getVector(column);
        RowCopy.copy(from, to, rows);
      }
      picked.setRowCount(rows.length);
      return ArrowIpc.write(picked, batch.origin());
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  /**
   * The rows of batches with the same columns, without their records, as one batch of an origin.
   */
  public static RecordBatch join(RecordBatch one, RecordBatch other) {
    try (ArrowStreamReader first = ArrowIpc.open(one);
        ArrowStreamReader second = ArrowIpc.open(other)) {
      load(first);
      load(second);
      VectorSchemaRoot all = first.getVectorSchemaRoot();
      VectorSchemaRootAppender.append(all, second.getVectorSchemaRoot());
      return ArrowIpc.write(all, one.origin());
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  private static void load(ArrowStreamReader reader) throws IOException {
    if (!reader.loadNextBatch()) {
      throw new IOException("the stream holds no record batch");
    }
  }

  private static PipelineException unreadable(IOException e) {
    return new PipelineException(ErrorCode.INTERNAL, "Cannot read a record batch", e);
  }
}
