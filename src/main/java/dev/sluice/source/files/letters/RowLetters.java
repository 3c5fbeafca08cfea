// SPDX-License-Identifier: Apache-2.0
package dev.sluice.source.files.letters;

import dev.sluice.batch.RecordBatch;
import dev.sluice.batch.arrow.TextBatchBuilder;
import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.kernel.Kernel;
import dev.sluice.kernel.StatementFailed;
import dev.sluice.kernel.sql.RowJson;
import dev.sluice.letters.record.DeadLetters;
import dev.sluice.source.files.replay.LetterPiece;
import dev.sluice.source.files.replay.ReplayedLetter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Gives typed rows back their values. */
final class RowLetters {
  static final String FORMAT = DeadLetters.ROW;

  private RowLetters() {}

  static List<LetterPiece> read(
      Kernel kernel, ReplayedLetter.Group group, List<ReplayedLetter> letters) {
    TextBatchBuilder rows = new TextBatchBuilder(List.of("payload"));
    for (ReplayedLetter letter : letters) {
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
