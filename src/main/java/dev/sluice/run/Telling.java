// SPDX-License-Identifier: Apache-2.0
package dev.sluice.run;

import dev.sluice.error.PipelineException;
import dev.sluice.lineage.LineageLog;
import dev.sluice.metrics.Figures;
import dev.sluice.promote.notify.Notices;
import dev.sluice.run.settle.UnfinishedStep;
import dev.sluice.run.settle.UnfinishedStep.Step;
import dev.sluice.spec.PipelineSpec;
import dev.sluice.spec.policy.NotifySpec;
import dev.sluice.spec.telling.LineageSpec;
import dev.sluice.spec.telling.MetricsSpec;
import dev.sluice.table.log.Manifest.Stamp;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntSupplier;

/** Tells others of runs, as the spec asks: by messages, and as lineage. */
final class Telling {
  private Telling() {}

  /** A run begins; nobody waits for who does not listen. */
  static void started(PipelineSpec spec, Stamp run) {
    LineageSpec lineage = spec.lineage();
    if (lineage != null) {
      new LineageLog(spec, lineage).started(run);
    }
  }

  /**
   * Runs ended; whatever was not told yet is.
   *
   * @return what could not be told; the next run tells it
   */
  static List<UnfinishedStep> ended(PipelineSpec spec) {
    List<UnfinishedStep> left = new ArrayList<>();
    NotifySpec notify = spec.publish().notice();
    if (notify != null) {
      tell(Step.NOTICE, () -> new Notices(spec.lake(), notify).deliver(), left);
    }
    LineageSpec lineage = spec.lineage();
    if (lineage != null) {
      tell(Step.LINEAGE, () -> new LineageLog(spec, lineage).deliver(), left);
    }
    MetricsSpec metrics = spec.metrics();
    if (metrics != null) {
      tell(Step.METRICS, () -> Figures.tell(spec.lake(), metrics), left);
    }
    return List.copyOf(left);
  }

  private static void tell(Step step, IntSupplier delivery, List<UnfinishedStep> left) {
    try {
      int unused = delivery.getAsInt();
    } catch (PipelineException e) {
      left.add(new UnfinishedStep(step, e));
    }
  }

  /** A run failed; what cannot be told does not hide why. */
  static void failed(PipelineSpec spec, PipelineException trouble) {
    ended(spec).forEach(left -> trouble.addSuppressed(left.trouble()));
  }
}
