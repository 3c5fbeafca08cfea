// SPDX-License-Identifier: Apache-2.0
package dev.sluice.cli.progress;

import dev.sluice.report.text.SafeText;
import dev.sluice.run.PipelineRun.Progress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Progress on a terminal: one line per table, written over again and again. */
final class LiveProgress implements ProgressText {
  /** More lines would not fit a small terminal, and lines above its edge cannot be written over. */
  private static final int MAX_LINES = 15;

  private static final String CLEAR = "\u001b[K";

  private final Terminal terminal;
  private int drawn;

  LiveProgress(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public String next(List<Progress> progress, Duration elapsed, boolean isLast) {
    StringBuilder out = new StringBuilder();
    if (drawn > 0) {
      out.append("\u001b[").append(drawn).append('A');
    }
    List<String> lines = lines(progress, elapsed);
    lines.forEach(line -> out.append('\r').append(line).append(CLEAR).append('\n'));
    drawn = lines.size();
    return out.toString();
  }

  private List<String> lines(List<Progress> progress, Duration elapsed) {
    int widest =
        progress.stream().mapToInt(p -> SafeText.escape(p.table()).length()).max().orElse(0);
    List<String> lines = new ArrayList<>();
    for (Progress each : progress.stream().limit(MAX_LINES).toList()) {
      String line =
          String.format(
              Locale.ROOT,
              "%-" + Math.max(widest, 1) + "s  %13s rows  %11s rows/s  %9s dead  %s",
              SafeText.escape(each.table()),
              SafeText.number(each.rows()),
              SafeText.number(perSecond(each.rows(), elapsed)),
              SafeText.number(each.dead()),
              SafeText.seconds(elapsed));
      lines.add(paint(fit(line), each.dead() > 0));
    }
    if (progress.size() > MAX_LINES) {
      lines.add(fit("… and " + (progress.size() - MAX_LINES) + " more"));
    }
    return lines;
  }

  private String fit(String line) {
    int width = terminal.width() - 1;
    return line.length() <= width ? line : line.substring(0, width - 1) + "…";
  }

  private String paint(String line, boolean hasDead) {
    return terminal.hasColor() && hasDead ? "\u001b[33m" + line + "\u001b[0m" : line;
  }

  static long perSecond(long rows, Duration elapsed) {
    return rows * 1000 / Math.max(elapsed.toMillis(), 1);
  }
}
