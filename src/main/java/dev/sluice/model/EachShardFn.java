// SPDX-License-Identifier: Apache-2.0
package dev.sluice.model;

import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.exchange.Part;
import dev.sluice.exchange.Shard;
import dev.sluice.exchange.ShardRows;
import dev.sluice.explain.sql.FailedSql;
import dev.sluice.fact.Fact;
import dev.sluice.fact.meter.StepMeter;
import dev.sluice.kernel.Kernel;
import dev.sluice.kernel.KernelSettings;
import dev.sluice.kernel.Kernels;
import dev.sluice.kernel.StatementFailed;
import dev.sluice.model.increment.Sides;
import dev.sluice.table.DataFile;
import dev.sluice.table.file.ParquetFiles;
import dev.sluice.table.file.Scope;
import java.util.List;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.KV;

/** Runs a keyed statement over one shard. */
final class EachShardFn extends DoFn<KV<Shard, Iterable<Part>>, DataFile> {
  private static final long serialVersionUID = 1L;

  private final Derive.Plan plan;
  private final Scope run;
  private final KernelSettings settings;
  private final Kernels kernels;
  private final StepMeter meter;
  private final Sides sides;

  EachShardFn(Derive.Plan plan, Scope run, KernelSettings kernel, Sides sides) {
    this.plan = plan;
    this.run = run;
    this.settings = kernel;
    this.kernels = Kernels.of(kernel);
    this.meter = StepMeter.of("Derive " + plan.model().name());
    this.sides = sides;
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
  public void derive(ProcessContext context, MultiOutputReceiver out) {
    List<DataFile> files = sides.lookups(context);
    long passed = sides.passed(context);
    String name = plan.model().name();
    try (StepMeter.Turn turn = meter.begin();
        Kernels.Lent lent = kernels.lend("Model " + name);
        ShardRows rows = open(lent.kernel(), context.element())) {
      Kernel own = lent.kernel();
      InputViews.create(own, plan, run, files);
      for (String input : plan.model().inputs()) {
        InputViews.create(own, input, plan.seen(input, rows.select(run.root(), input), passed));
      }
      DataFile result =
          ParquetFiles.write(
              own,
              run,
              name,
              run.folder(name),
              ParquetFiles.Query.of(InputViews.statement(plan, run)));
      if (result != null) {
        turn.did(result.rows(), result.content().bytes());
        out.get(Derive.RESULT).output(result);
        out.get(Derive.FACTS).output(new Fact.Counted(name, Fact.Tally.SEEN, result.rows()));
      }
    } catch (StatementFailed e) {
      throw new PipelineException(
          ErrorCode.SQL_FAILED,
          FailedSql.message("Model " + name, plan.model().sql(), e, plan.shown(e)),
          plan.shown(e));
    }
  }

  private ShardRows open(Kernel own, KV<Shard, Iterable<Part>> shard) throws StatementFailed {
    return ShardRows.open(own, settings, plan.relations(), shard.getKey(), shard.getValue());
  }
}
