// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lake;

import dev.sluice.batch.DeadLetters;
import dev.sluice.batch.RecordBatch;
import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.lake.Fact.Counted;
import dev.sluice.lake.Fact.Tally;
import dev.sluice.sql.KernelSettings;
import dev.sluice.sql.Kernels;
import dev.sluice.sql.StatementFailed;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.transforms.DoFn;

/** Counts the letters of one batch. */
final class CountLettersFn extends DoFn<RecordBatch, Fact> {
  private static final long serialVersionUID = 1L;

  private final KernelSettings kernel;

  CountLettersFn(KernelSettings kernel) {
    this.kernel = kernel;
  }

  private record Count(String table, String stage, long rows) {}

  @ProcessElement
  public void count(@Element RecordBatch batch, OutputReceiver<Fact> out) {
    String sql =
        "SELECT %1$s, %2$s, count(*) FROM letters GROUP BY ALL"
            .formatted(DeadLetters.TABLE, DeadLetters.STAGE);
    try {
      List<Count> counts =
          Kernels.ofThread(kernel)
              .rows(
                  sql,
                  Map.of("letters", List.of(batch)),
                  row -> new Count(row.getString(1), row.getString(2), row.getLong(3)));
      for (Count count : counts) {
        out.output(new Counted(count.table(), Tally.DEAD, count.rows()));
        if (count.stage().equals(DeadLetters.READ)) {
          Metrics.counter("sluice", count.table() + ".dead").inc(count.rows());
          out.output(new Counted(count.table(), Tally.MALFORMED, count.rows()));
        }
      }
    } catch (StatementFailed e) {
      throw new PipelineException(ErrorCode.INTERNAL, "Cannot count dead letters", e);
    }
  }
}
