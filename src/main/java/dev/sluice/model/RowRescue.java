// SPDX-License-Identifier: Apache-2.0
package dev.sluice.model;

import dev.sluice.batch.RecordBatch;
import dev.sluice.error.ErrorCode;
import dev.sluice.explain.sql.FailedSql;
import dev.sluice.kernel.Halving;
import dev.sluice.kernel.Kernel;
import dev.sluice.kernel.StatementFailed;
import dev.sluice.kernel.sql.RowJson;
import dev.sluice.kernel.sql.SqlName;
import dev.sluice.letters.record.DeadLetters;
import dev.sluice.letters.record.DeadLetters.Reason;
import dev.sluice.letters.record.Payload;
import dev.sluice.schema.TableSchema;
import dev.sluice.table.DataFile;
import dev.sluice.table.file.AuditColumns;
import dev.sluice.table.file.ParquetFiles;
import dev.sluice.table.file.ParquetFiles.Query;
import dev.sluice.table.file.Scope;
import dev.sluice.table.read.LakeRelation;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Runs a row-level statement that failed on a whole file batch by batch, halving each batch that
 * fails until the guilty rows stand alone. They become dead letters; the rest go on.
 */
final class RowRescue {
  private static final String ROWS = "__rows";

  private final Kernel kernel;
  private final Derive.Plan plan;
  private final Scope run;

  RowRescue(Kernel kernel, Derive.Plan plan, Scope run) {
    this.kernel = kernel;
    this.plan = plan;
    this.run = run;
  }

  /**
   * What became of a file's rows.
   *
   * @param result null when no row gave a result
   * @param dead batches of dead letters
   */
  record Rescued(@Nullable DataFile result, List<RecordBatch> dead) {
    long deadRows() {
      return dead.stream().mapToLong(RecordBatch::rows).sum();
    }
  }

  /** Rescues what it can; the views of the lookups are there already. */
  Rescued rescue(DataFile input) throws StatementFailed {
    TableSchema schema = Objects.requireNonNull(plan.schemas().get(input.table()));
    List<RecordBatch> rows = kernel.query(LakeRelation.of(run.root(), List.of(input), schema));
    show(rows, input.table(), schema);
    String name = plan.model().name();
    DeadLetters letters = new DeadLetters(name, "model", "");
    List<RecordBatch> good = new ArrayList<>();
    for (RecordBatch batch : rows) {
      Halving.Halved halved = Halving.run(kernel, InputViews.statement(plan, run), ROWS, batch, "");
      good.addAll(halved.succeeded());
      for (Halving.FailedRow failed : halved.failed()) {
        StatementFailed failure = plan.shown(new StatementFailed(failed.message(), null));
        String message =
            FailedSql.message(
                "Model " + name,
                plan.model().sql(),
                new StatementFailed(failed.message(), null),
                failure);
        Reason reason = new Reason(ErrorCode.SQL_FAILED, null, null, null, message);
        letters.add(0, List.of(reason), payload(schema, failed.batch()));
      }
    }
    TableSchema stored = AuditColumns.stored(plan.model().output());
    DataFile result =
        good.isEmpty()
            ? null
            : ParquetFiles.write(
                kernel,
                run,
                name,
                run.folder(name),
                new Query(
                    "SELECT %s FROM __rescued".formatted(LakeRelation.casts(stored)),
                    Map.of("__rescued", good),
                    ""));
    return new Rescued(result, letters.rows() == 0 ? List.of() : List.of(letters.build()));
  }

  /** Shows a batch under the input's name, in the types that the statement knows. */
  private void show(List<RecordBatch> rows, String input, TableSchema schema)
      throws StatementFailed {
    if (!rows.isEmpty()) {
      kernel.execute(
          "CREATE OR REPLACE TEMP VIEW %s AS SELECT %s FROM %s"
              .formatted(SqlName.quote(input), LakeRelation.casts(schema), ROWS),
          Map.of(ROWS, rows.subList(0, 1)));
    }
  }

  private Payload payload(TableSchema schema, RecordBatch row) throws StatementFailed {
    List<RowJson.Value> values =
        schema.columns().stream()
            .map(c -> new RowJson.Value(c.name(), c.type(), SqlName.quote(c.name())))
            .toList();
    String json =
        kernel
            .rows(
                "SELECT %s FROM __bad".formatted(RowJson.write(values)),
                Map.of("__bad", List.of(row)),
                found -> found.getString(1))
            .get(0);
    return Payload.of(json.getBytes(StandardCharsets.UTF_8), DeadLetters.ROW, RowJson.type(values));
  }
}
