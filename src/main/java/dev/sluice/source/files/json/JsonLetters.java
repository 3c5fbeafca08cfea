// SPDX-License-Identifier: Apache-2.0
package dev.sluice.source.files.json;

import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.source.files.format.Chunk;
import dev.sluice.source.files.record.Origin;
import dev.sluice.source.files.replay.LetterPiece;
import dev.sluice.source.files.replay.ReplayedLetter;
import dev.sluice.spec.table.TableSpec;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/** Reads lines of JSON that were taken out of their file. */
public final class JsonLetters {
  private JsonLetters() {}

  public static List<LetterPiece> read(
      TableSpec table, ReplayedLetter.Group group, List<ReplayedLetter> letters) {
    Origin origin = Origin.letters(table.name(), group.origin(), ReplayedLetter.numbers(letters));
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    for (ReplayedLetter letter : letters) {
      content.writeBytes(letter.record());
      content.write('\n');
    }
    List<LetterPiece> pieces = new ArrayList<>();
    try (JsonFile file = JsonFile.of(origin, table.schema().declared(), content.toByteArray())) {
      while (true) {
        Chunk chunk = file.next();
        if (chunk.rows() != null || chunk.dead() != null) {
          pieces.add(new LetterPiece(chunk.rows(), chunk.dead()));
        }
        if (chunk.isLast()) {
          requireAll(letters, chunk.end().records());
          return pieces;
        }
      }
    }
  }

  private static void requireAll(List<ReplayedLetter> letters, long records) {
    if (records != letters.size()) {
      throw new PipelineException(
          ErrorCode.LETTER_UNREADABLE,
          "Dead letters of %s, beginning with %s, cannot be read again: %d letters hold %d lines."
              .formatted(
                  letters.get(0).group().origin(), letters.get(0).id(), letters.size(), records));
    }
  }
}
