// SPDX-License-Identifier: Apache-2.0
package dev.sluice.source.files.json;

import dev.sluice.batch.RecordBatch;
import dev.sluice.batch.arrow.TextBatchBuilder;
import dev.sluice.error.ErrorCode;
import dev.sluice.intake.InputFile;
import dev.sluice.letters.record.Payload;
import dev.sluice.schema.TableSchema;
import dev.sluice.source.files.bytes.ByteWindow;
import dev.sluice.source.files.format.Chunk;
import dev.sluice.source.files.format.FileReader;
import dev.sluice.source.files.format.FileReader.Wanted;
import dev.sluice.source.files.position.FilePart;
import dev.sluice.source.files.position.RecordPosition;
import dev.sluice.source.files.record.DeadRecords;
import dev.sluice.source.files.record.Origin;
import dev.sluice.source.files.record.RecordRefused;
import dev.sluice.source.files.record.RowNumbering;
import dev.sluice.source.files.split.RecordLines;
import dev.sluice.source.files.split.RecordLines.Place;
import dev.sluice.source.files.split.TextParts;
import dev.sluice.spec.table.SourceSpec.Limits;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads one JSON object a line.
 *
 * <p>The columns are those of the contract, whatever keys a record has; {@link
 * TextBatchBuilder#UNKNOWN} holds the others. The end of each piece names the columns whose keys
 * were met so far.
 */
public final class JsonFile implements FileReader {
  static final String FORMAT = "json";

  private final InputFile file;
  private final ByteWindow window;
  private final JsonColumns columns;
  private final boolean[] seen;
  private final JsonRecord record;
  private final DeadRecords dead;
  private final RowNumbering numbering;
  private final TextBatchBuilder builder;
  private long cursor;
  private long records;

  public static JsonFile open(Wanted wanted, FilePart part, RecordPosition at) {
    InputFile file = part.file();
    ByteWindow window = ByteWindow.openText(file, wanted.source());
    try {
      if (at.equals(RecordPosition.START)) {
        JsonLayout.requireLines(file, window);
      }
      window.endAt(part);
      return new JsonFile(Origin.of(wanted.table(), file), wanted.schema(), window, at);
    } catch (RuntimeException e) {
      window.close();
      throw e;
    }
  }

  /** Cuts a file that is not compressed at line ends. */
  public static List<FilePart> parts(Wanted wanted, InputFile file, long size) {
    try (ByteWindow window = ByteWindow.openText(file, wanted.source())) {
      if (!window.isStored()) {
        return List.of(FilePart.whole(file));
      }
      long start = window.start();
      JsonLayout.requireLines(file, window);
      return TextParts.of(file, start, size, new JsonScan(start, window.longest()));
    }
  }

  /** Where some records begin. */
  public static Map<Long, Place> places(Wanted wanted, InputFile file, Set<Long> records)
      throws IOException {
    try (ByteWindow window = ByteWindow.openText(file, wanted.source())) {
      long start = window.start();
      return window.isStored()
          ? RecordLines.of(file, start, new JsonScan(start, window.longest()), records)
          : Map.of();
    }
  }

  /** Reads lines that are in memory as a whole. */
  static JsonFile of(Origin origin, TableSchema schema, byte[] content) {
    return new JsonFile(
        origin, schema, ByteWindow.of(content, Limits.DEFAULT), RecordPosition.START);
  }

  private JsonFile(Origin origin, TableSchema schema, ByteWindow window, RecordPosition at) {
    this.file = origin.file();
    this.numbering = origin.numbering();
    this.window = window;
    this.columns = new JsonColumns(schema);
    this.builder = TextBatchBuilder.keepingUnknown(columns.names(), FORMAT);
    this.seen = new boolean[columns.size()];
    for (String name : at.columns()) {
      seen[columns.names().indexOf(name)] = true;
    }
    this.record = new JsonRecord(columns, seen);
    this.dead = new DeadRecords(origin, FORMAT, null);
    this.cursor = at.equals(RecordPosition.START) ? window.start() : at.offset();
    this.records = at.records();
    window.moveTo(cursor);
  }

  @Override
  public Chunk next() {
    long start = cursor;
    while (!isFull(start)) {
      window.keep(cursor);
      long end = lineEnd(cursor, cursor + window.longest() + 1);
      if (end - cursor > window.longest()) {
        buryLong(end);
        continue;
      }
      if (!isBlank(cursor, end)) {
        append(end);
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

  private void append(long end) {
    long recordEnd = withoutReturn(end);
    try {
      record.parse(window.array(), window.index(cursor), window.index(end));
    } catch (RecordRefused e) {
      bury(e.code(), e.getMessage(), dead.payload(window.copy(cursor, recordEnd)));
      return;
    }
    records++;
    record.appendTo(builder);
    builder.endRow(
        numbering.of(records), window.array(), window.index(cursor), window.index(recordEnd));
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
      long next = lineEnd(rest, rest + window.longest());
      line.add(window.copy(rest, next));
      rest = next;
    }
    bury(ErrorCode.ROW_TOO_LARGE, RecordRefused.tooLong(window.longest()), line.end());
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
    RecordPosition end = new RecordPosition(cursor, 0, records, columns.named(seen));
    return new Chunk(rows, dead.build(), end, isLast);
  }

  @Override
  public String digest() {
    return window.digest();
  }

  @Override
  public void close() {
    window.close();
  }
}
