// SPDX-License-Identifier: Apache-2.0
package dev.sluice.model;

import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.explain.sql.FailedSql;
import dev.sluice.fact.Fact;
import dev.sluice.fact.meter.StepMeter;
import dev.sluice.kernel.Kernel;
import dev.sluice.kernel.KernelSettings;
import dev.sluice.kernel.Kernels;
import dev.sluice.kernel.StatementFailed;
import dev.sluice.table.DataFile;
import dev.sluice.table.file.ParquetFiles;
import dev.sluice.table.file.Scope;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.PCollectionView;
import org.jspecify.annotations.Nullable;

/** Runs a row-level statement over one file. */
final class EachFileFn extends DoFn<DataFile, DataFile> {
  private static final long serialVersionUID = 1L;

  private final Derive.Plan plan;
  private final Scope run;
  private final Kernels kernels;
  private final StepMeter meter;
  private final @Nullable PCollectionView<List<DataFile>> lookups;

  EachFileFn(
      Derive.Plan plan,
      Scope run,
      KernelSettings kernel,
      @Nullable PCollectionView<List<DataFile>> lookups) {
    this.plan = plan;
    this.run = run;
    this.kernels = Kernels.of(kernel);
    this.meter = StepMeter.of("Derive " + plan.model().name());
    this.lookups = lookups;
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
    DataFile input = context.element();
    List<DataFile> files = new ArrayList<>();
    files.add(input);
    if (lookups != null) {
      files.addAll(context.sideInput(lookups));
    }
    try (StepMeter.Turn turn = meter.begin();
        Kernels.Lent lent = kernels.lend("Model " + plan.model().name())) {
      Kernel own = lent.kernel();
      InputViews.create(own, plan, run, files);
      RowRescue.Rescued derived = derive(own, input);
      DataFile result = derived.result();
      turn.did(
          (result == null ? 0 : result.rows()) + derived.deadRows(),
          result == null ? 0 : result.content().bytes());
      turn.found(derived.deadRows());
      emit(input, derived, out);
    } catch (StatementFailed e) {
      throw new PipelineException(
          ErrorCode.SQL_FAILED,
          FailedSql.message("Model " + plan.model().name(), plan.model().sql(), e, plan.shown(e)),
          plan.shown(e));
    }
  }

  private RowRescue.Rescued derive(Kernel own, DataFile input) throws StatementFailed {
    String name = plan.model().name();
    try {
      DataFile result =
          ParquetFiles.write(
              own,
              run,
              name,
              run.folder(name),
              ParquetFiles.Query.of(InputViews.statement(plan, run)));
      return new RowRescue.Rescued(result, List.of());
    } catch (StatementFailed e) {
      return new RowRescue(own, plan, run).rescue(input);
    }
  }

  private void emit(DataFile input, RowRescue.Rescued derived, MultiOutputReceiver out) {
    String name = plan.model().name();
    DataFile result = derived.result();
    long made = (result == null ? 0 : result.rows()) + derived.deadRows();
    long seen = Math.max(input.rows(), made);
    if (result != null) {
      out.get(Derive.RESULT).output(result);
    }
    derived.dead().forEach(out.get(Derive.DEAD)::output);
    out.get(Derive.FACTS).output(new Fact.Counted(name, Fact.Tally.SEEN, seen));
    out.get(Derive.FACTS).output(new Fact.Counted(name, Fact.Tally.FILTERED, seen - made));
  }
}
