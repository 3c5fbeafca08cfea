// SPDX-License-Identifier: Apache-2.0
package dev.sluice.infer.values;

import dev.sluice.batch.RecordBatch;
import dev.sluice.batch.arrow.RecordBatches;
import dev.sluice.intake.InputFile;
import dev.sluice.kernel.Kernel;
import dev.sluice.kernel.StatementFailed;
import dev.sluice.kernel.sql.SqlName;
import dev.sluice.schema.Column;
import dev.sluice.schema.TableSchema;
import dev.sluice.source.files.format.Chunk;
import dev.sluice.source.files.format.FileReader;
import dev.sluice.source.files.open.FileReaders;
import dev.sluice.source.files.position.RecordPosition;
import dev.sluice.spec.table.TableSpec;
import dev.sluice.stats.TableStats;
import dev.sluice.stats.fill.FileScan;
import dev.sluice.table.DataFile;
import dev.sluice.table.LetterColumns;
import dev.sluice.table.read.LakeRelation;
import dev.sluice.validate.RowTrial;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads the files of one table, and describes its rows part by part. */
final class ValueScan {
  private static final String ROWS = "__rows";

  /** So many values are kept in the kernel until they are described. */
  private static final long PART_VALUES = 4_000_000;

  private static final long PART_BYTES = 128L << 20;
  private static final long MOST_ROWS = 262_144;
  private static final int MOST_REASONS = 100;
  private static final int SHOWN_REASONS = 3;

  /** Why rows are dead: how many, and what was said of one of them. */
  private record Reason(long rows, String example) {
    Reason plus(Reason other) {
      return new Reason(rows + other.rows, example);
    }
  }

  private final Kernel kernel;
  private final TableSpec table;
  private final FileValues.Request request;
  private final RowTrial trial;
  private final Map<String, Set<String>> seen = new HashMap<>();
  private final Map<String, Reason> reasons = new HashMap<>();
  private TableStats sum = TableStats.NONE;
  private long rows;
  private long dead;
  private long kept;
  private long bytes;
  private int parts;
  private boolean isWhole = true;

  ValueScan(Kernel kernel, TableSpec table, FileValues.Request request) throws StatementFailed {
    this.kernel = kernel;
    this.table = table;
    this.request = request;
    this.trial = RowTrial.table(table);
    clear();
  }

  private void clear() throws StatementFailed {
    kernel.execute(
        "CREATE OR REPLACE TEMP TABLE %s AS %s".formatted(ROWS, LakeRelation.empty(schema())));
    kept = 0;
    bytes = 0;
  }

  private TableSchema schema() {
    return trial.schema();
  }

  /** Reads a file to its end, or as far as rows are looked at. */
  void read(InputFile file) throws StatementFailed {
    if (rows >= request.most()) {
      isWhole = false;
      return;
    }
    FileReader.Wanted wanted = new FileReader.Wanted(table.name(), table.source(), table.schema());
    try (FileReader reader = FileReaders.open(wanted, file, RecordPosition.START)) {
      Chunk chunk;
      do {
        chunk = reader.next();
        bury(chunk.dead());
        take(chunk.rows());
      } while (!chunk.isLast() && rows < request.most());
      isWhole &= chunk.isLast();
    }
  }

  private void take(@Nullable RecordBatch batch) throws StatementFailed {
    if (batch == null) {
      return;
    }
    int count = Math.toIntExact(Math.min(batch.rows(), request.most() - rows));
    isWhole &= count == batch.rows();
    rows += count;
    RowTrial.Judged judged = trial.judge(kernel, List.of(RecordBatches.slice(batch, 0, count)));
    for (RecordBatch letters : judged.dead()) {
      bury(letters);
    }
    if (!judged.good().isEmpty()) {
      kernel.execute(
          "INSERT INTO %s SELECT %s FROM __good".formatted(ROWS, LakeRelation.casts(schema())),
          Map.of("__good", judged.good()));
      kept += judged.good().stream().mapToLong(RecordBatch::rows).sum();
      bytes += judged.good().stream().mapToLong(RecordBatch::bytes).sum();
    }
    request.progress().accept(count);
    long most = Math.min(MOST_ROWS, PART_VALUES / Math.max(1, schema().columns().size()));
    if (kept >= most || bytes >= PART_BYTES) {
      describe();
    }
  }

  private void bury(@Nullable RecordBatch letters) throws StatementFailed {
    if (letters == null) {
      return;
    }
    dead += letters.rows();
    kernel
        .rows(
            """
            SELECT (r->>'code') || coalesce(' ' || (r->>'column'), ''), count(*), min(r->>'message')
            FROM (SELECT unnest(CAST(CAST(%s AS JSON) AS JSON[])) AS r FROM __dead) GROUP BY 1"""
                .formatted(LetterColumns.REASONS),
            Map.of("__dead", List.of(letters)),
            row -> {
              if (reasons.size() < MOST_REASONS || reasons.containsKey(row.getString(1))) {
                reasons.merge(
                    row.getString(1), new Reason(row.getLong(2), row.getString(3)), Reason::plus);
              }
              return 0;
            })
        .clear();
  }

  private void describe() throws StatementFailed {
    String counts =
        schema().columns().stream()
            .map(column -> "count(*) - count(" + SqlName.quote(column.name()) + ")")
            .collect(Collectors.joining(", "));
    List<DataFile.ColumnStats> columns =
        kernel
            .rows(
                "SELECT %s FROM %s".formatted(counts, ROWS),
                row -> {
                  List<DataFile.ColumnStats> all = new ArrayList<>();
                  for (Column each : schema().columns()) {
                    all.add(
                        new DataFile.ColumnStats(
                            each.name(), each.type(), 0, row.getLong(all.size() + 1), "", ""));
                  }
                  return all;
                })
            .get(0);
    String place = table.name() + "/" + parts++;
    DataFile part =
        new DataFile(
            table.name(), -1, place, new DataFile.Content(kept, bytes, place), columns, "");
    sum = sum.plus(FileScan.of(kernel, ROWS, part, request.personal(), seen));
    clear();
  }

  /** What was read. */
  TableStats stats() throws StatementFailed {
    if (kept > 0 || parts == 0) {
      describe();
    }
    return sum;
  }

  long dead() {
    return dead;
  }

  /** The most frequent first; what is said of one row may tell values of it. */
  List<String> reasons() {
    return reasons.entrySet().stream()
        .sorted(Comparator.comparingLong(each -> -each.getValue().rows()))
        .limit(SHOWN_REASONS)
        .map(
            each ->
                "%,d × %s%s"
                    .formatted(
                        each.getValue().rows(),
                        each.getKey(),
                        request.personal().isEmpty() ? ": " + each.getValue().example() : ""))
        .toList();
  }

  boolean isWhole() {
    return isWhole;
  }
}
