// SPDX-License-Identifier: Apache-2.0
package dev.sluice.report.run;

import dev.sluice.promote.RunStandings.Standing;
import dev.sluice.report.text.SafeText;
import dev.sluice.report.view.Report;
import dev.sluice.report.view.View;
import dev.sluice.table.log.Manifest;
import dev.sluice.table.log.ManifestStore;
import dev.sluice.table.past.Horizon;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The past runs of a pipeline, newest first, committed and failed ones alike. */
public final class RunHistory implements Report {
  /** How many runs people are shown; programs get all. */
  private static final int SHOWN = 20;

  private final String pipeline;
  private final ResultPlaces places;
  private final List<Manifest> runs;
  private final Function<Manifest, Standing> standings;
  private final long first;

  RunHistory(
      String pipeline,
      ResultPlaces places,
      Stream<Manifest> runs,
      Function<Manifest, Standing> standings) {
    this(pipeline, places, runs, standings, 1);
  }

  private RunHistory(
      String pipeline,
      ResultPlaces places,
      Stream<Manifest> runs,
      Function<Manifest, Standing> standings,
      long first) {
    this.first = first;
    this.standings = standings;
    this.pipeline = pipeline;
    this.places = places;
    this.runs =
        runs.sorted(
                Comparator.comparing((Manifest m) -> m.run().startedAt())
                    .thenComparing(Manifest::number)
                    .reversed())
            .toList();
  }

  /**
   * Reads the manifests of a lake.
   *
   * @param standings where each run stands now
   */
  public static RunHistory read(
      String pipeline, ResultPlaces places, Function<Manifest, Standing> standings) {
    return new RunHistory(
        pipeline,
        places,
        Stream.concat(
            ManifestStore.committed(places.lake()).stream(),
            ManifestStore.failed(places.lake()).stream()),
        standings,
        Horizon.of(places.lake()).first());
  }

  @Override
  public View view() {
    View view =
        new View()
            .value("pipeline", pipeline)
            .value("lake", places.lake())
            .value("runs", runs.stream().map(this::tree).toList());
    if (runs.isEmpty()) {
      return view.value("last", null)
          .line(pipeline + ": no runs yet")
          .labelled(RunReport.LABEL, "lake", places.lake());
    }
    view.line(pipeline + ": " + SafeText.count(runs.size(), "run") + ", newest first");
    view.table(runs.stream().limit(SHOWN).toList(), RunSummary.table(standings));
    if (runs.size() > SHOWN) {
      view.line("  … and " + (runs.size() - SHOWN) + " earlier runs");
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
