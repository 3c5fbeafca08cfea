// SPDX-License-Identifier: Apache-2.0
package dev.sluice.exchange;

import dev.sluice.batch.RecordBatch;
import dev.sluice.batch.RecordBatchCoder;
import dev.sluice.table.DataFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.NullableCoder;
import org.apache.beam.sdk.coders.SerializableCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.jspecify.annotations.Nullable;

/**
 * Rows of one relation on their way to a shard: a file's name, or the rows themselves.
 *
 * @param relation its name; empty where there are no rows
 */
public record Part(String relation, @Nullable DataFile file, @Nullable RecordBatch rows) {
  /** No rows, so that a group is looked at that has none. */
  static final Part NOTHING = new Part("", null, null);

  static Part of(String relation, DataFile file) {
    return new Part(relation, file, null);
  }

  static Part of(String relation, RecordBatch rows) {
    return new Part(relation, null, rows);
  }

  /** Encodes a part. */
  static final class PartCoder extends AtomicCoder<Part> {
    private static final long serialVersionUID = 1L;
    private static final PartCoder INSTANCE = new PartCoder();
    private static final NullableCoder<DataFile> FILE =
        NullableCoder.of(SerializableCoder.of(DataFile.class));
    private static final NullableCoder<RecordBatch> ROWS = NullableCoder.of(RecordBatchCoder.of());

    static PartCoder of() {
      return INSTANCE;
    }

    @Override
    public void encode(Part part, OutputStream out) throws IOException {
      StringUtf8Coder.of().encode(part.relation(), out);
      FILE.encode(part.file(), out);
      ROWS.encode(part.rows(), out);
    }

    @Override
    public Part decode(InputStream in) throws IOException {
      return new Part(StringUtf8Coder.of().decode(in), FILE.decode(in), ROWS.decode(in));
    }

    @Override
    public boolean consistentWithEquals() {
      return true;
    }
  }
}
