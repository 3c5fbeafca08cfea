// SPDX-License-Identifier: Apache-2.0
package dev.sluice.model.increment;

import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.fact.Fact;
import dev.sluice.fact.meter.StepMeter;
import dev.sluice.kernel.KernelSettings;
import dev.sluice.kernel.Kernels;
import dev.sluice.kernel.StatementFailed;
import dev.sluice.table.DataFile;
import dev.sluice.table.file.Scope;
import dev.sluice.table.read.FileDamage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.KV;

/** Sees every input file of the run, and says what is looked through for changed keys. */
final class CompareFn extends DoFn<KV<Integer, Iterable<DataFile>>, FileTask> {
  private static final long serialVersionUID = 1L;

  private final ChangedKeys.Plan plan;
  private final Scope run;
  private final Kernels kernels;
  private final Sides sides;

  CompareFn(ChangedKeys.Plan plan, Scope run, KernelSettings kernel, Sides sides) {
    this.plan = plan;
    this.run = run;
    this.kernels = Kernels.of(kernel);
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
  public void compare(ProcessContext context, MultiOutputReceiver out) {
    List<DataFile> inputs = new ArrayList<>();
    for (DataFile file : context.element().getValue()) {
      if (!file.equals(DataFile.NONE)) {
        inputs.add(file);
      }
    }
    List<DataFile> now = new ArrayList<>(inputs);
    now.addAll(sides.lookups(context));
    ChangedKeys.Earlier earlier = plan.earlier();
    InputChanges changes = InputChanges.between(earlier.inputFiles(), now);
    List<DataFile> read = new ArrayList<>(changes.removed());
    read.addAll(earlier.own().files());
    Map<DataFile, String> damaged =
        FileDamage.found(run.root(), read, Instant.parse(earlier.since()));
    try (StepMeter.Turn unused = StepMeter.of("Derive " + plan.model().name()).begin();
        Kernels.Lent lent = kernels.lend("Changed keys of model " + plan.model().name())) {
      try (KeyTable keys = new KeyTable(lent.kernel(), plan, run)) {
        KeyTable.Found found =
            damaged.isEmpty()
                ? keys.find(changes, Closing.of(plan, inputs, sides.passed(context)))
                : KeyTable.Found.damaged(damaged);
        emit(keys, found, inputs, out);
      }
    } catch (StatementFailed e) {
      throw new PipelineException(
          ErrorCode.INTERNAL,
          "Cannot find the changed keys of model %s: %s"
              .formatted(plan.model().name(), plan.shown(e).getMessage()),
          plan.shown(e));
    }
  }

  private void emit(
      KeyTable keys, KeyTable.Found found, List<DataFile> inputs, MultiOutputReceiver out)
      throws StatementFailed {
    String name = plan.model().name();
    out.get(ChangedKeys.COMPUTED).output(new Fact.Computed(name, found.text()));
    if (found.isWhole()) {
      for (String table : plan.model().inputs()) {
        emit(FileTask.of(InputChanges.only(inputs, table), null), out);
      }
      return;
    }
    List<DataFile> own = plan.earlier().own().files();
    DataFile file = found.isNothing() ? null : keys.write();
    List<DataFile> touched =
        file == null ? List.of() : keys.mayHold(own, plan.model().carried(), plan.model().output());
    List<DataFile> others = new ArrayList<>(own);
    others.removeAll(touched);
    emit(FileTask.of(touched, file), out);
    emit(FileTask.of(others, null), out);
    if (file == null) {
      return;
    }
    for (String table : plan.model().inputs()) {
      List<DataFile> files = InputChanges.only(inputs, table);
      emit(FileTask.of(keys.mayHold(files, keys.per(), plan.schemas().get(table)), file), out);
    }
  }

  private static void emit(List<FileTask> tasks, MultiOutputReceiver out) {
    tasks.forEach(out.get(ChangedKeys.TASKS)::output);
  }
}
