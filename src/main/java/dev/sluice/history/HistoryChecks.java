// SPDX-License-Identifier: Apache-2.0
package dev.sluice.history;

import dev.sluice.history.HistoryJudge.Now;
import dev.sluice.spec.PipelineSpec;
import dev.sluice.spec.history.Rows;
import dev.sluice.spec.rule.CheckSpec;
import dev.sluice.spec.rule.QualitySpec;
import dev.sluice.stats.TableStats;
import dev.sluice.table.TableState;
import dev.sluice.table.Verdict;
import dev.sluice.table.log.Manifest.Inputs.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The checks of a run that its statistics answer, and those of the runs before it. */
public final class HistoryChecks {
  private final Map<String, List<CheckSpec>> checks = new LinkedHashMap<>();
  private final Past past;
  private final When when;

  private HistoryChecks(Past past, When when) {
    this.past = past;
    this.when = when;
  }

  /**
   * When they are judged.
   *
   * @param kind why the run is made
   * @param released the number of the entry that production shows; 0 for none
   */
  public record When(Kind kind, long released) {}

  /**
   * Those of a spec.
   *
   * @param past the runs on which this one builds
   * @param isSelected of which tables and models the run takes care
   */
  public static HistoryChecks of(
      PipelineSpec spec, Past past, When when, Predicate<String> isSelected) {
    HistoryChecks all = new HistoryChecks(past, when);
    spec.tables().forEach(table -> all.add(table.name(), table.quality(), isSelected));
    spec.models().forEach(model -> all.add(model.name(), model.quality(), isSelected));
    return all;
  }

  private void add(String table, QualitySpec quality, Predicate<String> isSelected) {
    List<CheckSpec> own = quality.checks().stream().filter(c -> c.kind().isOfHistory()).toList();
    if (!own.isEmpty() && isSelected.test(table)) {
      checks.put(table, own);
    }
  }

  /**
   * Judges them.
   *
   * @param tables as the run leaves them
   * @param known verdicts that stand
   * @param stats of a table as the run leaves it, or of what came of it; empty where they are not
   *     known
   */
  public List<Verdict> judge(
      List<TableState> tables,
      List<Verdict> known,
      BiFunction<TableState, Rows, Optional<TableStats>> stats) {
    Set<List<String>> judged =
        known.stream()
            .map(verdict -> List.of(verdict.table(), verdict.check()))
            .collect(Collectors.toSet());
    List<Verdict> verdicts = new ArrayList<>();
    for (TableState table : tables) {
      List<CheckSpec> open =
          checks.getOrDefault(table.table(), List.of()).stream()
              .filter(check -> !judged.contains(List.of(table.table(), check.name())))
              .toList();
      if (!open.isEmpty()) {
        Now now = new Now(table, stats, when);
        open.forEach(check -> verdicts.add(new HistoryJudge(check, now, past).verdict()));
      }
    }
    return verdicts;
  }
}
