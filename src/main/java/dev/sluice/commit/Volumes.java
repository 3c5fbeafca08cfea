// SPDX-License-Identifier: Apache-2.0
package dev.sluice.commit;

import dev.sluice.commit.control.ControlChecks;
import dev.sluice.error.Plural;
import dev.sluice.intake.Intake;
import dev.sluice.spec.rule.CheckSpec;
import dev.sluice.spec.table.About.Volume;
import dev.sluice.spec.table.LoadSpec;
import dev.sluice.spec.table.LoadSpec.Disposition;
import dev.sluice.spec.table.ModelSpec;
import dev.sluice.spec.table.SourceSpec;
import dev.sluice.spec.table.TableSpec;
import dev.sluice.table.LakeTables;
import dev.sluice.table.TableState;
import dev.sluice.table.Verdict;
import dev.sluice.table.notes.SourceFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Holds what a run read against how much it should be: against what the senders of files say of
 * them, where a check asks it; and warns of tables of which it read another number of rows than is
 * usual, and of models that have another; and of files and tables that had rows and have none now.
 * A table of which there was nothing new, and a replay, say nothing of what is usual.
 */
final class Volumes {
  /** The verdict's name. */
  static final String CHECK = "expected_volume";

  /** The name of what is said of a file or a table without rows. */
  private static final String EMPTIED = "emptied";

  /** So many files are named of a table. */
  private static final int MOST_FILES = 20;

  private Volumes() {}

  static List<Verdict> judge(Commit.Draft draft, FactTotals ledger, List<TableState> tables) {
    List<Verdict> verdicts = new ArrayList<>();
    for (TableSpec table : draft.spec().tables()) {
      Intake intake = draft.intake(table.name());
      if (intake.isSelected()) {
        controls(draft, ledger, table, verdicts);
      }
      boolean isRead = intake.isSelected() && !intake.isKept();
      if (isRead && intake.mode() != Intake.Mode.REPLAY) {
        long read = state(tables, table.name()).counts().read();
        judge(table.name(), read, " read", table.about().expected(), verdicts);
        emptiedFiles(draft, ledger, table, verdicts);
        emptied(draft, state(tables, table.name()), verdicts);
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

  /** Files against what their sender says of them; letters that are replayed are no files. */
  private static void controls(
      Commit.Draft draft, FactTotals ledger, TableSpec table, List<Verdict> verdicts) {
    boolean isReplay = draft.intake(table.name()).mode() == Intake.Mode.REPLAY;
    for (CheckSpec check : table.quality().checks()) {
      if (check.kind() instanceof CheckSpec.Control asked) {
        verdicts.add(
            ControlChecks.judge(
                table.name(),
                check,
                asked,
                draft.run().root(),
                isReplay ? List.of() : ledger.sources(table.name()),
                ledger.announced(table.name(), check.name())));
      }
    }
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

  /** Files whose rows went, for those that stand in them now take their place. */
  private static void emptiedFiles(
      Commit.Draft draft, FactTotals ledger, TableSpec table, List<Verdict> verdicts) {
    LoadSpec load = draft.intake(table.name()).loadOf(table);
    Set<String> empty =
        ledger.sources(table.name()).stream()
            .filter(file -> file.records() == 0 && !file.isLog())
            .map(SourceFile::path)
            .collect(Collectors.toSet());
    if (empty.isEmpty() || load.disposition() == Disposition.MERGE || load.cursor() != null) {
      return;
    }
    List<SourceFile> emptied =
        draft
            .before(LakeTables.raw(table.name()))
            .map(TableState::sources)
            .orElse(List.of())
            .stream()
            .filter(file -> file.records() > 0 && empty.contains(file.path()))
            .toList();
    for (SourceFile file : emptied.subList(0, Math.min(MOST_FILES, emptied.size()))) {
      String had = Plural.of(file.records(), "row");
      warn(table.name(), SourceSpec.shortName(file.path()) + " is empty now", had, verdicts);
    }
    if (emptied.size() > MOST_FILES) {
      int more = emptied.size() - MOST_FILES;
      warn(table.name(), Plural.of(more, "more file") + " empty now", "rows", verdicts);
    }
  }

  private static void emptied(Commit.Draft draft, TableState now, List<Verdict> verdicts) {
    long before = draft.data(now.table()).rows();
    if (before > 0 && now.data().rows() == 0) {
      warn(now.table(), "the table has no row any more", Plural.of(before, "row"), verdicts);
    }
  }

  private static void warn(String table, String what, String had, List<Verdict> verdicts) {
    verdicts.add(new Verdict(table, EMPTIED, "warn", false, what, had + ", as before"));
  }

  private static TableState state(List<TableState> tables, String name) {
    return tables.stream().filter(t -> t.table().equals(name)).findFirst().orElseThrow();
  }
}
