// SPDX-License-Identifier: Apache-2.0
package dev.sluice.checks;

import dev.sluice.checks.Check.Task;
import dev.sluice.checks.probe.Probe;
import dev.sluice.checks.probe.Probe.Side;
import dev.sluice.exchange.Part;
import dev.sluice.exchange.Shard;
import dev.sluice.exchange.ShardRows;
import dev.sluice.fact.meter.StepMeter;
import dev.sluice.kernel.KernelSettings;
import dev.sluice.kernel.Kernels;
import dev.sluice.kernel.StatementFailed;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.KV;

/** Says what one shard shows of a check whose rows must meet. */
final class ShardCheckFn extends DoFn<KV<Shard, Iterable<Part>>, KV<Integer, Observed>> {
  private static final long serialVersionUID = 1L;

  private final CheckPlan plan;
  private final KeptRows kept;
  private final KernelSettings settings;
  private final Kernels kernels;
  private final StepMeter meter = StepMeter.of("Check");

  ShardCheckFn(CheckPlan plan, KeptRows kept, KernelSettings kernel) {
    this.plan = plan;
    this.kept = kept;
    this.settings = kernel;
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
  public void look(@Element KV<Shard, Iterable<Part>> shard, MultiOutputReceiver out) {
    int number = shard.getKey().group();
    Task task = plan.tasks().get(number);
    Probe probe = plan.probes().get(number);
    try (StepMeter.Turn unused = meter.begin();
        Kernels.Lent lent = kernels.lend(CheckPlan.subject(task));
        ShardRows rows =
            ShardRows.open(
                lent.kernel(), settings, plan.relations(), shard.getKey(), shard.getValue())) {
      for (Side side : probe.sides()) {
        String select = rows.select(plan.run().root(), side.name());
        CheckPlan.view(lent.kernel(), task, side, select);
      }
      Observed seen = new Look(plan, task, probe).at(lent.kernel(), probe.looks().get(0), true);
      kept.write(lent.kernel(), task, probe, seen).ifPresent(out.get(KeptRows.FILES)::output);
      out.get(KeptRows.OBSERVED).output(KV.of(number, seen));
    } catch (StatementFailed e) {
      throw plan.failure(task, e);
    }
  }
}
