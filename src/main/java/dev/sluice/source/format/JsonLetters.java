// SPDX-License-Identifier: Apache-2.0
package dev.sluice.source.format;

import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.spec.TableSpec;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/** Reads lines of JSON that were taken out of their file. */
final class JsonLetters {
  private JsonLetters() {}

  static List<LetterPiece> read(TableSpec table, Letter.Group group, List<Letter> letters) {
    Origin origin = Origin.letters(table.name(), group.origin(), Letter.numbers(letters));
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    for (Letter letter : letters) {
      content.writeBytes(letter.record());
      content.write('\n');
    }
    List<LetterPiece> pieces = new ArrayList<>();
    try (JsonFile file = JsonFile.of(origin, table.schema(), content.toByteArray())) {
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

  private static void requireAll(List<Letter> letters, long records) {
    if (records != letters.size()) {
      throw new PipelineException(
          ErrorCode.LETTER_UNREADABLE,
          "Dead letters of %s, beginning with %s, cannot be read again: %d letters hold %d lines."
              .formatted(
                  letters.get(0).group().origin(), letters.get(0).id(), letters.size(), records));
    }
  }
}
