// SPDX-License-Identifier: Apache-2.0
package dev.sluice.kernel;

import dev.sluice.batch.RecordBatch;
import dev.sluice.batch.arrow.ArrowIpc;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorLoader;
import org.apache.arrow.vector.VectorUnloader;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.ipc.ArrowStreamReader;
import org.apache.arrow.vector.ipc.message.ArrowRecordBatch;
import org.apache.arrow.vector.types.pojo.Schema;

/** Presents batches of one schema as one Arrow stream; read once. */
final class BatchStream extends ArrowReader {
  private final Iterator<RecordBatch> batches;
  private final Schema schema;

  BatchStream(BufferAllocator allocator, List<RecordBatch> batches) throws IOException {
    super(allocator);
    this.batches = batches.iterator();
    try (ArrowStreamReader first = ArrowIpc.open(batches.get(0))) {
      this.schema = first.getVectorSchemaRoot().getSchema();
    }
  }

  @Override
  public boolean loadNextBatch() throws IOException {
    prepareLoadNextBatch();
    while (batches.hasNext()) {
      try (ArrowStreamReader reader = ArrowIpc.open(batches.next())) {
        if (reader.loadNextBatch()) {
          try (ArrowRecordBatch next =
              new VectorUnloader(reader.getVectorSchemaRoot()).getRecordBatch()) {
            new VectorLoader(getVectorSchemaRoot()).load(next);
          }
          return true;
        }
      }
    }
    return false;
  }

  @Override
  public long bytesRead() {
    return 0;
  }

  @Override
  protected void closeReadSource() {}

  @Override
  protected Schema readSchema() {
    return schema;
  }
}
