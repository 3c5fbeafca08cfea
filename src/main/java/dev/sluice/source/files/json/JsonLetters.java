// SPDX-License-Identifier: Apache-2.0
package dev.sluice.source.files.json;

import dev.sluice.source.files.format.Chunk;
import dev.sluice.source.files.record.Origin;
import dev.sluice.source.files.replay.LetterPiece;
import dev.sluice.source.files.replay.ReplayedLetter;
import dev.sluice.spec.table.TableSpec;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/** Reads records of JSON that were taken out of their file. */
public final class JsonLetters {
  private JsonLetters() {}

  public static List<LetterPiece> read(
      TableSpec table, ReplayedLetter.Group group, List<ReplayedLetter> letters) {
    Origin origin = Origin.letters(table.name(), group.origin(), ReplayedLetter.numbers(letters));
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    letters.forEach(letter -> content.writeBytes(letter.record()));
    int[] lengths = letters.stream().mapToInt(letter -> letter.record().length).toArray();
    List<LetterPiece> pieces = new ArrayList<>();
    try (JsonFile file =
        JsonFile.of(origin, table.schema().declared(), content.toByteArray(), lengths)) {
      while (true) {
        Chunk chunk = file.next();
        if (chunk.rows() != null || chunk.dead() != null) {
          pieces.add(new LetterPiece(chunk.rows(), chunk.dead()));
        }
        if (chunk.isLast()) {
          return pieces;
        }
      }
    }
  }
}
