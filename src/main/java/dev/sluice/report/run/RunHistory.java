// SPDX-License-Identifier: Apache-2.0
package dev.sluice.report.run;

import dev.sluice.promote.RunStandings.Standing;
import dev.sluice.report.text.SafeText;
import dev.sluice.report.view.Report;
import dev.sluice.report.view.View;
import dev.sluice.table.log.Manifest;
import dev.sluice.table.log.Manifest.Outcome;
import dev.sluice.table.log.ManifestStore;
import dev.sluice.table.past.Horizon;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The past runs of a pipeline, newest first, committed and failed ones alike. */
public final class RunHistory implements Report {
  private final String pipeline;
  private final ResultPlaces places;
  private final List<Manifest> runs;
  private final Function<Manifest, Standing> standings;
  private final long all;
  private final long first;

  /**
   * A history.
   *
   * @param runs the newest ones
   * @param all how many there are
   * @param first the number of the earliest run that is kept
   */
  RunHistory(
      String pipeline,
      ResultPlaces places,
      List<Manifest> runs,
      long all,
      Function<Manifest, Standing> standings,
      long first) {
    this.pipeline = pipeline;
    this.places = places;
    this.runs = List.copyOf(runs);
    this.all = all;
    this.standings = standings;
    this.first = first;
  }

  /**
   * Reads the newest manifests of a lake. What it costs grows with their number, and with the
   * number of failed runs that are kept.
   *
   * @param most how many at most
   * @param standings where each run stands now
   */
  public static RunHistory read(
      String pipeline, ResultPlaces places, int most, Function<Manifest, Standing> standings) {
    ManifestStore.Newest committed = ManifestStore.committed(places.lake(), most);
    List<Manifest> failed = ManifestStore.failed(places.lake());
    return new RunHistory(
        pipeline,
        places,
        newestFirst(committed.runs(), failed).stream().limit(most).toList(),
        committed.all() + failed.size(),
        standings,
        Horizon.of(places.lake()).first());
  }

  /**
   * Runs in the order of the log, and failed ones between them by their times. One that was made
   * after the clock was set back began no earlier than the one before.
   *
   * @param committed newest first
   */
  public static List<Manifest> newestFirst(List<Manifest> committed, List<Manifest> failed) {
    Map<Long, String> times = new HashMap<>();
    String latest = "";
    for (int i = committed.size() - 1; i >= 0; i--) {
      Manifest run = committed.get(i);
      String own = run.run().startedAt();
      latest = own.compareTo(latest) > 0 ? own : latest;
      times.put(run.number(), latest);
    }
    return Stream.concat(committed.stream(), failed.stream())
        .sorted(
            Comparator.comparing(
                    (Manifest run) -> times.getOrDefault(run.number(), run.run().startedAt()))
                .thenComparing(Manifest::number)
                .reversed())
        .toList();
  }

  /** Those of its runs that were committed, newest first. */
  public List<Manifest> committed() {
    return runs.stream().filter(run -> run.outcome() != Outcome.FAILED).toList();
  }

  @Override
  public View view() {
    View view =
        new View()
            .value("pipeline", pipeline)
            .value("lake", places.lake())
            .value("runs", runs.stream().map(this::tree).toList())
            .value("earlier", all - runs.size());
    if (runs.isEmpty()) {
      return view.value("last", null)
          .line(pipeline + ": no runs yet")
          .labelled(RunReport.LABEL, "lake", places.lake());
    }
    view.line(pipeline + ": " + SafeText.count(all, "run") + ", newest first");
    view.table(runs, RunSummary.table(standings));
    if (all > runs.size()) {
      view.line(
          "  … and %s before; `--runs %d` shows all"
              .formatted(SafeText.count(all - runs.size(), "run"), all));
    }
    if (first > 1) {
      view.value("kept_from", first)
          .line("  runs before %d are not kept any more (`keep`, `sluice gc`)".formatted(first));
    }
    View last = last().view();
    return view.value("last", last.tree()).line("").line("last run").linesOf(last);
  }

  private Map<String, @Nullable Object> tree(Manifest run) {
    Map<String, @Nullable Object> tree = RunSummary.of(run).tree();
    tree.put("state", standings.apply(run).word());
    return tree;
  }

  private RunReport last() {
    return new RunReport(runs.get(0), places).standing(standings.apply(runs.get(0)));
  }
}
