// SPDX-License-Identifier: Apache-2.0
package dev.sluice.model;

import dev.sluice.batch.DeadLetters;
import dev.sluice.batch.DeadLetters.Reason;
import dev.sluice.batch.RecordBatch;
import dev.sluice.error.ErrorCode;
import dev.sluice.lake.DataFile;
import dev.sluice.lake.LakeRun;
import dev.sluice.lake.ParquetFiles;
import dev.sluice.lake.ParquetFiles.Query;
import dev.sluice.lake.Relation;
import dev.sluice.schema.Column;
import dev.sluice.schema.TableSchema;
import dev.sluice.sql.Halving;
import dev.sluice.sql.Kernel;
import dev.sluice.sql.SqlName;
import dev.sluice.sql.StatementFailed;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Runs a row-level statement that failed on a whole file batch by batch, halving each batch that
 * fails until the guilty rows stand alone. They become dead letters; the rest go on.
 */
final class Rescue {
  private static final Set<String> PLAIN = Set.of("BOOLEAN", "INTEGER", "BIGINT", "VARCHAR");

  private final Kernel kernel;
  private final Derive.Plan plan;
  private final LakeRun run;

  Rescue(Kernel kernel, Derive.Plan plan, LakeRun run) {
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
    List<RecordBatch> rows = kernel.query(Relation.of(run.root(), List.of(input), schema));
    kernel.execute("DROP VIEW IF EXISTS " + SqlName.quote(input.table()));
    String name = plan.model().name();
    DeadLetters letters = new DeadLetters(name, "model");
    List<RecordBatch> good = new ArrayList<>();
    for (RecordBatch batch : rows) {
      Halving.Halved halved =
          Halving.run(kernel, Inputs.statement(plan, run), input.table(), batch, "");
      good.addAll(halved.succeeded());
      for (Halving.FailedRow failed : halved.failed()) {
        String message = failed.message().lines().findFirst().orElse("");
        Reason reason = new Reason(ErrorCode.SQL_FAILED, null, null, null, message);
        letters.add(0, List.of(reason), payload(schema, failed.batch()), "json");
      }
    }
    DataFile result =
        good.isEmpty()
            ? null
            : ParquetFiles.write(
                kernel,
                run,
                name,
                run.folder(name),
                new Query("SELECT * FROM rescued", Map.of("rescued", good), ""));
    return new Rescued(result, letters.rows() == 0 ? List.of() : List.of(letters.build("")));
  }

  /** Numbers that JSON readers would round are written as text. */
  private static String field(Column column) {
    String name = SqlName.quote(column.name());
    boolean isPlain = PLAIN.contains(column.type());
    String value = isPlain ? name : "CAST(%s AS VARCHAR)".formatted(name);
    return SqlName.literal(column.name()) + ", " + value;
  }

  private byte[] payload(TableSchema schema, RecordBatch row) throws StatementFailed {
    String fields = schema.columns().stream().map(Rescue::field).collect(Collectors.joining(", "));
    return kernel
        .rows(
            "SELECT json_object(%s)::VARCHAR FROM bad".formatted(fields),
            Map.of("bad", List.of(row)),
            found -> found.getString(1))
        .get(0)
        .getBytes(StandardCharsets.UTF_8);
  }
}
