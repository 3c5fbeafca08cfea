// SPDX-License-Identifier: Apache-2.0
package dev.sluice.source.files.csv;

import dev.sluice.batch.RecordBatch;
import dev.sluice.batch.arrow.TextBatchBuilder;
import dev.sluice.error.ErrorCode;
import dev.sluice.intake.InputFile;
import dev.sluice.letters.record.Payload;
import dev.sluice.source.files.bytes.ByteWindow;
import dev.sluice.source.files.bytes.Utf8;
import dev.sluice.source.files.format.Chunk;
import dev.sluice.source.files.position.RecordPosition;
import dev.sluice.source.files.record.DeadRecords;
import dev.sluice.source.files.record.RecordRefused;
import dev.sluice.source.files.record.RowNumbering;
import dev.sluice.spec.table.SourceSpec;
import dev.sluice.spec.unit.Trim;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Turns records into batches: good ones into rows, the others into dead letters. */
final class CsvRows implements CsvRecords.Rows {
  static final String FORMAT = "csv";

  private final ByteWindow window;
  private final CsvText text;
  private final TextBatchBuilder builder;
  private final DeadRecords dead;
  private final RowNumbering numbering;
  private final byte[][] nulls;
  private final int width;
  private final int longestNull;
  private final boolean quotedNull;
  private final Trim trim;
  private final char quote;
  private final boolean hasTail;

  private long records;
  private long pieceStart;

  CsvRows(
      ByteWindow window, CsvText text, CsvHeader header, SourceSpec.Csv spec, DeadRecords dead) {
    List<String> nulls = spec.nullValues();
    this.quotedNull = spec.quotedNull();
    this.trim = spec.lines().trim();
    this.quote = spec.quote();
    this.hasTail = header.hasTail();
    this.window = window;
    this.text = text;
    this.builder = TextBatchBuilder.keeping(header.names(), FORMAT, header.text());
    this.dead = dead;
    this.numbering = dead.numbering();
    this.width = header.names().size();
    this.nulls = nulls.stream().map(n -> n.getBytes(StandardCharsets.UTF_8)).toArray(byte[][]::new);
    this.longestNull = nulls.isEmpty() ? -1 : maxLength(this.nulls);
  }

  private static int maxLength(byte[][] texts) {
    int max = 0;
    for (byte[] text : texts) {
      max = Math.max(max, text.length);
    }
    return max;
  }

  void startAt(RecordPosition at) {
    this.records = at.records();
    this.pieceStart = at.offset();
  }

  @Override
  public int width() {
    return width;
  }

  @Override
  public void field(int index, char[] buffer, int offset, int length, boolean quoted) {
    if (trim == Trim.NONE || (quoted && trim == Trim.AROUND)) {
      value(index, buffer, offset, length, quoted);
      return;
    }
    int from = begin(buffer, offset, offset + length);
    int to = end(buffer, from, offset + length);
    boolean isInQuotes =
        !quoted && to - from > 1 && buffer[from] == quote && buffer[to - 1] == quote;
    if (isInQuotes && trim == Trim.ALL) {
      from = begin(buffer, from + 1, to - 1);
      to = end(buffer, from, to - 1);
    } else if (isInQuotes) {
      from++;
      to--;
    }
    value(index, buffer, from, to - from, quoted || isInQuotes);
  }

  private static int begin(char[] buffer, int from, int to) {
    int at = from;
    while (at < to && isBlank(buffer[at])) {
      at++;
    }
    return at;
  }

  private static int end(char[] buffer, int from, int to) {
    int at = to;
    while (at > from && isBlank(buffer[at - 1])) {
      at--;
    }
    return at;
  }

  private static boolean isBlank(char character) {
    return character == ' ' || character == '\t';
  }

  private void value(int index, char[] buffer, int offset, int length, boolean quoted) {
    if ((quotedNull || !quoted) && length <= longestNull && isNull(buffer, offset, length)) {
      builder.appendNull(index);
    } else {
      builder.append(index, buffer, offset, length);
    }
  }

  private boolean isNull(char[] buffer, int offset, int length) {
    for (byte[] candidate : nulls) {
      if (candidate.length == length && matches(candidate, buffer, offset)) {
        return true;
      }
    }
    return false;
  }

  private static boolean matches(byte[] candidate, char[] buffer, int offset) {
    for (int i = 0; i < candidate.length; i++) {
      if ((candidate[i] & 0xff) != buffer[offset + i]) {
        return false;
      }
    }
    return true;
  }

  @Override
  public boolean end(CsvRecords record) {
    records++;
    long start = record.start();
    boolean isPlain = !text.isSuspect(start) && text.cursor() - start < window.longest();
    long end = record.end();
    boolean isWide = record.fields() == width || (hasTail && record.endsEmptyAfter(width));
    if ((isPlain && isWide) || examine(record, start, end)) {
      builder.endRow(numbering.of(records), window.array(), window.index(start), window.index(end));
    }
    return isFull(start);
  }

  /** Returns whether a record is good; otherwise takes it back and buries it. */
  private boolean examine(CsvRecords record, long start, long end) {
    if (end - start > window.longest()) {
      // Whether the text notices first depends on where it was opened; both must go on alike.
      records--;
      throw new RecordRefused(
          ErrorCode.ROW_TOO_LARGE,
          RecordRefused.tooLong(window.longest()) + "; perhaps a quote is not closed");
    } else if (record.fields() != width && !(hasTail && record.endsEmptyAfter(width))) {
      bury(
          record.fields() < width ? ErrorCode.CSV_COLS_FEW : ErrorCode.CSV_COLS_MANY,
          start,
          end,
          "has " + record.fields() + " fields instead of " + width);
    } else {
      return isText(start, end);
    }
    return false;
  }

  private boolean isText(long start, long end) {
    int unused = window.at(end - 1);
    byte[] bytes = window.array();
    int from = window.index(start);
    int to = window.index(end);
    int invalid = Utf8.firstInvalid(bytes, from, to);
    if (invalid >= 0) {
      String what = "has the byte 0x%02X at %d, which is not UTF-8";
      bury(
          ErrorCode.ENC_INVALID,
          start,
          end,
          what.formatted(bytes[invalid] & 0xff, start + invalid - from));
      return false;
    }
    for (int i = from; i < to; i++) {
      if (bytes[i] == 0) {
        bury(ErrorCode.ENC_NUL, start, end, "has a NUL at byte " + (start + i - from));
        return false;
      }
    }
    return true;
  }

  /** Buries a record the tokenizer could not get through. */
  void buryBroken(ErrorCode code, long start, String what, Payload payload) {
    records++;
    builder.dropRow();
    dead.add(records, start, code, what, payload);
  }

  private void bury(ErrorCode code, long start, long end, String what) {
    builder.dropRow();
    dead.add(records, start, code, what, dead.payload(window.copy(start, end)));
  }

  /** Whether the piece should end, given that a record begins or began at a position. */
  boolean isFull(long at) {
    return at - pieceStart >= RecordBatch.MAX_BYTES || builder.isFull() || dead.isFull();
  }

  /** Ends the piece. */
  Chunk cut(InputFile file, long end, boolean isLast) {
    pieceStart = end;
    return new Chunk(
        builder.rows() == 0 ? null : builder.build(file.path()),
        dead.build(),
        new RecordPosition(end, 0, records, List.of()),
        isLast);
  }
}
