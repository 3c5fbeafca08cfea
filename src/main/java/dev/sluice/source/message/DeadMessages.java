// SPDX-License-Identifier: Apache-2.0
package dev.sluice.source.message;

import dev.sluice.batch.RecordBatch;
import dev.sluice.error.ErrorCode;
import dev.sluice.letters.record.DeadLetters;
import dev.sluice.letters.record.DeadLetters.Reason;
import dev.sluice.letters.record.Payload;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Buries messages of one partition, with the bytes of their values. */
final class DeadMessages {
  private final String table;
  private final String origin;
  private final String format;
  private final DeadLetters letters;

  DeadMessages(String table, String origin, String format) {
    this.table = table;
    this.origin = origin;
    this.format = format;
    this.letters = new DeadLetters(table, DeadLetters.READ, origin);
  }

  String table() {
    return table;
  }

  String origin() {
    return origin;
  }

  /**
   * Adds a message.
   *
   * @param what is wrong with it; never quotes it
   */
  void add(Message message, ErrorCode code, String what) {
    byte[] value = message.value();
    String text = "The message at offset %d %s".formatted(message.offset(), what);
    letters.add(
        message.offset(),
        List.of(new Reason(code, null, null, null, text)),
        value == null
            ? Payload.of(new byte[0], format, MessageHeader.of(message))
            : Payload.of(value, format, null));
  }

  /** The letters so far; null when there are none. */
  @Nullable RecordBatch build() {
    return letters.rows() == 0 ? null : letters.build();
  }
}
