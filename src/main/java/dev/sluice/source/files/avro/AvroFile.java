// SPDX-License-Identifier: Apache-2.0
package dev.sluice.source.files.avro;

import dev.sluice.batch.RecordBatch;
import dev.sluice.batch.arrow.ArrowMemory;
import dev.sluice.batch.arrow.TextBatchBuilder;
import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.intake.InputFile;
import dev.sluice.source.files.format.Chunk;
import dev.sluice.source.files.format.FileReader;
import dev.sluice.source.files.position.FilePart;
import dev.sluice.source.files.position.RecordPosition;
import dev.sluice.source.files.record.ColumnNames;
import dev.sluice.source.files.split.Cuts;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.BigIntVector;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Reads Avro container files into typed columns; goes on at the block where it stopped.
 *
 * <p>A broken file fails as a whole, for after a broken record nothing says where the next begins.
 */
public final class AvroFile implements FileReader {
  private final InputFile file;
  private final AvroContainer container;
  private final BigIntVector numbers = new BigIntVector(TextBatchBuilder.ROW, ArrowMemory.root());
  private final List<AvroColumn> columns = new ArrayList<>();
  private AvroContainer.@Nullable Block block;
  private long blockStart;
  private long within;
  private long records;
  private int rows;

  public static AvroFile open(FilePart part, RecordPosition at) {
    InputFile file = part.file();
    AvroContainer container = new AvroContainer(file);
    AvroFile open = new AvroFile(file, container);
    try {
      container.endAt(part);
      open.start(at);
      return open;
    } catch (AvroBytes.Malformed e) {
      open.close();
      throw container.corrupt("cannot be read: " + e.getMessage());
    } catch (PipelineException e) {
      open.close();
      throw e;
    }
  }

  /**
   * Cuts a file between its blocks, which say how many records they have and are not looked into;
   * one with a block that is not whole is left to be read in order, which tells what is wrong.
   */
  public static List<FilePart> parts(InputFile file, long size) {
    try (AvroContainer container = new AvroContainer(file)) {
      if (container.isCompressed()) {
        return List.of(FilePart.whole(file));
      }
      Cuts cuts = new Cuts(file, container.position(), size);
      for (long records = 0; container.hasNext(); records += container.skip()) {
        cuts.at(container.position(), records);
      }
      file.checkUnchanged();
      return cuts.parts(container.digest());
    } catch (PipelineException e) {
      if (e.code() != ErrorCode.FILE_CORRUPT) {
        throw e;
      }
      return List.of(FilePart.whole(file));
    }
  }

  private AvroFile(InputFile file, AvroContainer container) {
    this.file = file;
    this.container = container;
  }

  private void start(RecordPosition at) {
    Schema schema = container.schema();
    if (schema.getType() != Schema.Type.RECORD) {
      throw new AvroBytes.Malformed("its schema is not a record");
    }
    ColumnNames.check(file, schema.getFields().stream().map(Schema.Field::name).toList());
    for (Schema.Field field : schema.getFields()) {
      columns.add(new AvroColumn(field));
    }
    if (!at.equals(RecordPosition.START)) {
      container.moveTo(at.offset());
      records = at.records() - at.within();
      skipTo(at.within());
    }
  }

  private void skipTo(long wanted) {
    while (within < wanted && hasBlock()) {
      readRow();
      if (isFull(0)) {
        clear();
      }
    }
    clear();
  }

  private void clear() {
    rows = 0;
    numbers.reset();
    columns.forEach(column -> column.vector().reset());
  }

  @Override
  public RecordBatch columns() {
    return build();
  }

  @Override
  public Chunk next() {
    try {
      return read();
    } catch (AvroBytes.Malformed e) {
      throw container.corrupt(
          "has a broken record, number " + (records + 1) + ": " + e.getMessage());
    }
  }

  private Chunk read() {
    long bytes = 0;
    boolean hasMore = hasBlock();
    while (hasMore && !isFull(bytes)) {
      bytes += readRow();
      hasMore = hasBlock();
    }
    if (!hasMore) {
      file.checkUnchanged();
    }
    RecordBatch batch = rows == 0 ? null : build();
    return new Chunk(
        batch, null, new RecordPosition(blockStart, within, records, List.of()), !hasMore);
  }

  private boolean isFull(long bytes) {
    return rows >= RecordBatch.MAX_ROWS || bytes >= RecordBatch.MAX_BYTES;
  }

  /** Makes sure that there is a record to read; returns false at the end. */
  private boolean hasBlock() {
    while (block == null || within == block.records()) {
      if (block != null && !block.data().isAtEnd()) {
        throw new AvroBytes.Malformed("its block goes on after it");
      }
      blockStart = container.position();
      within = 0;
      block = null;
      if (!container.hasNext()) {
        return false;
      }
      block = container.next();
    }
    return true;
  }

  /** Reads one record; returns how many bytes it had. */
  private long readRow() {
    if (block == null) {
      throw new IllegalStateException("no block");
    }
    AvroBytes data = block.data();
    int start = data.cursor();
    for (AvroColumn column : columns) {
      column.read(data, rows);
    }
    within++;
    records++;
    numbers.setSafe(rows++, records);
    return (long) data.cursor() - start;
  }

  private RecordBatch build() {
    RecordBatch batch = AvroBatch.of(numbers, columns, rows, file.path());
    clear();
    return batch;
  }

  @Override
  public String digest() {
    return container.digest();
  }

  @Override
  public void close() {
    numbers.close();
    columns.forEach(column -> column.vector().close());
    container.close();
  }
}
