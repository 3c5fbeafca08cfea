// SPDX-License-Identifier: Apache-2.0
package dev.sluice.warehouse.bigquery.append;

import com.google.cloud.bigquery.storage.v1.ProtoRows;
import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;

/** Turns batches of columns into rows, as many together as one request takes. */
public final class RowWriter {
  /** Enough that answers are not waited for long, and less than servers take by default. */
  private static final int MAX_BYTES = 3 << 20;

  /** BigQuery takes requests of 10 MB; what is around the rows needs little. */
  private static final int MAX_ROW = 9 << 20;

  private static final int MAX_ROWS = 50_000;

  private final RowSchema schema;
  private final Consumer<ProtoRows> requests;
  private ProtoRows.Builder rows = ProtoRows.newBuilder();
  private long bytes;

  /**
   * A writer.
   *
   * @param requests takes rows in their order
   */
  public RowWriter(RowSchema schema, Consumer<ProtoRows> requests) {
    this.schema = schema;
    this.requests = requests;
  }

  /**
   * Writes the rows of a batch; columns are found by name, in any letter case.
   *
   * @throws NotAppendableException when rows cannot carry a value
   */
  public void write(VectorSchemaRoot batch) {
    Map<String, FieldVector> vectors = new HashMap<>();
    batch.getFieldVectors().forEach(vector -> vectors.put(key(vector.getName()), vector));
    List<RowCells.Cell> cells = RowCells.of(schema.columns(), name -> vectors.get(key(name)));
    for (int row = 0; row < batch.getRowCount(); row++) {
      add(row(cells, row));
    }
  }

  private static String key(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  private static ByteString row(List<RowCells.Cell> cells, int row) {
    ByteString.Output bytes = ByteString.newOutput(256);
    CodedOutputStream out = CodedOutputStream.newInstance(bytes, 512);
    try {
      for (RowCells.Cell cell : cells) {
        cell.write(out, row);
      }
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e); // memory has no trouble
    }
    return bytes.toByteString();
  }

  private void add(ByteString row) {
    if (row.size() > MAX_ROW) {
      throw new NotAppendableException(
          "a row has %,d bytes, and a request takes %,d".formatted(row.size(), MAX_ROW));
    }
    if (bytes + row.size() > MAX_BYTES || rows.getSerializedRowsCount() == MAX_ROWS) {
      flush();
    }
    rows.addSerializedRows(row);
    bytes += row.size();
  }

  /** Gives the last rows away. */
  public void flush() {
    if (rows.getSerializedRowsCount() > 0) {
      requests.accept(rows.build());
      rows = ProtoRows.newBuilder();
      bytes = 0;
    }
  }
}
