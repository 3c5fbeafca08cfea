// SPDX-License-Identifier: Apache-2.0
package dev.sluice.source.message;

import dev.sluice.source.files.replay.LetterPiece;
import dev.sluice.source.files.replay.ReplayedLetter;
import dev.sluice.spec.table.SourceSpec.MessageLog;
import dev.sluice.spec.table.TableSpec;
import java.util.List;

/** Reads dead messages again, as if they came now from where they stood. */
public final class MessageLetters {
  private MessageLetters() {}

  /** Reads letters of one log. */
  public static List<LetterPiece> read(
      TableSpec table,
      MessageLog source,
      ReplayedLetter.Group group,
      List<ReplayedLetter> letters) {
    try (MessageReader reader =
        new MessageReader(table.name(), source, table.schema().declared(), List.of())) {
      return reader.again(group.origin(), group.header(), letters).stream()
          .map(piece -> new LetterPiece(piece.rows(), piece.dead()))
          .toList();
    }
  }
}
