// SPDX-License-Identifier: Apache-2.0
package dev.sluice.report.stream;

import dev.sluice.plan.change.PlannedChange;
import dev.sluice.plan.change.PlannedChange.Behind;
import dev.sluice.plan.change.PlannedChange.FileCounts;
import dev.sluice.plan.change.PlannedChanges;
import dev.sluice.report.page.Style;
import dev.sluice.report.text.SafeText;
import dev.sluice.report.view.Report;
import dev.sluice.report.view.View;
import dev.sluice.spec.unit.Spans;
import dev.sluice.table.RowCounts;
import dev.sluice.table.TableState;
import dev.sluice.table.TableState.Kind;
import dev.sluice.table.log.Manifest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a stream is doing: whether it runs, how fast, and how far behind its sources.
 *
 * @param isRunning null where nobody can tell, as of a lake in a bucket
 * @param every how long an epoch is
 * @param epochs the newest runs that were committed, newest first
 * @param held how many epochs are held
 * @param waiting what the next epoch would take in
 */
public record StreamText(
    String pipeline,
    @Nullable Boolean isRunning,
    Duration every,
    List<Manifest> epochs,
    int held,
    PlannedChanges waiting,
    Instant now)
    implements Report {
  private static final int LABEL = 14;

  public StreamText {
    epochs = List.copyOf(epochs);
  }

  @Override
  public View view() {
    View view =
        new View()
            .value("running", isRunning)
            .value("commit_every", Spans.spell(every))
            .value("held", held);
    String beat = ", an epoch every " + Spans.spell(every);
    if (isRunning == null) {
      view.line(pipeline + ": whether a stream runs on a bucket is not known here" + beat);
    } else if (isRunning) {
      view.state(pipeline + ": a stream ", Style.GOOD, "runs", beat);
    } else {
      view.state(pipeline + ": ", Style.CARE, "no stream runs", "; `sluice run` starts one" + beat);
    }
    newest(view);
    epochs.stream().findFirst().ifPresent(run -> EventTimeLines.write(view, LABEL, run, now));
    if (held > 0) {
      String what = SafeText.count(held, "epoch") + "; `sluice epochs list` says what to do";
      view.labelled(LABEL, "held", what);
    }
    waiting(view);
    return view;
  }

  private void newest(View view) {
    if (epochs.isEmpty()) {
      view.value("newest", null).value("rates", null);
      return;
    }
    Manifest newest = epochs.get(0);
    Instant end = Instant.parse(newest.run().finishedAt());
    Duration age = span(end, now);
    view.value("newest", newest.number()).value("newest_seconds_ago", age.toSeconds());
    view.labelled(
        LABEL,
        "newest",
        "run %d, %s ago: %s"
            .formatted(
                newest.number(),
                SafeText.seconds(age),
                SafeText.count(counts(List.of(newest)).read(), "row")));
    RowCounts counts = counts(epochs);
    Instant begin = Instant.parse(epochs.get(epochs.size() - 1).run().startedAt());
    double seconds = Math.max(Duration.between(begin, end).toMillis(), 1) / 1_000.0;
    double dead = counts.read() == 0 ? 0 : (double) counts.dead() / counts.read();
    Map<String, Object> rates = new LinkedHashMap<>();
    rates.put("epochs", epochs.size());
    rates.put("seconds", seconds);
    rates.put("read", counts.read());
    rates.put("read_per_second", counts.read() / seconds);
    rates.put("dead", counts.dead());
    rates.put("dead_ratio", dead);
    view.value("rates", rates);
    view.labelled(
        LABEL,
        "of late",
        "%s in %s, %s a second%s"
            .formatted(
                SafeText.count(counts.read(), "row"),
                SafeText.seconds(span(begin, end)),
                SafeText.number(Math.round(counts.read() / seconds)),
                counts.dead() == 0
                    ? ""
                    : String.format(
                        Locale.ROOT,
                        "; %s (%.2g %%)",
                        SafeText.count(counts.dead(), "dead letter"),
                        100 * dead)));
  }

  /** Nothing where the clock was set back between. */
  private static Duration span(Instant from, Instant to) {
    return to.isBefore(from) ? Duration.ZERO : Duration.between(from, to);
  }

  private static RowCounts counts(List<Manifest> runs) {
    return runs.stream()
        .flatMap(run -> run.tables().stream())
        .filter(table -> table.kind() == Kind.TYPED)
        .map(TableState::counts)
        .reduce(RowCounts.ZERO, RowCounts::plus);
  }

  private void waiting(View view) {
    List<Map<String, Object>> trees = new ArrayList<>();
    for (PlannedChange change : waiting.tables()) {
      FileCounts files = change.files();
      if (files == null) {
        continue;
      }
      long offsets = files.behind().stream().mapToLong(Behind::offsets).sum();
      int fresh = files.fresh() + files.changed() + files.again();
      Map<String, Object> tree = new LinkedHashMap<>();
      tree.put("table", change.name());
      tree.put("files", files.behind().isEmpty() ? fresh : 0);
      tree.put("offsets", offsets);
      tree.put("partitions", files.behind());
      trees.add(tree);
      String what =
          files.behind().isEmpty() ? files(fresh, files.bytes()) : behind(offsets, files.behind());
      if (!what.isEmpty()) {
        view.labelled(LABEL, trees.size() == 1 ? "waiting" : "", change.name() + ": " + what);
      }
    }
    String trouble =
        waiting.trouble() == null && !waiting.refusals().isEmpty()
            ? waiting.refusals().get(0).why()
            : waiting.trouble();
    view.value("waiting", trees).value("trouble", trouble);
    if (trouble != null) {
      view.labelled(LABEL, "trouble", trouble);
    }
  }

  private static String files(int files, long bytes) {
    return files == 0 ? "" : SafeText.count(files, "file") + ", " + SafeText.bytes(bytes);
  }

  private static String behind(long all, List<Behind> partitions) {
    if (all == 0) {
      return "";
    }
    if (partitions.stream().allMatch(Behind::isInbox)) {
      return SafeText.count(all, "message") + " in its inbox";
    }
    Behind most = partitions.stream().max(Comparator.comparingLong(Behind::offsets)).orElseThrow();
    return "%s behind the head, in %s; most in %s: %s"
        .formatted(
            SafeText.count(all, "offset"),
            SafeText.count(partitions.size(), "partition"),
            most.partition(),
            SafeText.number(most.offsets()));
  }
}
