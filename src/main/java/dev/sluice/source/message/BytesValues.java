// SPDX-License-Identifier: Apache-2.0
package dev.sluice.source.message;

import dev.sluice.batch.RawNames;
import dev.sluice.batch.RecordBatch;
import dev.sluice.batch.RecordBytes;
import dev.sluice.batch.arrow.ArrowIpc;
import dev.sluice.batch.arrow.ArrowMemory;
import dev.sluice.batch.arrow.TextBatchBuilder;
import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.source.files.bytes.Utf8;
import dev.sluice.source.files.replay.LetterPiece;
import dev.sluice.spec.table.SourceSpec.Bytes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VarBinaryVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;

/** Values that are taken as they are: as bytes, or as text where their column holds text. */
final class BytesValues implements ValueReader {
  private final boolean isText;

  BytesValues(boolean isText) {
    this.isText = isText;
  }

  @Override
  public List<LetterPiece> read(List<Message> messages, DeadMessages dead) {
    List<Message> good = new ArrayList<>();
    for (Message message : messages) {
      byte[] value = message.value();
      int invalid = isText && value != null ? Utf8.firstInvalid(value, 0, value.length) : -1;
      if (invalid < 0) {
        good.add(message);
      } else {
        dead.add(message, ErrorCode.ENC_INVALID, "is not UTF-8 at byte " + invalid + " of it");
      }
    }
    return good.isEmpty() ? List.of() : List.of(new LetterPiece(batch(good, dead.origin()), null));
  }

  private RecordBatch batch(List<Message> messages, String origin) {
    RecordBytes.Builder records = new RecordBytes.Builder("bytes", null);
    try (BigIntVector numbers = new BigIntVector(TextBatchBuilder.ROW, ArrowMemory.root());
        FieldVector values = values()) {
      for (int row = 0; row < messages.size(); row++) {
        byte[] value = messages.get(row).value();
        numbers.setSafe(row, messages.get(row).offset());
        if (value == null) {
          values.setNull(row);
          records.add(new byte[0], 0, 0);
        } else {
          set(values, row, value);
          records.add(value, 0, value.length);
        }
      }
      List<FieldVector> vectors = List.of(numbers, values);
      vectors.forEach(vector -> vector.setValueCount(messages.size()));
      VectorSchemaRoot root = new VectorSchemaRoot(vectors);
      root.setRowCount(messages.size());
      return ArrowIpc.write(root, origin).withRecords(records.build());
    } catch (IOException e) {
      throw new PipelineException(ErrorCode.INTERNAL, "Cannot build a record batch", e);
    }
  }

  private FieldVector values() {
    String name = RawNames.of(Bytes.COLUMN);
    return isText
        ? new VarCharVector(name, ArrowMemory.root())
        : new VarBinaryVector(name, ArrowMemory.root());
  }

  private static void set(FieldVector values, int row, byte[] value) {
    if (values instanceof VarCharVector texts) {
      texts.setSafe(row, value);
    } else {
      ((VarBinaryVector) values).setSafe(row, value);
    }
  }
}
