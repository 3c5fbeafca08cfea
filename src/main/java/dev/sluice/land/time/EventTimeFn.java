// SPDX-License-Identifier: Apache-2.0
package dev.sluice.land.time;

import dev.sluice.batch.RecordBatch;
import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.kernel.KernelSettings;
import dev.sluice.kernel.Kernels;
import dev.sluice.kernel.StatementFailed;
import dev.sluice.kernel.sql.SqlName;
import dev.sluice.table.time.Watermark;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.KV;

/** Finds the greatest event time of one batch, in microseconds, whose rows are of one partition. */
final class EventTimeFn extends DoFn<RecordBatch, KV<String, Long>> {
  private static final long serialVersionUID = 1L;

  private final PassTime.Plan plan;
  private final Kernels kernels;

  EventTimeFn(PassTime.Plan plan, KernelSettings kernel) {
    this.plan = plan;
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
  public void find(@Element RecordBatch batch, OutputReceiver<KV<String, Long>> out) {
    long clock = Watermark.micros(Instant.parse(plan.clock()));
    String sql =
        "SELECT max(__us) FROM (SELECT epoch_us(%s) AS __us FROM batch) WHERE __us <= %d"
            .formatted(SqlName.quote(plan.time().column()), clock);
    try (Kernels.Lent lent = kernels.lend()) {
      lent.kernel()
          .rows(
              sql,
              Map.of("batch", List.of(batch)),
              row -> {
                long greatest = row.getLong(1);
                return row.wasNull() ? Optional.<Long>empty() : Optional.of(greatest);
              })
          .get(0)
          .ifPresent(
              greatest -> out.output(KV.of(plan.isParted() ? batch.origin() : "", greatest)));
    } catch (StatementFailed e) {
      throw new PipelineException(
          ErrorCode.INTERNAL,
          "Cannot read the event times of %s: %s".formatted(plan.table(), e),
          e);
    }
  }
}
