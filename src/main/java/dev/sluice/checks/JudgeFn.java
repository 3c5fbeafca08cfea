// SPDX-License-Identifier: Apache-2.0
package dev.sluice.checks;

import dev.sluice.checks.Check.Task;
import dev.sluice.checks.Observed.Values;
import dev.sluice.checks.probe.Probe;
import dev.sluice.fact.Fact;
import dev.sluice.fact.meter.StepMeter;
import dev.sluice.kernel.KernelSettings;
import dev.sluice.kernel.Kernels;
import dev.sluice.kernel.StatementFailed;
import dev.sluice.table.Verdict;
import dev.sluice.table.Verdict.Row;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.KV;

/** Judges one check by all that was observed of it. */
final class JudgeFn extends DoFn<KV<Integer, Iterable<Observed>>, Fact> {
  private static final long serialVersionUID = 1L;

  private final CheckPlan plan;
  private final Kernels kernels;
  private final StepMeter meter = StepMeter.of("Check");

  JudgeFn(CheckPlan plan, KernelSettings kernel) {
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
  public void judge(@Element KV<Integer, Iterable<Observed>> all, OutputReceiver<Fact> out) {
    Task task = plan.tasks().get(all.getKey());
    Probe probe = plan.probes().get(all.getKey());
    List<Values> seen = new ArrayList<>();
    List<Row> against = new ArrayList<>();
    for (Observed part : all.getValue()) {
      seen.addAll(part.seen());
      against.addAll(part.against());
    }
    try (StepMeter.Turn unused = meter.begin();
        Kernels.Lent lent = kernels.lend(CheckPlan.subject(task))) {
      Verdict verdict =
          new Look(plan, task, probe).judge(lent.kernel(), new Observed(seen, against));
      out.output(new Fact.Judged(verdict));
    } catch (StatementFailed e) {
      throw plan.failure(task, e);
    }
  }
}
