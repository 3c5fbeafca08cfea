// SPDX-License-Identifier: Apache-2.0
package dev.sluice.source.format;

import dev.sluice.batch.DeadLetters;
import dev.sluice.batch.DeadLetters.Reason;
import dev.sluice.batch.Payload;
import dev.sluice.batch.RecordBatch;
import dev.sluice.error.ErrorCode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Collects the records of one file that cannot be read. */
final class DeadRecords {
  private final DeadLetters letters;
  private final String format;
  private final @Nullable String header;
  private final Numbering numbering;
  private @Nullable Reason last;

  DeadRecords(Origin origin, String format, @Nullable String header) {
    this.letters = new DeadLetters(origin.table(), DeadLetters.READ, origin.file().path());
    this.format = format;
    this.header = header;
    this.numbering = origin.numbering();
  }

  /** Begins the payload of a record that may be longer than memory. */
  Payload.Growing payload() {
    return new Payload.Growing(format, header);
  }

  Payload payload(byte[] record) {
    return Payload.of(record, format, header);
  }

  /**
   * Adds a record.
   *
   * @param start where it begins
   * @param what is wrong with it; never quotes it
   */
  void add(long record, long start, ErrorCode code, String what, Payload payload) {
    String message = numbering.place(record, start) + " " + what;
    add(numbering.of(record), new Reason(code, null, null, null, message), payload);
  }

  /** Adds a record by its number in the origin. */
  void add(long number, Reason reason, Payload payload) {
    last = reason;
    letters.add(number, List.of(reason), payload);
  }

  Numbering numbering() {
    return numbering;
  }

  /** Why the record added last is dead; null before the first. */
  @Nullable Reason last() {
    return last;
  }

  boolean isFull() {
    return letters.isFull();
  }

  @Nullable RecordBatch build() {
    return letters.rows() == 0 ? null : letters.build();
  }
}
