// SPDX-License-Identifier: Apache-2.0
package dev.sluice.source.files.avro;

import dev.sluice.batch.RecordBatch;
import dev.sluice.batch.arrow.ArrowIpc;
import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;

/** Makes a batch of the rows that columns have taken. */
final class AvroBatch {
  private AvroBatch() {}

  /**
   * The batch; the columns stay filled.
   *
   * @param numbers of the rows
   * @param origin where they came from
   */
  static RecordBatch of(FieldVector numbers, List<AvroColumn> columns, int rows, String origin) {
    List<FieldVector> vectors = new ArrayList<>();
    vectors.add(numbers);
    columns.forEach(column -> vectors.add(column.vector()));
    vectors.forEach(vector -> vector.setValueCount(rows));
    // The root is not closed: its vectors are used again.
    VectorSchemaRoot root = new VectorSchemaRoot(vectors);
    root.setRowCount(rows);
    try {
      return ArrowIpc.write(root, origin);
    } catch (IOException e) {
      throw new PipelineException(ErrorCode.INTERNAL, "Cannot build a record batch", e);
    }
  }
}
