// SPDX-License-Identifier: Apache-2.0
package dev.sluice.source.files.json;

import dev.sluice.schema.TableSchema;
import dev.sluice.source.files.format.Chunk;
import dev.sluice.source.files.record.Origin;
import dev.sluice.source.files.replay.LetterPiece;
import dev.sluice.source.files.replay.ReplayedLetter;
import dev.sluice.spec.table.TableSpec;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

/** Reads records of JSON that were taken out of their file, or never stood in one. */
public final class JsonLetters {
  private JsonLetters() {}

  public static List<LetterPiece> read(
      TableSpec table, ReplayedLetter.Group group, List<ReplayedLetter> letters) {
    Origin origin = Origin.letters(table.name(), group.origin(), ReplayedLetter.numbers(letters));
    List<byte[]> records = letters.stream().map(ReplayedLetter::record).toList();
    return read(origin, table.schema().declared(), records, new TreeSet<>());
  }

  /**
   * Reads records that are in memory.
   *
   * @param met gets the columns whose keys a record has that is a row
   */
  public static List<LetterPiece> read(
      Origin origin, TableSchema schema, List<byte[]> records, Set<String> met) {
    int[] lengths = records.stream().mapToInt(record -> record.length).toArray();
    ByteBuffer content =
        ByteBuffer.allocate(Math.toIntExact(IntStream.of(lengths).asLongStream().sum()));
    records.forEach(content::put);
    List<LetterPiece> pieces = new ArrayList<>();
    try (JsonFile file = JsonFile.of(origin, schema, content.array(), lengths)) {
      while (true) {
        Chunk chunk = file.next();
        if (chunk.rows() != null || chunk.dead() != null) {
          pieces.add(new LetterPiece(chunk.rows(), chunk.dead()));
        }
        if (chunk.isLast()) {
          met.addAll(chunk.end().columns());
          return pieces;
        }
      }
    }
  }
}
