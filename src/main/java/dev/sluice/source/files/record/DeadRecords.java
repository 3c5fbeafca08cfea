// SPDX-License-Identifier: Apache-2.0
package dev.sluice.source.files.record;

import dev.sluice.batch.RecordBatch;
import dev.sluice.error.ErrorCode;
import dev.sluice.letters.record.DeadLetters;
import dev.sluice.letters.record.DeadLetters.Reason;
import dev.sluice.letters.record.Payload;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Collects the records of one file that cannot be read. */
public final class DeadRecords {
  private final DeadLetters letters;
  private final String format;
  private final @Nullable String header;
  private final RowNumbering numbering;
  private @Nullable Reason last;

  public DeadRecords(Origin origin, String format, @Nullable String header) {
    this.letters = new DeadLetters(origin.table(), DeadLetters.READ, origin.file().path());
    this.format = format;
    this.header = header;
    this.numbering = origin.numbering();
  }

  /** Begins the payload of a record that may be longer than memory. */
  public Payload.Growing payload() {
    return new Payload.Growing(format, header);
  }

  public Payload payload(byte[] record) {
    return Payload.of(record, format, header);
  }

  /**
   * Adds a record.
   *
   * @param start where it begins
   * @param what is wrong with it; never quotes it
   */
  public void add(long record, long start, ErrorCode code, String what, Payload payload) {
    String message = numbering.place(record, start) + " " + what;
    add(numbering.of(record), new Reason(code, null, null, null, message), payload);
  }

  /** Adds a record by its number in the origin. */
  public void add(long number, Reason reason, Payload payload) {
    last = reason;
    letters.add(number, List.of(reason), payload);
  }

  public RowNumbering numbering() {
    return numbering;
  }

  /** Why the record added last is dead; null before the first. */
  @Nullable
  public Reason last() {
    return last;
  }

  public boolean isFull() {
    return letters.isFull();
  }

  @Nullable
  public RecordBatch build() {
    return letters.rows() == 0 ? null : letters.build();
  }
}
