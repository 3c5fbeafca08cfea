// SPDX-License-Identifier: Apache-2.0
package dev.sluice.source.message;

import dev.sluice.source.files.replay.LetterPiece;
import java.util.List;

/** Reads the values of messages in one format. */
interface ValueReader extends AutoCloseable {
  /**
   * Reads the values of messages, each by itself; those that cannot be read are buried.
   *
   * @param messages of which each has a value, or is a tombstone that is kept
   * @return in the order of their messages; more than one where a batch cannot hold them all
   */
  List<LetterPiece> read(List<Message> messages, DeadMessages dead);

  /**
   * How many of the first messages can be read together.
   *
   * @param messages at least one
   */
  default int alike(List<Message> messages) {
    return messages.size();
  }

  /** The columns whose keys were met, where messages bring their own. */
  default List<String> met() {
    return List.of();
  }

  @Override
  default void close() {}
}
