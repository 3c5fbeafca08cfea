// SPDX-License-Identifier: Apache-2.0
package dev.sluice.batch;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.ByteArrayCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarIntCoder;

/** Encodes a {@link RecordBatch} as its row count, origin and IPC bytes; deterministic. */
public final class RecordBatchCoder extends AtomicCoder<RecordBatch> {
  private static final long serialVersionUID = 1L;
  private static final RecordBatchCoder INSTANCE = new RecordBatchCoder();

  private RecordBatchCoder() {}

  public static RecordBatchCoder of() {
    return INSTANCE;
  }

  @Override
  public void encode(RecordBatch batch, OutputStream out) throws IOException {
    VarIntCoder.of().encode(batch.rows(), out);
    StringUtf8Coder.of().encode(batch.origin(), out);
    ByteArrayCoder.of().encode(batch.ipc(), out);
  }

  @Override
  public RecordBatch decode(InputStream in) throws IOException {
    int rows = VarIntCoder.of().decode(in);
    String origin = StringUtf8Coder.of().decode(in);
    return new RecordBatch(ByteArrayCoder.of().decode(in), rows, origin);
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
    return batch.ipc().length + batch.origin().length() + 12L;
  }
}
