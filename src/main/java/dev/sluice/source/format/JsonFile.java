// SPDX-License-Identifier: Apache-2.0
package dev.sluice.source.format;

import dev.sluice.batch.Payload;
import dev.sluice.batch.RecordBatch;
import dev.sluice.batch.TextBatchBuilder;
import dev.sluice.error.ErrorCode;
import dev.sluice.schema.TableSchema;

/**
 * Reads one JSON object a line.
 *
 * <p>The columns are the names met so far. A record that brings a new one begins a new piece, so
 * that every batch has one schema; what it lacks is null.
 */
final class JsonFile implements FileReader {
  static final String FORMAT = "json";

  private final InputFile file;
  private final ByteWindow window;
  private final JsonColumns columns;
  private final JsonRecord record;
  private final DeadRecords dead;
  private final Numbering numbering;
  private TextBatchBuilder builder;
  private int width;
  private long cursor;
  private long records;

  static JsonFile open(String table, TableSchema schema, InputFile file, Position at) {
    ByteWindow window = ByteWindow.openText(file);
    try {
      return new JsonFile(Origin.of(table, file), schema, window, at);
    } catch (RuntimeException e) {
      window.close();
      throw e;
    }
  }

  /**
   * Reads lines that are in memory as a whole.
   *
   * @param schema whose columns every batch has, and none of its records need have
   */
  static JsonFile of(Origin origin, TableSchema schema, byte[] content) {
    return new JsonFile(
        origin, schema, ByteWindow.of(content), new Position(0, 0, 0, schema.names()));
  }

  private JsonFile(Origin origin, TableSchema schema, ByteWindow window, Position at) {
    this.file = origin.file();
    this.numbering = origin.numbering();
    this.window = window;
    this.columns = new JsonColumns(at.columns());
    this.builder = TextBatchBuilder.keeping(at.columns(), FORMAT, null);
    this.width = columns.size();
    this.record = new JsonRecord(columns, schema);
    this.dead = new DeadRecords(origin, FORMAT, null);
    this.cursor = at.equals(Position.START) ? window.start() : at.offset();
    this.records = at.records();
    window.moveTo(cursor);
  }

  @Override
  public Chunk next() {
    long start = cursor;
    while (!isFull(start)) {
      window.keep(cursor);
      long end = lineEnd(cursor, cursor + ByteWindow.MAX_RECORD + 1);
      if (end - cursor > ByteWindow.MAX_RECORD) {
        buryLong(end);
        continue;
      }
      if (!isBlank(cursor, end) && !append(end)) {
        return cut(false);
      }
      if (window.at(end) < 0) {
        cursor = end;
        window.checkUnchanged();
        return cut(true);
      }
      cursor = end + 1;
    }
    return cut(false);
  }

  private boolean isFull(long start) {
    return cursor - start >= RecordBatch.MAX_BYTES || dead.isFull() || builder.isFull();
  }

  /** Returns whether the line is done with; if not, it needs a batch with more columns. */
  private boolean append(long end) {
    try {
      record.parse(window.array(), window.index(cursor), window.index(end));
    } catch (RecordRefused e) {
      bury(e.code(), e.getMessage(), dead.payload(window.copy(cursor, withoutReturn(end))));
      return true;
    }
    if (columns.size() > width) {
      if (builder.rows() > 0) {
        return false;
      }
      builder = TextBatchBuilder.keeping(columns.names(), FORMAT, null);
      width = columns.size();
    }
    records++;
    record.appendTo(builder);
    long recordEnd = withoutReturn(end);
    builder.endRow(
        numbering.of(records), window.array(), window.index(cursor), window.index(recordEnd));
    return true;
  }

  /** The end of a line without the carriage return that may belong to its line end. */
  private long withoutReturn(long end) {
    boolean isPair = end > cursor && window.at(end) == '\n' && window.at(end - 1) == '\r';
    return isPair ? end - 1 : end;
  }

  private void bury(ErrorCode code, String what, Payload payload) {
    records++;
    dead.add(records, cursor, code, what, payload);
  }

  private void buryLong(long end) {
    Payload.Growing line = dead.payload();
    line.add(window.copy(cursor, end));
    long rest = end;
    while (window.at(rest) >= 0 && window.at(rest) != '\n') {
      window.keep(rest);
      long next = lineEnd(rest, rest + ByteWindow.MAX_RECORD);
      line.add(window.copy(rest, next));
      rest = next;
    }
    bury(
        ErrorCode.ROW_TOO_LARGE,
        "is longer than " + (ByteWindow.MAX_RECORD >> 20) + " MiB",
        line.end());
    cursor = window.at(rest) < 0 ? rest : rest + 1;
  }

  private boolean isBlank(long from, long to) {
    for (long at = from; at < to; at++) {
      int character = window.at(at);
      if (character != ' ' && character != '\t' && character != '\r') {
        return false;
      }
    }
    return true;
  }

  private long lineEnd(long from, long limit) {
    long at = from;
    while (at < limit) {
      int character = window.at(at);
      if (character < 0 || character == '\n') {
        return at;
      }
      at++;
    }
    return at;
  }

  private Chunk cut(boolean isLast) {
    RecordBatch rows = builder.rows() == 0 ? null : builder.build(file.path());
    Position end = new Position(cursor, 0, records, columns.names());
    return new Chunk(rows, dead.build(), end, isLast);
  }

  @Override
  public void close() {
    window.close();
  }
}
