// SPDX-License-Identifier: Apache-2.0
package dev.sluice.source.format;

import dev.sluice.batch.DeadLetters;
import dev.sluice.batch.RecordBatch;
import dev.sluice.error.ErrorCode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Collects the records of one file that cannot be read. */
final class DeadRecords {
  /** As much of a record as is looked at for its letter: enough to tell that it was cut. */
  static final int MAX_PAYLOAD = DeadLetters.MAX_PAYLOAD + 1;

  private final DeadLetters letters;
  private final String format;

  DeadRecords(String table, String format) {
    this.letters = new DeadLetters(table, "read");
    this.format = format;
  }

  void add(long record, ErrorCode code, String message, byte[] payload) {
    letters.add(
        record, List.of(new DeadLetters.Reason(code, null, null, null, message)), payload, format);
  }

  boolean isFull() {
    return letters.isFull();
  }

  @Nullable RecordBatch build(String origin) {
    return letters.rows() == 0 ? null : letters.build(origin);
  }
}
