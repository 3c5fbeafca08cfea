// SPDX-License-Identifier: Apache-2.0
package dev.sluice.land;

import dev.sluice.batch.RecordBatch;
import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.fact.Fact;
import dev.sluice.kernel.KernelSettings;
import dev.sluice.kernel.Kernels;
import dev.sluice.kernel.StatementFailed;
import dev.sluice.kernel.sql.SqlName;
import dev.sluice.schema.Column;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.beam.sdk.transforms.DoFn;

/** Finds the greatest cursor value of one batch, whose rows are of one source file. */
final class NoteCursorFn extends DoFn<RecordBatch, Fact> {
  private static final long serialVersionUID = 1L;

  private final String table;
  private final Column cursor;
  private final Kernels kernels;

  NoteCursorFn(String table, Column cursor, KernelSettings kernel) {
    this.table = table;
    this.cursor = cursor;
    this.kernels = Kernels.of(kernel);
  }

  @Setup
  public void setup() {
    kernels.open();
  }

  @Teardown
  public void teardown() {
    kernels.close();
  }

  @ProcessElement
  public void note(@Element RecordBatch batch, OutputReceiver<Fact> out) {
    String sql =
        "SELECT CAST(max(CAST(%s AS %s)) AS VARCHAR) FROM batch"
            .formatted(SqlName.quote(cursor.name()), cursor.type());
    try (Kernels.Lent lent = kernels.lend()) {
      lent.kernel()
          .rows(sql, Map.of("batch", List.of(batch)), row -> Optional.ofNullable(row.getString(1)))
          .get(0)
          .ifPresent(value -> out.output(new Fact.Reached(table, batch.origin(), value)));
    } catch (StatementFailed e) {
      throw new PipelineException(
          ErrorCode.INTERNAL, "Cannot read the cursor of %s: %s".formatted(table, e), e);
    }
  }
}
