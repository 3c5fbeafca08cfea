// SPDX-License-Identifier: Apache-2.0
package dev.sluice.checks;

import dev.sluice.checks.Check.Task;
import dev.sluice.checks.probe.Probe;
import dev.sluice.checks.probe.Probe.Against;
import dev.sluice.kernel.Kernel;
import dev.sluice.kernel.StatementFailed;
import dev.sluice.kernel.sql.RowJson;
import dev.sluice.kernel.sql.SqlName;
import dev.sluice.schema.Column;
import dev.sluice.spec.rule.CheckSpec;
import dev.sluice.table.DataFile;
import dev.sluice.table.LakeTables;
import dev.sluice.table.file.ParquetFiles;
import dev.sluice.table.file.PiiTokens;
import java.io.Serializable;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.beam.sdk.values.TupleTagList;

/**
 * Writes every row that is against a check, where the check keeps them: each look its own, as one
 * file of {@code check_rows}, by one statement. Personal values are tokens.
 *
 * <p>A bundle that runs twice leaves extra files that no manifest names.
 */
record KeptRows(CheckPlan plan, String runId) implements Serializable {
  /** What looks observed. */
  static final TupleTag<KV<Integer, Observed>> OBSERVED = new TupleTag<>() {};

  /** The files of the rows. */
  static final TupleTag<DataFile> FILES = new TupleTag<>() {};

  private static final String TOKEN = "__kept_token";

  /** Runs a step that observes, and writes rows beside it. */
  static <T> ParDo.MultiOutput<T, KV<Integer, Observed>> beside(
      DoFn<T, KV<Integer, Observed>> look) {
    return ParDo.of(look).withOutputTags(OBSERVED, TupleTagList.of(FILES));
  }

  /** The file of the rows that a kernel sees; empty where none are, or none are to be kept. */
  Optional<DataFile> write(Kernel kernel, Task task, Probe probe, Observed seen)
      throws StatementFailed {
    Against against = probe.against();
    if (!task.check().terms().keepsRows()
        || against == null
        || against.rows() == null
        || !Look.mayShow(probe, seen.seen())) {
      return Optional.empty();
    }
    List<Column> columns = columns(task);
    if (columns.stream().anyMatch(Column::pii)) {
      PiiTokens tokens = PiiTokens.in(plan.run().root());
      kernel.define(TOKEN, (text, unused) -> Objects.requireNonNull(tokens.of(text)));
    }
    String sql =
        "SELECT %s AS run_id, TIMESTAMPTZ %s AS created_at, %s AS table_name, %s AS check_name, %s AS row_json FROM (%s)"
            .formatted(
                SqlName.literal(runId),
                SqlName.literal(plan.run().createdAt()),
                SqlName.literal(task.table()),
                SqlName.literal(task.check().name()),
                RowJson.write(columns.stream().map(KeptRows::value).toList()),
                against.rows());
    String table = LakeTables.CHECK_ROWS;
    String folder = plan.run().folder(table);
    return Optional.ofNullable(
        ParquetFiles.write(kernel, plan.run(), table, folder, ParquetFiles.Query.of(sql)));
  }

  /** Of its table all, of a statement those that it gives. */
  private List<Column> columns(Task task) {
    return task.check().kind() instanceof CheckSpec.Sql sql
        ? sql.output().columns()
        : Objects.requireNonNull(plan.schemas().get(task.table())).columns();
  }

  private static RowJson.Value value(Column column) {
    String name = SqlName.quote(column.name());
    return column.pii()
        ? new RowJson.Value(
            column.name(), "VARCHAR", "%s(CAST(%s AS VARCHAR), 0)".formatted(TOKEN, name))
        : new RowJson.Value(column.name(), column.type(), name);
  }
}
