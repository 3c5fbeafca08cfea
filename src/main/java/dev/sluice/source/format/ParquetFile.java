// SPDX-License-Identifier: Apache-2.0
package dev.sluice.source.format;

import dev.sluice.batch.RecordBatch;
import dev.sluice.batch.TextBatchBuilder;
import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.sql.Kernel;
import dev.sluice.sql.KernelSettings;
import dev.sluice.sql.SqlName;
import dev.sluice.sql.StatementFailed;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Reads Parquet files with a kernel of their own that sees nothing but their folder, one span of a
 * row group at a time.
 */
final class ParquetFile implements FileReader {
  /** Bytes of values, decompressed, that one statement returns at most, as the footer says. */
  private static final long MAX_SPAN = 64L << 20;

  private final InputFile file;
  private final LocalCopy copy;
  private final Kernel kernel;
  private final List<Span> spans = new ArrayList<>();
  private final Deque<RecordBatch> batches = new ArrayDeque<>();
  private int span = -1;
  private long within;
  private long records;

  /** Rows from one number to before another, counted from 0. */
  private record Span(long from, long to) {}

  private record Node(String name, int children) {}

  private record Group(long rows, long bytes) {}

  static ParquetFile open(InputFile file, Position at) {
    LocalCopy copy = LocalCopy.of(file);
    KernelSettings settings =
        new KernelSettings(KernelSettings.DEFAULT_MEMORY, "", List.of(copy.folder()));
    ParquetFile open = new ParquetFile(file, copy, Kernel.open(settings));
    try {
      open.start(at);
      return open;
    } catch (PipelineException e) {
      open.close();
      throw e;
    }
  }

  private ParquetFile(InputFile file, LocalCopy copy, Kernel kernel) {
    this.file = file;
    this.copy = copy;
    this.kernel = kernel;
  }

  private void start(Position at) {
    checkNames();
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

  private void checkNames() {
    String sql = "SELECT name, coalesce(num_children, 0) FROM parquet_schema(" + literal() + ")";
    List<Node> nodes =
        reading(() -> kernel.rows(sql, row -> new Node(row.getString(1), row.getInt(2))));
    List<String> names = new ArrayList<>();
    int at = 1;
    while (at < nodes.size()) {
      names.add(nodes.get(at).name());
      at = after(nodes, at);
    }
    Names.check(file, names);
  }

  /** The index behind a node and everything below it. */
  private static int after(List<Node> nodes, int index) {
    int open = 1;
    int at = index;
    while (open > 0 && at < nodes.size()) {
      open += nodes.get(at).children() - 1;
      at++;
    }
    return at;
  }

  private void planSpans() {
    String sql =
        "SELECT max(row_group_num_rows), sum(total_uncompressed_size) FROM parquet_metadata("
            + literal()
            + ") GROUP BY row_group_id ORDER BY row_group_id";
    long from = 0;
    for (Group group :
        reading(() -> kernel.rows(sql, row -> new Group(row.getLong(1), row.getLong(2))))) {
      long parts = Math.max(1, Math.min(group.rows(), group.bytes() / MAX_SPAN + 1));
      for (long part = 0; part < parts; part++) {
        long start = from + group.rows() * part / parts;
        spans.add(new Span(start, from + group.rows() * (part + 1) / parts));
      }
      from += group.rows();
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
    Position end =
        batches.isEmpty()
            ? new Position(span + 1, 0, records, List.of())
            : new Position(span, within, records, List.of());
    return new Chunk(batch, null, end, isLast);
  }

  private void nextSpan() {
    span++;
    within = 0;
    Span rows = spans.get(span);
    String sql =
        "SELECT file_row_number + 1 AS %s, * EXCLUDE (file_row_number) FROM read_parquet(%s, file_row_number = true) WHERE file_row_number >= %d AND file_row_number < %d"
            .formatted(SqlName.quote(TextBatchBuilder.ROW), literal(), rows.from(), rows.to());
    for (RecordBatch batch : reading(() -> kernel.query(sql))) {
      batches.add(new RecordBatch(batch.ipc(), batch.rows(), file.path()));
    }
  }

  private String literal() {
    return SqlName.literal(copy.path());
  }

  private interface Reading<T> {
    T run() throws StatementFailed;
  }

  private <T> T reading(Reading<T> reading) {
    try {
      return reading.run();
    } catch (StatementFailed e) {
      throw corrupt(e);
    } catch (PipelineException e) {
      throw e.code() == ErrorCode.OUT_OF_MEMORY ? e : corrupt(e);
    }
  }

  private PipelineException corrupt(Exception e) {
    return file.failure(ErrorCode.FILE_CORRUPT, "cannot be read as Parquet: " + e.getMessage(), e);
  }

  @Override
  public void close() {
    kernel.close();
    copy.close();
  }
}
