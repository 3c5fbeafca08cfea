// SPDX-License-Identifier: Apache-2.0
package dev.sluice.cli.output;

import dev.sluice.fact.meter.StepMeter;
import dev.sluice.run.PipelineRun;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/** Says of which run and which step a line of a log is, where the thread that logs it knows. */
final class LogPlace {
  private LogPlace() {}

  /** Such as {@code [run 1f2e3d4c5b6a, Read orders] }; empty outside of runs. */
  static String here() {
    return of(MDC.get(PipelineRun.LOGGED), MDC.get(StepMeter.LOGGED));
  }

  static String of(@Nullable String run, @Nullable String step) {
    if (run == null && step == null) {
      return "";
    }
    String both = run != null && step != null ? ", " : "";
    return "[" + (run == null ? "" : "run " + run) + both + (step == null ? "" : step) + "] ";
  }
}
