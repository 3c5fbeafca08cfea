// SPDX-License-Identifier: Apache-2.0
package dev.sluice.source.files.parquet;

import dev.sluice.batch.RecordBatch;
import dev.sluice.batch.arrow.ArrowIpc;
import dev.sluice.batch.arrow.TextBatchBuilder;
import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.intake.InputFile;
import dev.sluice.kernel.Kernel;
import dev.sluice.kernel.KernelSettings;
import dev.sluice.kernel.StatementFailed;
import dev.sluice.kernel.duckdb.KernelMessages;
import dev.sluice.kernel.sql.ParquetRead;
import dev.sluice.kernel.sql.SqlName;
import dev.sluice.source.files.bytes.LocalCopy;
import dev.sluice.source.files.format.Chunk;
import dev.sluice.source.files.format.FileReader;
import dev.sluice.source.files.position.RecordPosition;
import dev.sluice.source.files.record.ColumnNames;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.apache.arrow.vector.ipc.ArrowStreamReader;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.parquet.format.RowGroup;

/**
 * Reads Parquet files with a kernel of their own that sees nothing but their folder, one span of a
 * row group at a time.
 *
 * <p>The footer is held against the file before the kernel sees it, and the pages of a row group
 * before the group is read.
 */
public final class ParquetFile implements FileReader {
  /** Bytes of values, decompressed, that one statement returns at most, as the footer says. */
  private static final long MAX_SPAN = 64L << 20;

  /** Spans of one row group at most, whatever its footer says. */
  private static final long MAX_PARTS = 1 << 14;

  private final InputFile file;
  private final LocalCopy copy;
  private final FileChannel channel;
  private final ParquetFooter footer;
  private final Kernel kernel;
  private final List<Span> spans = new ArrayList<>();
  private final Deque<RecordBatch> batches = new ArrayDeque<>();
  private ParquetColumns columns;
  private int span = -1;
  private int checked = -1;
  private long within;
  private long records;

  /** Rows of a row group from one number of the file to before another, counted from 0. */
  private record Span(int group, long from, long to) {}

  public static ParquetFile open(InputFile file, RecordPosition at) {
    LocalCopy copy = LocalCopy.of(file);
    try {
      FileChannel channel = FileChannel.open(Path.of(copy.path()));
      try {
        ParquetFooter footer = ParquetFooter.read(channel);
        ColumnNames.check(file, footer.columns().stream().map(c -> c.element().getName()).toList());
        if (ParquetRewrite.isNeeded(footer)) {
          copy = copy.rewritten((from, to) -> ParquetRewrite.write(from, footer, to));
        }
        return new ParquetFile(file, copy, channel, footer).started(at);
      } catch (IOException | RuntimeException e) {
        channel.close();
        throw e;
      }
    } catch (ParquetFooter.Broken e) {
      copy.close();
      throw corrupt(file, String.valueOf(e.getMessage()), e);
    } catch (PipelineException e) {
      copy.close();
      throw e;
    } catch (IOException e) {
      copy.close();
      throw file.failure(ErrorCode.FILE_UNREADABLE, "cannot be read: " + e.getMessage(), e);
    }
  }

  private ParquetFile(InputFile file, LocalCopy copy, FileChannel channel, ParquetFooter footer) {
    this.file = file;
    this.copy = copy;
    this.channel = channel;
    this.footer = footer;
    this.columns = new ParquetColumns(List.of(), List.of(), List.of());
    this.kernel =
        Kernel.open(new KernelSettings(KernelSettings.DEFAULT_MEMORY, "", List.of(copy.folder())));
    kernel.define(ParquetColumns.DECIMAL, WideDecimal::text);
  }

  private ParquetFile started(RecordPosition at) {
    try {
      start(at);
      return this;
    } catch (RuntimeException e) {
      kernel.close();
      throw e;
    }
  }

  private void start(RecordPosition at) {
    columns = columns();
    planSpans();
    records = at.records();
    span = (int) at.offset() - 1;
    if (at.within() > 0) {
      nextSpan();
      for (long i = 0; i < at.within(); i++) {
        RecordBatch unused = batches.removeFirst();
      }
      within = at.within();
    }
  }

  /** What the kernel makes of the columns, from a row that has none of the file's values. */
  private ParquetColumns columns() {
    String sql =
        "SELECT r.* FROM (SELECT 1) LEFT JOIN (FROM %s LIMIT 0) r ON true"
            .formatted(ParquetRead.of(List.of(copy.path())));
    RecordBatch row = reading(() -> kernel.query(sql)).get(0);
    try (ArrowStreamReader reader = ArrowIpc.open(row)) {
      List<Field> fields = reader.getVectorSchemaRoot().getSchema().getFields();
      ParquetFooter.require(
          fields.size() == footer.columns().size(), "its schema is not what the kernel sees");
      return new ParquetColumns(
          footer.columns(), fields.stream().map(Field::getName).toList(), fields);
    } catch (IOException e) {
      throw new PipelineException(ErrorCode.INTERNAL, "Cannot read a record batch", e);
    }
  }

