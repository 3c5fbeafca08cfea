// SPDX-License-Identifier: Apache-2.0
package dev.sluice.validate;

import dev.sluice.batch.RecordBatch;
import dev.sluice.batch.arrow.RecordBatches;
import dev.sluice.batch.arrow.VectorValues;
import dev.sluice.fact.meter.StepMeter;
import dev.sluice.kernel.KernelSettings;
import dev.sluice.kernel.Kernels;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.jspecify.annotations.Nullable;

/** Routes good rows, dead letters and warnings; letters of a bundle are written together. */
final class ValidateRowsFn extends DoFn<RecordBatch, RecordBatch> {
  private static final long serialVersionUID = 1L;

  /** Bad rows that wait for their letters at most, by schema and origin. */
  private static final int MAX_WAITING = 4096;

  private final RowContract subject;
  private final Kernels kernels;
  private final boolean givesRaw;
  private final Counter dead;
  private final StepMeter meter;
  private final Validate.@Nullable Lateness late;
  private transient RowValidator judge;
  private transient RowValidator lateJudge;
  private transient Map<String, List<RecordBatch>> waiting = new LinkedHashMap<>();

  ValidateRowsFn(
      RowContract subject,
      KernelSettings settings,
      boolean givesRaw,
      Validate.@Nullable Lateness late) {
    this.subject = subject;
    this.late = late;
    this.kernels = Kernels.of(settings);
    this.givesRaw = givesRaw;
    this.judge = new RowValidator(subject);
    this.lateJudge = lateJudge();
    this.dead = Metrics.counter("sluice", subject.table() + ".dead");
    this.meter = StepMeter.of("Validate " + subject.table());
  }

  @Setup
  public void setup() {
    judge = new RowValidator(subject);
    lateJudge = lateJudge();
    kernels.open();
  }

  private RowValidator lateJudge() {
    return late == null ? judge : new RowValidator(subject.with(late.rule()));
  }

  private RowValidator judge(String origin) {
    return late != null && late.isAsked(origin) ? lateJudge : judge;
  }

  @Teardown
  public void teardown() {
    kernels.close();
  }

  @StartBundle
  public void start() {
    waiting = new LinkedHashMap<>();
  }

  @ProcessElement
  public void each(@Element RecordBatch batch, MultiOutputReceiver out) {
    RowValidator.Parted parted = part(batch, out);
    parted.good().forEach(out.get(Validate.GOOD)::output);
    parted.warned().forEach(out.get(Validate.FACTS)::output);
    RecordBatch bad = parted.bad();
    if (givesRaw) {
      goodOf(batch, bad).ifPresent(out.get(Validate.RAW)::output);
    }
    if (bad != null) {
      dead.inc(bad.rows());
      String group = bad.origin() + '\u0000' + bad.schemaKey();
      List<RecordBatch> same = waiting.computeIfAbsent(group, g -> new ArrayList<>());
      same.add(bad);
      if (same.stream().mapToInt(RecordBatch::rows).sum() >= MAX_WAITING) {
        waiting.remove(group);
        letters(same).forEach(out.get(Validate.DEAD)::output);
      }
    }
  }

  private RowValidator.Parted part(RecordBatch batch, MultiOutputReceiver out) {
    try (StepMeter.Turn turn = meter.begin();
        Kernels.Lent lent = kernels.lend(subject.title())) {
      RowValidator own = judge(batch.origin());
      RowValidator.Parted parted = own.part(lent.kernel(), batch);
      own.differences(lent.kernel(), batch, parted).forEach(out.get(Validate.FACTS)::output);
      turn.did(batch.rows(), batch.ipc().length);
      turn.found(parted.bad() == null ? 0 : parted.bad().rows());
      return parted;
    }
  }

  private List<RecordBatch> letters(List<RecordBatch> bad) {
    try (Kernels.Lent lent = kernels.lend(subject.title())) {
      return judge(bad.get(0).origin()).letters(lent.kernel(), bad);
    }
  }

  private static Optional<RecordBatch> goodOf(RecordBatch batch, @Nullable RecordBatch bad) {
    if (bad == null) {
      return Optional.of(batch.withRecords(null));
    }
    return bad.rows() == batch.rows()
        ? Optional.empty()
        : Optional.of(RecordBatches.pick(batch.withRecords(null), VectorValues.others(batch, bad)));
  }

  @FinishBundle
  public void finish(FinishBundleContext context) {
    for (List<RecordBatch> same : waiting.values()) {
      for (RecordBatch letters : letters(same)) {
        context.output(
            Validate.DEAD, letters, GlobalWindow.INSTANCE.maxTimestamp(), GlobalWindow.INSTANCE);
      }
    }
    waiting = new LinkedHashMap<>();
  }
}
