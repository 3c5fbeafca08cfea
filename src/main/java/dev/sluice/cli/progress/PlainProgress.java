// SPDX-License-Identifier: Apache-2.0
package dev.sluice.cli.progress;

import dev.sluice.report.text.SafeText;
import dev.sluice.run.PipelineRun.Progress;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Progress for logs: one line per table that moved, every two seconds and when a table starts. */
final class PlainProgress implements ProgressText {
  private static final Duration PERIOD = Duration.ofSeconds(2);

  private final Map<String, Progress> said = new HashMap<>();
  private Duration saidAt = Duration.ZERO;

  @Override
  public String next(List<Progress> progress, Duration elapsed, boolean isLast) {
    boolean isDue = isLast || elapsed.minus(saidAt).compareTo(PERIOD) >= 0;
    StringBuilder out = new StringBuilder();
    for (Progress each : progress) {
      boolean hasStarted = !said.containsKey(each.table()) && each.rows() + each.dead() > 0;
      boolean hasMoved = each.rows() + each.dead() > 0 && !each.equals(said.get(each.table()));
      if (hasStarted || (isDue && hasMoved)) {
        out.append(line(each, elapsed));
        said.put(each.table(), each);
      }
    }
    if (isDue) {
      saidAt = elapsed;
    }
    return out.toString();
  }

  private static String line(Progress progress, Duration elapsed) {
    return "["
        + SafeText.seconds(elapsed)
        + "] "
        + SafeText.escape(progress.table())
        + ": "
        + SafeText.number(progress.rows())
        + " rows, "
        + SafeText.number(LiveProgress.perSecond(progress.rows(), elapsed))
        + " rows/s, "
        + SafeText.number(progress.dead())
        + " dead\n";
  }
}
