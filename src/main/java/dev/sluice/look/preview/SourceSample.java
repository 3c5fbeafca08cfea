// SPDX-License-Identifier: Apache-2.0
package dev.sluice.look.preview;

import dev.sluice.batch.RecordBatch;
import dev.sluice.batch.arrow.RecordBatches;
import dev.sluice.batch.arrow.TextBatchBuilder;
import dev.sluice.error.Plural;
import dev.sluice.intake.InputFile;
import dev.sluice.kernel.Kernel;
import dev.sluice.kernel.StatementFailed;
import dev.sluice.kernel.sql.SqlName;
import dev.sluice.schema.TableSchema;
import dev.sluice.source.files.format.Chunk;
import dev.sluice.source.files.format.FileReader;
import dev.sluice.source.files.open.FileReaders;
import dev.sluice.source.files.position.RecordPosition;
import dev.sluice.source.found.TableFiles;
import dev.sluice.spec.PipelineSpec;
import dev.sluice.spec.table.LoadSpec;
import dev.sluice.spec.table.LoadSpec.Disposition;
import dev.sluice.spec.table.TableSpec;
import dev.sluice.table.file.PiiTokens;
import dev.sluice.table.key.DeletedRows;
import dev.sluice.table.read.LakeRelation;
import dev.sluice.validate.Judge;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the first rows of a table's source, and shows a kernel what a run would make of them: they
 * are read, judged and merged as ever, but for rows that are there from earlier runs.
 */
final class SourceSample {
  private final Kernel kernel;
  private final TableSpec table;
  private final long most;
  private final DeadRows dead = new DeadRows();
  private final Judge judge;
  private long rows;
  private boolean isWhole = true;

  private SourceSample(Kernel kernel, PipelineSpec spec, TableSpec table, long most) {
    this.kernel = kernel;
    this.table = table;
    this.most = most;
    this.judge = Judge.of(table, PiiTokens.kept(spec.lake()));
  }

  /** Reads them, and creates a view of the table's name. */
  static SampledInput read(Kernel kernel, PipelineSpec spec, TableSpec table, long most)
      throws StatementFailed {
    List<InputFile> files = TableFiles.find(spec, table).files();
    SourceSample sample = new SourceSample(kernel, spec, table, most);
    sample.create();
    int file = 0;
    while (file < files.size() && sample.rows < most) {
      sample.read(files.get(file), file);
      file++;
    }
    sample.isWhole &= file == files.size();
    sample.show();
    return sample.sampled(files.size());
  }

  private void create() throws StatementFailed {
    kernel.execute(
        "CREATE TEMP TABLE %s AS SELECT 0::INTEGER AS __file, 0::BIGINT AS __row, * FROM (%s)"
            .formatted(rowsTable(), LakeRelation.empty(schema())));
  }

  private TableSchema schema() {
    return table.schema();
  }

  private String rowsTable() {
    return SqlName.quote("__rows_" + table.name());
  }

  private void read(InputFile file, int ordinal) throws StatementFailed {
    FileReader.Wanted wanted = new FileReader.Wanted(table.name(), table.source(), schema());
    try (FileReader reader = FileReaders.open(wanted, file, RecordPosition.START)) {
      Chunk chunk;
      do {
        chunk = reader.next();
        take(chunk.rows(), ordinal);
        count(chunk.dead());
      } while (!chunk.isLast() && rows < most);
      isWhole &= chunk.isLast();
    }
  }

  private void count(@Nullable RecordBatch letters) {
    if (letters != null) {
      rows += letters.rows();
      dead.add(List.of(letters));
    }
  }

  private void take(@Nullable RecordBatch batch, int ordinal) throws StatementFailed {
    if (batch == null) {
      return;
    }
    int count = Math.toIntExact(Math.min(batch.rows(), most - rows));
    isWhole &= count == batch.rows();
    rows += count;
    Judge.Judged judged = judge.rows(kernel, RecordBatches.slice(batch, 0, count));
    dead.add(judged.dead());
    if (!judged.good().isEmpty()) {
      kernel.execute(
          "INSERT INTO %s SELECT %d, %s, %s FROM __good"
              .formatted(
                  rowsTable(), ordinal, TextBatchBuilder.TYPED_ROW, LakeRelation.casts(schema())),
          Map.of("__good", judged.good()));
    }
  }

  /** Of rows that share a key the one that a merge would keep, unless it deletes the key. */
  private void show() throws StatementFailed {
    LoadSpec load = table.load();
    String columns = SqlName.list(schema().names());
    String select = "SELECT %s FROM %s".formatted(columns, rowsTable());
    if (!load.key().isEmpty() && load.disposition() != Disposition.APPEND) {
      String latest =
          load.latestBy() == null ? "" : SqlName.quote(load.latestBy()) + " DESC NULLS LAST, ";
      select +=
          " QUALIFY row_number() OVER (PARTITION BY %s ORDER BY %s__file DESC, __row DESC) = 1"
              .formatted(SqlName.list(load.key()), latest);
      select =
          "SELECT %s FROM (%s) AS %s WHERE NOT %s"
              .formatted(columns, select, SqlName.quote(table.name()), DeletedRows.holds(load));
    }
    kernel.execute("CREATE TEMP VIEW %s AS %s".formatted(SqlName.quote(table.name()), select));
  }

  private SampledInput sampled(int files) throws StatementFailed {
    String from = count(files, "file") + " of its source";
    String words = isWhole ? "all %s, from %s" : "the first %s, from %s";
    return new SampledInput(
        table.name(),
        SampledInput.SOURCE,
        words.formatted(count(rows, "row"), from),
        isWhole,
        dead.count(),
        dead.reasons(kernel));
  }

  static String count(long count, String noun) {
    return "%,d %s".formatted(count, Plural.noun(count, noun));
  }
}
