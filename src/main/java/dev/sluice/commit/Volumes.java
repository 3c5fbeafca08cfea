// SPDX-License-Identifier: Apache-2.0
package dev.sluice.commit;

import dev.sluice.error.Plural;
import dev.sluice.intake.Intake;
import dev.sluice.spec.table.About.Volume;
import dev.sluice.spec.table.ModelSpec;
import dev.sluice.spec.table.TableSpec;
import dev.sluice.table.TableState;
import dev.sluice.table.Verdict;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Warns of tables of which a run read another number of rows than is usual, and of models that have
 * another. A table of which there was nothing new, and a replay, say nothing of what is usual.
 */
final class Volumes {
  /** The verdict's name. */
  static final String CHECK = "expected_volume";

  private Volumes() {}

  static List<Verdict> judge(Commit.Draft draft, List<TableState> tables) {
    List<Verdict> verdicts = new ArrayList<>();
    for (TableSpec table : draft.spec().tables()) {
      Intake intake = draft.intake(table.name());
      boolean isRead = intake.isSelected() && !intake.isKept();
      if (isRead && intake.mode() != Intake.Mode.REPLAY) {
        long read = state(tables, table.name()).counts().read();
        judge(table.name(), read, " read", table.about().expected(), verdicts);
      }
    }
    for (ModelSpec model : draft.spec().models()) {
      if (draft.intake(model.name()).isSelected()) {
        long live = state(tables, model.name()).data().rows();
        judge(model.name(), live, "", model.about().expected(), verdicts);
      }
    }
    return verdicts;
  }

  private static void judge(
      String table, long rows, String what, @Nullable Volume expected, List<Verdict> verdicts) {
    if (expected != null) {
      verdicts.add(
          new Verdict(
              table,
              CHECK,
              "warn",
              expected.holds(rows),
              Plural.of(rows, "row") + what,
              expected.words()));
    }
  }

  private static TableState state(List<TableState> tables, String name) {
    return tables.stream().filter(t -> t.table().equals(name)).findFirst().orElseThrow();
  }
}
