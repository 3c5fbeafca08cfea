// SPDX-License-Identifier: Apache-2.0
package dev.sluice.letters.count;

import dev.sluice.batch.RecordBatch;
import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.fact.Fact;
import dev.sluice.fact.Fact.Counted;
import dev.sluice.fact.Fact.Tally;
import dev.sluice.kernel.KernelSettings;
import dev.sluice.kernel.Kernels;
import dev.sluice.kernel.StatementFailed;
import dev.sluice.letters.record.DeadLetters;
import dev.sluice.table.LetterColumns;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;

/** Counts the letters of a bundle, so many batches at a time. */
final class CountLettersFn extends DoFn<RecordBatch, Fact> {
  private static final long serialVersionUID = 1L;

  private static final int BATCHES = 64;

  private final Kernels kernels;
  private transient List<RecordBatch> waiting = new ArrayList<>();

  CountLettersFn(KernelSettings kernel) {
    this.kernels = Kernels.of(kernel);
  }

  private record Count(String table, String stage, long rows) {}

  @Setup
  public void setup() {
    kernels.open();
  }

  @Teardown
  public void teardown() {
    kernels.close();
  }

  @StartBundle
  public void start() {
    waiting = new ArrayList<>();
  }

  @ProcessElement
  public void count(@Element RecordBatch batch, OutputReceiver<Fact> out) {
    waiting.add(batch.withRecords(null));
    if (waiting.size() == BATCHES) {
      count().forEach(out::output);
    }
  }

  @FinishBundle
  public void finish(FinishBundleContext context) {
    if (!waiting.isEmpty()) {
      for (Fact fact : count()) {
        context.output(fact, GlobalWindow.INSTANCE.maxTimestamp(), GlobalWindow.INSTANCE);
      }
    }
  }

  private List<Fact> count() {
    String sql =
        "SELECT %1$s, %2$s, count(*) FROM __letters GROUP BY ALL"
            .formatted(LetterColumns.TABLE, LetterColumns.STAGE);
    try (Kernels.Lent lent = kernels.lend()) {
      List<Count> counts =
          lent.kernel()
              .rows(
                  sql,
                  Map.of("__letters", waiting),
                  row -> new Count(row.getString(1), row.getString(2), row.getLong(3)));
      List<Fact> facts = new ArrayList<>();
      for (Count count : counts) {
        facts.add(new Counted(count.table(), Tally.DEAD, count.rows()));
        if (count.stage().equals(DeadLetters.READ)) {
          Metrics.counter("sluice", count.table() + ".dead").inc(count.rows());
          facts.add(new Counted(count.table(), Tally.MALFORMED, count.rows()));
        }
      }
      waiting = new ArrayList<>();
      return facts;
    } catch (StatementFailed e) {
      throw new PipelineException(ErrorCode.INTERNAL, "Cannot count dead letters", e);
    }
  }
}
