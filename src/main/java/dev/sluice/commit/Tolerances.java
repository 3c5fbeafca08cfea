// SPDX-License-Identifier: Apache-2.0
package dev.sluice.commit;

import dev.sluice.intake.Intake;
import dev.sluice.spec.PipelineSpec;
import dev.sluice.spec.rule.Tolerance;
import dev.sluice.spec.table.ModelSpec;
import dev.sluice.spec.table.TableSpec;
import dev.sluice.table.RowCounts;
import dev.sluice.table.TableState;
import dev.sluice.table.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Compares each table's dead letters with what its spec tolerates; at the limit is still tolerated.
 */
final class Tolerances {
  private Tolerances() {}

  /** Letters that die again in a replay were tolerated before. */
  static List<Verdict> judge(Commit.Draft draft, List<TableState> tables) {
    PipelineSpec spec = draft.spec();
    List<Verdict> verdicts = new ArrayList<>();
    for (TableSpec table : spec.tables()) {
      Intake intake = draft.intake(table.name());
      if (intake.mode() != Intake.Mode.REPLAY && intake.isSelected()) {
        judge(table.name(), table.quality().tolerate(), tables, verdicts);
      }
    }
    for (ModelSpec model : spec.models()) {
      if (draft.intake(model.name()).isSelected()) {
        judge(model.name(), model.quality().tolerate(), tables, verdicts);
      }
    }
    return verdicts;
  }

  private static void judge(
      String name, Tolerance tolerance, List<TableState> tables, List<Verdict> verdicts) {
    RowCounts counts =
        tables.stream().filter(t -> t.table().equals(name)).findFirst().orElseThrow().counts();
    Long rows = tolerance.deadRows();
    if (rows != null) {
      verdicts.add(
          new Verdict(
              name,
              "tolerate dead_rows",
              "fail",
              counts.dead() <= rows,
              String.valueOf(counts.dead()),
              "at most " + rows));
    }
    Double ratio = tolerance.deadRatio();
    if (ratio != null) {
      double observed = counts.read() == 0 ? 0 : (double) counts.dead() / counts.read();
      verdicts.add(
          new Verdict(
              name,
              "tolerate dead_ratio",
              "fail",
              counts.dead() <= ratio * counts.read(),
              String.format(Locale.ROOT, "%.6f", observed),
              "at most " + ratio));
    }
  }
}
