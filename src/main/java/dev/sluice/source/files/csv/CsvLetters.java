// SPDX-License-Identifier: Apache-2.0
package dev.sluice.source.files.csv;

import dev.sluice.batch.RecordBatch;
import dev.sluice.batch.RecordBytes;
import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.letters.record.DeadLetters.Reason;
import dev.sluice.source.files.format.Chunk;
import dev.sluice.source.files.record.DeadRecords;
import dev.sluice.source.files.record.Origin;
import dev.sluice.source.files.replay.LetterPiece;
import dev.sluice.source.files.replay.ReplayedLetter;
import dev.sluice.spec.table.SourceSpec;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads records of one CSV file, taken out of it, under their header.
 *
 * <p>They are read together; but where that does not give each of them back as it is, a half at a
 * time, so that a wrong quote in one never reaches into the next.
 */
public final class CsvLetters {
  private final String table;
  private final SourceSpec.Csv spec;
  private final ReplayedLetter.Group group;
  private final byte[] header;
  private final DeadRecords dead;
  private final List<ReplayedLetter> good = new ArrayList<>();

  /**
   * Reads records of the group of one of them.
   *
   * @param one for messages, too
   */
  public CsvLetters(String table, SourceSpec.Csv spec, ReplayedLetter one) {
    this.table = table;
    this.spec = spec;
    this.group = one.group();
    String text = group.header();
    if (text == null) {
      throw new PipelineException(
          ErrorCode.LETTER_UNREADABLE,
          "Dead letter " + one.id() + " cannot be read again: it has no header.");
    }
    this.header = text.getBytes(StandardCharsets.UTF_8);
    this.dead =
        new DeadRecords(Origin.letters(table, group.origin(), new long[0]), CsvRows.FORMAT, text);
  }

  /** What reading some records together gave. */
  private record Attempt(@Nullable RecordBatch rows, long records, @Nullable Reason reason) {
    /** Whether each record came back as it is. */
    boolean isExact(List<ReplayedLetter> letters) {
      RecordBytes bytes = rows == null ? null : rows.records();
      if (bytes == null || reason != null || bytes.rows() != letters.size()) {
        return false;
      }
      for (int i = 0; i < letters.size(); i++) {
        if (!Arrays.equals(bytes.get(i), letters.get(i).record())) {
          return false;
        }
      }
      return true;
    }
  }

  public LetterPiece read(List<ReplayedLetter> letters) {
    Attempt all = attempt(letters);
    if (all.isExact(letters)) {
      return new LetterPiece(all.rows(), null);
    }
    part(letters, all);
    return new LetterPiece(good.isEmpty() ? null : attempt(good).rows(), dead.build());
  }

  private void part(List<ReplayedLetter> letters, Attempt attempt) {
    if (attempt.isExact(letters)) {
      good.addAll(letters);
    } else if (letters.size() == 1) {
      bury(letters.get(0), attempt);
    } else {
      List<ReplayedLetter> first = letters.subList(0, letters.size() / 2);
      List<ReplayedLetter> second = letters.subList(letters.size() / 2, letters.size());
      part(first, attempt(first));
      part(second, attempt(second));
    }
  }

  private void bury(ReplayedLetter letter, Attempt attempt) {
    Reason reason = attempt.reason();
    if (reason == null || attempt.records() != 1) {
      String what = "Record %d is not one record by the present delimiter and quote";
      reason = new Reason(ErrorCode.CSV_QUOTE, null, null, null, what.formatted(letter.row()));
    }
    dead.add(letter.row(), reason, dead.payload(letter.record()));
  }

  private Attempt attempt(List<ReplayedLetter> letters) {
    Origin origin = Origin.letters(table, group.origin(), ReplayedLetter.numbers(letters));
    try (CsvFile file = CsvFile.of(spec, origin, content(letters))) {
      RecordBatch rows = null;
      while (true) {
        Chunk chunk = file.next();
        rows = rows == null ? chunk.rows() : rows;
        if (chunk.isLast()) {
          return new Attempt(rows, chunk.end().records(), file.lastReason());
        }
      }
    }
  }

  private byte[] content(List<ReplayedLetter> letters) {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    content.writeBytes(header);
    for (ReplayedLetter letter : letters) {
      content.write('\n');
      content.writeBytes(letter.record());
    }
    return content.toByteArray();
  }
}
