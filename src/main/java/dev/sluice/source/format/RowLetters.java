// SPDX-License-Identifier: Apache-2.0
package dev.sluice.source.format;

import dev.sluice.batch.DeadLetters;
import dev.sluice.batch.RecordBatch;
import dev.sluice.batch.TextBatchBuilder;
import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.sql.Kernel;
import dev.sluice.sql.RowJson;
import dev.sluice.sql.StatementFailed;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Gives typed rows back their values. */
final class RowLetters {
  static final String FORMAT = DeadLetters.ROW;

  private RowLetters() {}

  static List<LetterPiece> read(Kernel kernel, Letter.Group group, List<Letter> letters) {
    TextBatchBuilder rows = new TextBatchBuilder(List.of("payload"));
    for (Letter letter : letters) {
      rows.append(0, new String(letter.record(), StandardCharsets.UTF_8));
      rows.endRow(letter.row());
    }
    try {
      String type = Objects.requireNonNullElse(group.header(), "");
      String sql =
          "SELECT %s, unnest(value) FROM (SELECT %s, %s AS value FROM __letters)"
              .formatted(TextBatchBuilder.ROW, TextBatchBuilder.ROW, RowJson.read("payload", type));
      List<RecordBatch> batches =
          kernel.query(sql, Map.of("__letters", List.of(rows.build(""))), group.origin());
      return batches.stream().map(batch -> new LetterPiece(batch, null)).toList();
    } catch (StatementFailed e) {
      throw new PipelineException(
          ErrorCode.LETTER_UNREADABLE,
          "Dead letters of %s, beginning with %s, cannot be read again: their values are not of their types."
              .formatted(group.origin(), letters.get(0).id()),
          e);
    }
  }
}
