// SPDX-License-Identifier: Apache-2.0
package dev.sluice.report.run;

import dev.sluice.promote.RunStandings.Standing;
import dev.sluice.report.text.SafeText;
import dev.sluice.report.text.TextTable;
import dev.sluice.table.log.Manifest;
import dev.sluice.table.log.ManifestStore;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The past runs of a pipeline, newest first, committed and failed ones alike. */
public final class RunHistory {
  /** How many runs people are shown; programs get all. */
  private static final int SHOWN = 20;

  private final String pipeline;
  private final ResultPlaces places;
  private final List<Manifest> runs;
  private final Function<Manifest, Standing> standings;

  RunHistory(
      String pipeline,
      ResultPlaces places,
      Stream<Manifest> runs,
      Function<Manifest, Standing> standings) {
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
        standings);
  }

  /** The history for people. */
  public String render() {
    if (runs.isEmpty()) {
      return SafeText.escape(pipeline)
          + ": no runs yet\n  lake          "
          + SafeText.escape(places.lake())
          + "\n";
    }
    TextTable table = new TextTable(RunSummary.leftCells(), RunSummary.header());
    runs.stream()
        .limit(SHOWN)
        .forEach(run -> table.add(RunSummary.of(run).cells(standings.apply(run))));
    String more = runs.size() > SHOWN ? "  … and " + (runs.size() - SHOWN) + " earlier runs\n" : "";
    return SafeText.escape(pipeline)
        + ": "
        + runs.size()
        + (runs.size() == 1 ? " run" : " runs")
        + ", newest first\n"
        + table.render("  ")
        + more
        + "\nlast run\n"
        + last().render();
  }

  /** The history for programs. */
  public Map<String, @Nullable Object> tree() {
    Map<String, @Nullable Object> tree = new LinkedHashMap<>();
    tree.put("pipeline", pipeline);
    tree.put("lake", places.lake());
    tree.put("runs", runs.stream().map(this::tree).toList());
    tree.put("last", runs.isEmpty() ? null : last().tree());
    return tree;
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
