// SPDX-License-Identifier: Apache-2.0
package dev.sluice.checks;

import dev.sluice.checks.Check.Task;
import dev.sluice.checks.probe.Probe;
import dev.sluice.checks.probe.Probe.Side;
import dev.sluice.fact.meter.StepMeter;
import dev.sluice.kernel.KernelSettings;
import dev.sluice.kernel.Kernels;
import dev.sluice.kernel.StatementFailed;
import dev.sluice.table.DataFile;
import dev.sluice.table.read.LakeRelation;
import java.util.List;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.KV;

/**
 * Says what one file shows of the checks that add up over files. What its footer knows is not read
 * again; of the rest only the columns that are named.
 */
final class FileCheckFn extends DoFn<DataFile, KV<Integer, Observed>> {
  private static final long serialVersionUID = 1L;

  private final CheckPlan plan;
  private final KeptRows kept;
  private final Kernels kernels;
  private final StepMeter meter = StepMeter.of("Check");

  FileCheckFn(CheckPlan plan, KeptRows kept, KernelSettings kernel) {
    this.plan = plan;
    this.kept = kept;
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
  public void look(@Element DataFile file, MultiOutputReceiver out) {
    for (int i = 0; i < plan.tasks().size(); i++) {
      Task task = plan.tasks().get(i);
      Probe probe = plan.probes().get(i);
      for (int side = 0; side < probe.sides().size() && !probe.isMet(); side++) {
        if (probe.sides().get(side).table().equals(file.table())) {
          try {
            Observed seen = look(task, probe, side, file, out.get(KeptRows.FILES));
            out.get(KeptRows.OBSERVED).output(KV.of(i, seen));
          } catch (StatementFailed e) {
            throw plan.failure(task, e);
          }
        }
      }
    }
  }

  private Observed look(
      Task task, Probe probe, int side, DataFile file, OutputReceiver<DataFile> out)
      throws StatementFailed {
    Observed known = FooterFacts.of(plan, task, file);
    if (known != null) {
      return known;
    }
    Side rows = probe.sides().get(side);
    String select = LakeRelation.of(plan.run().root(), List.of(file), plan.columns(task, rows));
    try (StepMeter.Turn unused = meter.begin();
        Kernels.Lent lent = kernels.lend(CheckPlan.subject(task))) {
      CheckPlan.view(lent.kernel(), task, rows, select);
      boolean isOwn = !rows.name().equals(Probe.OTHERS);
      Observed seen = new Look(plan, task, probe).at(lent.kernel(), probe.looks().get(side), isOwn);
      if (isOwn) {
        kept.write(lent.kernel(), task, probe, seen).ifPresent(out::output);
      }
      return seen;
    }
  }
}
