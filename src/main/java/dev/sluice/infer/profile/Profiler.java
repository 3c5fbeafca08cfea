// SPDX-License-Identifier: Apache-2.0
package dev.sluice.infer.profile;

import dev.sluice.batch.RawNames;
import dev.sluice.batch.RecordBatch;
import dev.sluice.batch.arrow.TextBatchBuilder;
import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.infer.profile.KeyHashes.Hashed;
import dev.sluice.intake.InputFile;
import dev.sluice.kernel.Kernel;
import dev.sluice.kernel.StatementFailed;
import dev.sluice.schema.TableSchema;
import dev.sluice.source.files.format.Chunk;
import dev.sluice.source.files.format.FileReader;
import dev.sluice.source.files.open.FileReaders;
import dev.sluice.source.files.position.RecordPosition;
import dev.sluice.spec.table.SourceSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;

/**
 * Reads all rows of a table's files, by the readers of a run, and counts batch by batch.
 *
 * <p>What it holds does not grow with the rows: counts, a few texts of each column, and of each
 * column that may be a key eight bytes a row, which the kernel spills.
 */
public final class Profiler {
  private static final String BATCH = "__rows";
  private static final String INPUT = "__input";

  private final Kernel kernel;
  private final KeyHashes keys;
  private final long most;
  private final LongConsumer progress;
  private final TableProfile table = new TableProfile();

  /**
   * Counts nothing yet.
   *
   * @param most rows that are looked at
   * @param progress told how many rows were read, now and then
   */
  public Profiler(Kernel kernel, KeyHashes keys, long most, LongConsumer progress) {
    this.kernel = kernel;
    this.keys = keys;
    this.most = most;
    this.progress = progress;
  }

  /** Takes note of columns of which no row may tell. */
  public void expect(List<String> names) {
    names.forEach(name -> table.column(name, "VARCHAR"));
  }

  /** Takes note of columns that a file says, whether rows have values in them or not. */
  private void expect(RecordBatch columns) {
    try {
      header(columns).stream()
          .filter(each -> !each.isNumber())
          .forEach(each -> table.column(RawNames.source(each.name()), each.type()));
    } catch (StatementFailed e) {
      throw new PipelineException(
          ErrorCode.INTERNAL, "Cannot look at the columns of " + keys.table() + ": " + e, e);
    }
  }

  public TableProfile table() {
    return table;
  }

  /** Reads a file to its end, or as far as rows are looked at. */
  public void read(InputFile file, SourceSpec source) {
    read(file, source, Long.MAX_VALUE);
  }

  /**
   * Reads the beginning of a file.
   *
   * @param some so many rows, or what a batch has more
   */
  public void read(InputFile file, SourceSpec source, long some) {
    long end = Math.min(most, some > most - table.rows() ? most : table.rows() + some);
    FileReader.Wanted wanted =
        new FileReader.Wanted(keys.table(), source, new TableSchema(List.of()));
    table.addFile();
    try (FileReader reader = FileReaders.open(wanted, file, RecordPosition.START)) {
      RecordBatch columns = reader.columns();
      if (columns != null) {
        expect(columns);
      }
      Chunk chunk;
      do {
        chunk = reader.next();
        count(chunk, source);
      } while (!chunk.isLast() && table.rows() < end);
      if (!chunk.isLast()) {
        table.stopEarly();
      }
    }
  }

  private void count(Chunk chunk, SourceSpec source) {
    try {
      if (chunk.dead() != null) {
        refuse(chunk.dead());
      }
      if (chunk.rows() != null) {
        count(chunk.rows(), source);
        progress.accept(chunk.rows().rows());
      }
    } catch (StatementFailed e) {
      throw new PipelineException(
          ErrorCode.INTERNAL,
          "Cannot look at the values of " + keys.table() + ": " + e.getMessage(),
          e);
    }
  }

  private void refuse(RecordBatch dead) throws StatementFailed {
    kernel
        .rows(
            "SELECT reasons->0->>'code', reasons->0->>'message' FROM (SELECT reasons::JSON AS"
                + " reasons FROM "
                + INPUT
                + ")",
            Map.of(INPUT, List.of(dead)),
            row -> {
              table.refuse(row.getString(1), row.getString(2));
              return 0;
            })
        .clear();
  }

  private void count(RecordBatch batch, SourceSpec source) throws StatementFailed {
    List<RawColumn> header = header(batch);
    List<String> names = new ArrayList<>();
    for (int i = 0; i < header.size(); i++) {
      names.add("c" + i);
    }
    kernel.execute(
        "CREATE OR REPLACE TEMP TABLE %s AS SELECT * FROM %s AS t(%s)"
            .formatted(BATCH, INPUT, String.join(", ", names)),
        Map.of(INPUT, List.of(batch)));
    table.addRows(batch.rows());
    List<Hashed> hashed = new ArrayList<>();
    for (int i = 0; i < header.size(); i++) {
      RawColumn raw = header.get(i);
      if (raw.isUnknown()) {
        table.jsonHere().count(kernel, table, BATCH, names.get(i));
      } else if (!raw.isNumber()) {
        ColumnProfile column = table.column(RawNames.source(raw.name()), raw.type());
        count(column, names.get(i), batch.rows());
        hashed.add(new Hashed(column, names.get(i)));
      }
    }
    if (source instanceof SourceSpec.Csv csv && batch.records() != null) {
      QuotedNothings.find(table, batch.records(), csv.quote());
    }
    if (table.json() == null) {
      keys.add(kernel, BATCH, hashed);
    } else {
      keys.add(kernel, JsonProfile.TEXTS, table.json().hashed());
    }
  }

  private void count(ColumnProfile column, String name, long rows) throws StatementFailed {
    if (column.isText()) {
      new TextCounting(kernel, column).count(BATCH, name, rows);
    } else {
      TypedCounting.count(kernel, column, BATCH, name);
    }
  }

  private List<RawColumn> header(RecordBatch batch) throws StatementFailed {
    return kernel.rows(
        "DESCRIBE SELECT * FROM " + INPUT,
        Map.of(INPUT, List.of(batch)),
        row -> new RawColumn(row.getString("column_name"), row.getString("column_type")));
  }

  private record RawColumn(String name, String type) {
    boolean isNumber() {
      return name.equals(TextBatchBuilder.ROW);
    }

    boolean isUnknown() {
      return name.equals(TextBatchBuilder.UNKNOWN);
    }
  }
}
