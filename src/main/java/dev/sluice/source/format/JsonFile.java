// SPDX-License-Identifier: Apache-2.0
package dev.sluice.source.format;

import dev.sluice.batch.RecordBatch;
import dev.sluice.batch.TextBatchBuilder;
import dev.sluice.error.ErrorCode;

/**
 * Reads one JSON object a line.
 *
 * <p>The columns are the names met so far. A record that brings a new one begins a new piece, so
 * that every batch has one schema; what it lacks is null.
 */
final class JsonFile implements FileReader {
  private final InputFile file;
  private final ByteWindow window;
  private final JsonColumns columns;
  private final JsonRecord record;
  private final DeadRecords dead;
  private TextBatchBuilder builder;
  private int width;
  private long cursor;
  private long records;

  static JsonFile open(String table, InputFile file, Position at) {
    ByteWindow window = ByteWindow.openText(file);
    try {
      return new JsonFile(table, file, window, at);
    } catch (RuntimeException e) {
      window.close();
      throw e;
    }
  }

  private JsonFile(String table, InputFile file, ByteWindow window, Position at) {
    this.file = file;
    this.window = window;
    this.columns = new JsonColumns(at.columns());
    this.builder = new TextBatchBuilder(at.columns());
    this.width = columns.size();
    this.record = new JsonRecord(columns);
    this.dead = new DeadRecords(table, "json");
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
        file.checkUnchanged();
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
      bury(e.code(), end, e.getMessage());
      return true;
    }
    if (columns.size() > width) {
      if (builder.rows() > 0) {
        return false;
      }
      builder = new TextBatchBuilder(columns.names());
      width = columns.size();
    }
    records++;
    record.appendTo(builder);
    builder.endRow(records);
    return true;
  }

  private void bury(ErrorCode code, long end, String what) {
    records++;
    byte[] payload = window.copy(cursor, Math.min(end, cursor + DeadRecords.MAX_PAYLOAD));
    dead.add(records, code, "Record " + records + " at byte " + cursor + " " + what, payload);
  }

  private void buryLong(long end) {
    bury(ErrorCode.ROW_TOO_LARGE, end, "is longer than " + (ByteWindow.MAX_RECORD >> 20) + " MiB");
    long rest = end;
    while (window.at(rest) >= 0 && window.at(rest) != '\n') {
      window.keep(rest);
      rest = lineEnd(rest, rest + ByteWindow.MAX_RECORD);
    }
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
    return new Chunk(rows, dead.build(file.path()), end, isLast);
  }

  @Override
  public void close() {
    window.close();
  }
}
