// SPDX-License-Identifier: Apache-2.0
package dev.sluice.source.kafka;

import dev.sluice.source.files.replay.LetterPiece;
import dev.sluice.source.files.replay.ReplayedLetter;
import dev.sluice.source.kafka.message.MessageReader;
import dev.sluice.spec.table.SourceSpec.Kafka;
import dev.sluice.spec.table.TableSpec;
import java.util.List;

/** Reads dead messages again, as if they came now from where they stood. */
public final class KafkaLetters {
  private KafkaLetters() {}

  /** Reads letters of one partition. */
  public static List<LetterPiece> read(
      TableSpec table, Kafka source, ReplayedLetter.Group group, List<ReplayedLetter> letters) {
    try (MessageReader reader =
        new MessageReader(table.name(), source, table.schema().declared(), List.of())) {
      return reader.again(group.origin(), group.header(), letters).stream()
          .map(piece -> new LetterPiece(piece.rows(), piece.dead()))
          .toList();
    }
  }
}
