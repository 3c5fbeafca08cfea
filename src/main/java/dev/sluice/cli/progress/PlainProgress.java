// SPDX-License-Identifier: Apache-2.0
package dev.sluice.cli.progress;

import dev.sluice.report.text.SafeText;
import dev.sluice.run.progress.Doing;
import dev.sluice.run.progress.RunSnapshot;
import dev.sluice.run.progress.TableProgress;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Progress for logs: a line for each table at its end, and every ten seconds one for the rest. */
final class PlainProgress implements ProgressText {
  private static final Duration PERIOD = Duration.ofSeconds(10);

  /** More names do not help who reads a log. */
  private static final int NAMED = 4;

  private final Set<String> ended = new HashSet<>();
  private Duration saidAt = Duration.ZERO;

  @Override
  public String next(RunSnapshot now, Duration elapsed, boolean isLast) {
    StringBuilder out = new StringBuilder();
    for (TableProgress each : now.tables()) {
      if (each.doing() == Doing.DONE && ended.add(each.name())) {
        out.append(line(elapsed, end(each)));
        saidAt = elapsed;
      }
    }
    if (!isLast && elapsed.minus(saidAt).compareTo(PERIOD) >= 0) {
      out.append(line(elapsed, whole(now)));
      saidAt = elapsed;
    }
    return out.toString();
  }

  private static String line(Duration elapsed, String text) {
    return "[" + SafeText.seconds(elapsed) + "] " + text + "\n";
  }

  private static String end(TableProgress table) {
    return SafeText.escape(table.name())
        + ": done, "
        + SafeText.count(table.rows(), "row")
        + ", "
        + SafeText.number(table.dead())
        + " dead, "
        + SafeText.number(table.rate())
        + " rows/s";
  }

  private static String whole(RunSnapshot now) {
    List<TableProgress> active = now.tables().stream().filter(t -> t.doing().isActive()).toList();
    String doing =
        active.stream()
            .limit(NAMED)
            .map(
                each ->
                    "%s %s (%s)"
                        .formatted(
                            each.doing().word(),
                            SafeText.escape(each.name()),
                            SafeText.count(each.rows(), "row")))
            .collect(Collectors.joining(", "));
    int more = active.size() - NAMED;
    return "%d of %d done%s%s%s"
        .formatted(
            now.done(),
            now.tables().size(),
            doing.isEmpty() ? "" : "; " + doing,
            more > 0 ? " and " + more + " more" : "",
            now.phase().isEmpty() ? "" : "; " + now.phase());
  }
}
