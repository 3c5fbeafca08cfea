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
import dev.sluice.source.files.json.record.JsonColumns;
import dev.sluice.source.files.json.record.JsonRecord;
import dev.sluice.source.files.position.FilePart;
import dev.sluice.source.files.position.RecordPosition;
import dev.sluice.source.files.record.DeadRecords;
import dev.sluice.source.files.record.Origin;
import dev.sluice.source.files.record.RecordRefused;
import dev.sluice.source.files.record.RowNumbering;
import dev.sluice.spec.table.SourceSpec;
import dev.sluice.spec.table.SourceSpec.Limits;
import dev.sluice.spec.table.SourceSpec.Records;

/**
 * Reads objects of JSON: one a line, or those of a list in a document.
 *
 * <p>The columns are those of the contract, whatever keys a record has; {@link
 * TextBatchBuilder#UNKNOWN} holds the others. The end of each piece names the columns whose keys
 * were met so far.
 */
public final class JsonFile implements FileReader {
  static final String FORMAT = "json";

  private final InputFile file;
  private final ByteWindow window;
  private final JsonFrames frames;
  private final JsonColumns columns;
  private final boolean[] seen;
  private final JsonRecord record;
  private final DeadRecords dead;
  private final RowNumbering numbering;
  private final TextBatchBuilder builder;
  private long cursor;
  private long records;

  public static JsonFile open(
      Wanted wanted, SourceSpec.Json source, FilePart part, RecordPosition at) {
    InputFile file = part.file();
    ByteWindow window = ByteWindow.openText(file, source);
    try {
      Records records = source.records();
      if (at.equals(RecordPosition.START) && !records.isDocument()) {
        JsonLayout.requireLines(file, window);
      }
      window.endAt(part);
      JsonFrames frames =
          records.isDocument()
              ? new DocumentFrames(part, window, records.keys(), at.within())
              : new LineFrames(window);
      return new JsonFile(Origin.of(wanted.table(), file), wanted.schema(), window, frames, at);
    } catch (RuntimeException e) {
      window.close();
      throw e;
    }
  }

  /** Reads records that are in memory, one right after the other. */
  static JsonFile of(Origin origin, TableSchema schema, byte[] content, int[] lengths) {
    return new JsonFile(
        origin,
        schema,
        ByteWindow.of(content, Limits.DEFAULT),
        new GivenFrames(lengths),
        RecordPosition.START);
  }

  private JsonFile(
      Origin origin, TableSchema schema, ByteWindow window, JsonFrames frames, RecordPosition at) {
    this.file = origin.file();
    this.numbering = origin.numbering();
    this.window = window;
    this.frames = frames;
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
      boolean isFound = frames.next(cursor);
      if (isFound) {
        take();
      }
      cursor = frames.after();
      if (!isFound) {
        window.checkUnchanged();
        return cut(true);
      }
    }
    return cut(false);
  }

  private boolean isFull(long start) {
    return cursor - start >= RecordBatch.MAX_BYTES || dead.isFull() || builder.isFull();
  }

  private void take() {
    if (frames.isLong()) {
      buryLong();
      return;
    }
    int from = window.index(frames.from());
    int to = window.index(frames.to());
    try {
      record.parse(window.array(), from, to);
    } catch (RecordRefused e) {
      bury(e.code(), e.getMessage(), dead.payload(window.copy(frames.from(), frames.to())));
      return;
    }
    records++;
    record.appendTo(builder);
    builder.endRow(numbering.of(records), window.array(), from, to);
  }

  private void bury(ErrorCode code, String what, Payload payload) {
    records++;
    dead.add(records, frames.from(), code, what, payload);
  }

  private void buryLong() {
    Payload.Growing text = dead.payload();
    text.add(window.copy(frames.from(), frames.to()));
    frames.rest(text::add);
    bury(ErrorCode.ROW_TOO_LARGE, RecordRefused.tooLong(window.longest()), text.end());
  }

  private Chunk cut(boolean isLast) {
    RecordBatch rows = builder.rows() == 0 ? null : builder.build(file.path());
    RecordPosition end = new RecordPosition(cursor, frames.place(), records, columns.named(seen));
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
