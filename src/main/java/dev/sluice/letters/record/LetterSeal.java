// SPDX-License-Identifier: Apache-2.0
package dev.sluice.letters.record;

import dev.sluice.batch.RecordBatch;
import dev.sluice.batch.arrow.ArrowIpc;
import dev.sluice.batch.arrow.TextBatchBuilder;
import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.table.LetterColumns;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowStreamReader;
import org.jspecify.annotations.Nullable;

/** Takes the readable payloads out of batches of dead letters. */
public final class LetterSeal {
  private LetterSeal() {}

  /** The same letters with encrypted payloads. */
  public static RecordBatch encrypt(RecordBatch letters, LetterCipher cipher) {
    return rewrite(
        letters,
        letter -> {
          PayloadFormat format = letter.format();
          String payload = letter.text(LetterColumns.PAYLOAD);
          if (payload == null || format.isEncrypted()) {
            return letter.values();
          }
          String id = String.valueOf(letter.text(LetterColumns.ID));
          byte[] bytes = format.bytes(payload, id, () -> cipher);
          return letter
              .with(LetterColumns.PAYLOAD, cipher.seal(id, bytes))
              .with(LetterColumns.FORMAT, format.encrypted().toString())
              .values();
        });
  }

  /** The same letters without payloads and headers. */
  public static RecordBatch drop(RecordBatch letters) {
    return rewrite(
        letters,
        letter ->
            letter
                .with(LetterColumns.PAYLOAD, null)
                .with(LetterColumns.HEADER, null)
                .with(LetterColumns.FORMAT, letter.format().dropped().toString())
                .values());
  }

  private interface Change {
    @Nullable String[] of(Values letter);
  }

  /** The texts of one letter, in the order of its columns. */
  @SuppressWarnings("ArrayRecordComponent")
  private record Values(@Nullable String[] values) {
    @Nullable String text(String column) {
      return values[LetterColumns.TEXTS.indexOf(column)];
    }

    PayloadFormat format() {
      return PayloadFormat.of(String.valueOf(text(LetterColumns.FORMAT)));
    }

    Values with(String column, @Nullable String text) {
      @Nullable String[] changed = values.clone();
      changed[LetterColumns.TEXTS.indexOf(column)] = text;
      return new Values(changed);
    }
  }

  private static RecordBatch rewrite(RecordBatch letters, Change change) {
    TextBatchBuilder builder = new TextBatchBuilder(LetterColumns.TEXTS);
    try (ArrowStreamReader reader = ArrowIpc.open(letters)) {
      VectorSchemaRoot root = reader.getVectorSchemaRoot();
      while (reader.loadNextBatch()) {
        for (int row = 0; row < root.getRowCount(); row++) {
          @Nullable String[] texts = change.of(new Values(texts(root, row)));
          for (int column = 0; column < texts.length; column++) {
            builder.append(column, texts[column]);
          }
          builder.endRow(((BigIntVector) root.getVector(TextBatchBuilder.ROW)).get(row));
        }
      }
    } catch (IOException e) {
      throw new PipelineException(ErrorCode.INTERNAL, "Cannot read dead letters", e);
    }
    return builder.build(letters.origin());
  }

  private static @Nullable String[] texts(VectorSchemaRoot root, int row) {
    return LetterColumns.TEXTS.stream()
        .map(name -> (VarCharVector) root.getVector(name))
        .map(v -> v.isNull(row) ? null : new String(v.get(row), StandardCharsets.UTF_8))
        .toArray(String[]::new);
  }
}