  private void planSpans() {
    long from = 0;
    List<RowGroup> groups = footer.meta().getRow_groups();
    for (int i = 0; i < groups.size(); i++) {
      long rows = groups.get(i).getNum_rows();
      long bytes =
          groups.get(i).getColumns().stream()
              .mapToLong(chunk -> chunk.getMeta_data().getTotal_uncompressed_size())
              .sum();
      long parts = Math.max(1, Math.min(Math.min(rows, MAX_PARTS), bytes / MAX_SPAN + 1));
      for (long part = 0; part < parts; part++) {
        spans.add(new Span(i, from + rows * part / parts, from + rows * (part + 1) / parts));
      }
      from += rows;
    }
  }

  @Override
  public Chunk next() {
    while (batches.isEmpty() && span + 1 < spans.size()) {
      nextSpan();
    }
    RecordBatch batch = batches.pollFirst();
    within++;
    records += batch == null ? 0 : batch.rows();
    boolean isLast = batches.isEmpty() && span + 1 >= spans.size();
    if (isLast) {
      file.checkUnchanged();
    }
    RecordPosition end =
        batches.isEmpty()
            ? new RecordPosition(span + 1, 0, records, List.of())
            : new RecordPosition(span, within, records, List.of());
    return new Chunk(batch, null, end, isLast);
  }

  private void nextSpan() {
    span++;
    within = 0;
    Span rows = spans.get(span);
    checkPages(rows.group());
    long found = 0;
    if (columns.hasTimes()) {
      String isTime = "(" + columns.condition() + ")";
      found += read(rows, columns.items(), " AND " + isTime);
      found += read(rows, columns.texts(), " AND NOT " + isTime);
    } else {
      found = read(rows, columns.items(), "");
    }
    if (found != rows.to() - rows.from()) {
      throw corrupt(
          file,
          "row group %d does not have the rows that its footer says".formatted(rows.group()),
          null);
    }
  }

  private long read(Span rows, String items, String condition) {
    String sql =
        "SELECT %1$s + 1 AS %2$s, %3$s FROM %4$s WHERE %1$s >= %5$d AND %1$s < %6$d%7$s"
            .formatted(
                ParquetRead.NUMBER,
                SqlName.quote(TextBatchBuilder.ROW),
                items,
                ParquetRead.numbered(copy.path()),
                rows.from(),
                rows.to(),
                condition);
    long found = 0;
    for (RecordBatch batch : reading(() -> kernel.query(sql))) {
      batches.add(new RecordBatch(batch.ipc(), batch.rows(), file.path()));
      found += batch.rows();
    }
    return found;
  }

  private void checkPages(int group) {
    if (group == checked) {
      return;
    }
    try {
      RowGroup pages = footer.meta().getRow_groups().get(group);
      new ParquetPages(channel, footer.end()).check(pages, group);
      checked = group;
    } catch (ParquetFooter.Broken e) {
      throw corrupt(file, String.valueOf(e.getMessage()), e);
    } catch (IOException e) {
      throw file.failure(ErrorCode.FILE_UNREADABLE, "cannot be read: " + e.getMessage(), e);
    }
  }

  private interface Reading<T> {
    T run() throws StatementFailed;
  }

  private <T> T reading(Reading<T> reading) {
    try {
      return reading.run();
    } catch (StatementFailed e) {
      throw corrupt(file, KernelMessages.of(e.getMessage()), e);
    } catch (PipelineException e) {
      String what = KernelMessages.of(String.valueOf(e.getMessage()));
      if (e.code() != ErrorCode.OUT_OF_MEMORY) {
        throw corrupt(file, what, e);
      }
      throw file.failure(
          e.code(),
          "cannot be read in the memory that there is: "
              + what
              + ". Write it anew with smaller row groups and values.",
          e);
    }
  }

  private static PipelineException corrupt(
      InputFile file, String what, @org.jspecify.annotations.Nullable Exception e) {
    return file.failure(
        ErrorCode.FILE_CORRUPT,
        "cannot be read as Parquet: "
            + what
            + ". Get or write the file anew, or move it out of the source's paths.",
        e);
  }

  @Override
  public String digest() {
    return copy.digest();
  }

  @Override
  public void close() {
    kernel.close();
    copy.close();
    try {
      channel.close();
    } catch (IOException e) {
      throw file.failure(ErrorCode.FILE_UNREADABLE, "cannot be closed: " + e.getMessage(), e);
    }
  }
}
