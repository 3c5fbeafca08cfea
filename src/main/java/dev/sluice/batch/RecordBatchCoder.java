// SPDX-License-Identifier: Apache-2.0
package dev.sluice.batch;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.ByteArrayCoder;
import org.apache.beam.sdk.coders.ListCoder;
import org.apache.beam.sdk.coders.NullableCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarIntCoder;

/** Encodes a {@link RecordBatch} as its row count, origin, IPC bytes and records; deterministic. */
public final class RecordBatchCoder extends AtomicCoder<RecordBatch> {
  private static final long serialVersionUID = 1L;
  private static final RecordBatchCoder INSTANCE = new RecordBatchCoder();

  private static final NullableCoder<String> HEADER = NullableCoder.of(StringUtf8Coder.of());
  private static final ListCoder<String> OWN = ListCoder.of(StringUtf8Coder.of());

  private RecordBatchCoder() {}

  public static RecordBatchCoder of() {
    return INSTANCE;
  }

  @Override
  public void encode(RecordBatch batch, OutputStream out) throws IOException {
    VarIntCoder.of().encode(batch.rows(), out);
    StringUtf8Coder.of().encode(batch.origin(), out);
    ByteArrayCoder.of().encode(batch.ipc(), out);
    RecordBytes records = batch.records();
    VarIntCoder.of().encode(records == null ? 0 : 1, out);
    if (records != null) {
      ByteArrayCoder.of().encode(records.bytes(), out);
      for (int i = 1; i <= records.rows(); i++) {
        VarIntCoder.of().encode(records.starts()[i] - records.starts()[i - 1], out);
      }
      StringUtf8Coder.of().encode(records.format(), out);
      HEADER.encode(records.header(), out);
      OWN.encode(records.own(), out);
    }
  }

  @Override
  public RecordBatch decode(InputStream in) throws IOException {
    int rows = VarIntCoder.of().decode(in);
    String origin = StringUtf8Coder.of().decode(in);
    RecordBatch batch = new RecordBatch(ByteArrayCoder.of().decode(in), rows, origin);
    return VarIntCoder.of().decode(in) == 0 ? batch : batch.withRecords(records(rows, in));
  }

  private static RecordBytes records(int rows, InputStream in) throws IOException {
    byte[] bytes = ByteArrayCoder.of().decode(in);
    int[] starts = new int[rows + 1];
    for (int i = 1; i <= rows; i++) {
      starts[i] = starts[i - 1] + VarIntCoder.of().decode(in);
    }
    String format = StringUtf8Coder.of().decode(in);
    String header = HEADER.decode(in);
    return RecordBytes.of(bytes, starts, format, header, OWN.decode(in));
  }

  @Override
  public void verifyDeterministic() {}

  @Override
  public boolean consistentWithEquals() {
    return true;
  }

  @Override
  public boolean isRegisterByteSizeObserverCheap(RecordBatch batch) {
    return true;
  }

  @Override
  protected long getEncodedElementByteSize(RecordBatch batch) {
    return batch.bytes() + batch.origin().length() + 12L;
  }
}
