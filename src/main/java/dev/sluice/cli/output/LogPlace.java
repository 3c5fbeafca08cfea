// SPDX-License-Identifier: Apache-2.0
package dev.sluice.cli.output;

import dev.sluice.fact.meter.StepMeter;
import dev.sluice.run.PipelineRun;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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
    String place =
        Stream.of(run == null ? null : "run " + run, step)
            .filter(Objects::nonNull)
            .collect(Collectors.joining(", "));
    return place.isEmpty() ? "" : "[" + place + "] ";
  }
}
