// SPDX-License-Identifier: Apache-2.0
package dev.sluice.commit;

import dev.sluice.error.Plural;
import dev.sluice.fact.Fact.Tally;
import dev.sluice.intake.CursorBounds;
import dev.sluice.spec.PipelineSpec;
import dev.sluice.spec.table.TableSpec;
import dev.sluice.table.LakeTables;
import dev.sluice.table.TableState;
import dev.sluice.table.Verdict;
import dev.sluice.table.log.Manifest;
import dev.sluice.table.notes.SourceFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Says of rows that came into a changed file behind its cursor that they were left out. */
public final class LateRows {
  /** The verdict's name. */
  public static final String CHECK = "rows behind the cursor";

  private LateRows() {}

  static List<Verdict> judge(Commit.Draft draft, FactTotals ledger) {
    List<Verdict> verdicts = new ArrayList<>();
    PipelineSpec spec = draft.spec();
    boolean isRun = draft.request().inputs().kind() == Manifest.Inputs.Kind.RUN;
    for (TableSpec table : isRun ? spec.tables() : List.<TableSpec>of()) {
      boolean isSelected = draft.intake(table.name()).isSelected();
      long late = isSelected ? late(draft, ledger, table.name()) : 0;
      if (late > 0) {
        verdicts.add(
            new Verdict(
                table.name(),
                CHECK,
                "warn",
                false,
                "at least %s that came late into changed files %s left out"
                    .formatted(Plural.of(late, "row"), late == 1 ? "was" : "were"),
                "0 rows"));
      }
    }
    return verdicts;
  }

  /** Of the rows left out, those that cannot have been there when the files were read before. */
  private static long late(Commit.Draft draft, FactTotals ledger, String table) {
    Map<String, CursorBounds> bounds = draft.intake(table).bounds();
    long before =
        draft.before(LakeTables.raw(table)).map(TableState::sources).orElse(List.of()).stream()
            .filter(file -> bounds.containsKey(file.path()))
            .mapToLong(SourceFile::records)
            .sum();
    return ledger.tally(table, Tally.FILTERED) - before;
  }
}
