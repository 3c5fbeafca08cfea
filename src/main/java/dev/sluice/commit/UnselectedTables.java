// SPDX-License-Identifier: Apache-2.0
package dev.sluice.commit;

import dev.sluice.intake.Intake;
import dev.sluice.spec.table.LoadSpec.Disposition;
import dev.sluice.spec.table.ModelSpec;
import dev.sluice.spec.table.TableSpec;
import dev.sluice.table.LakeTables;
import dev.sluice.table.RowCounts;
import dev.sluice.table.TableState;
import dev.sluice.table.key.DeletedRows;
import dev.sluice.table.notes.Taken;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The tables and models that a run did not look at, as they were. What a later run would take for
 * up to date and is not, loses its definition: then it is made again.
 */
final class UnselectedTables {
  private final Commit.Draft draft;
  private final List<TableState> tables = new ArrayList<>();
  private final Set<String> behind = new HashSet<>();

  private UnselectedTables(Commit.Draft draft) {
    this.draft = draft;
  }

  static List<TableState> of(Commit.Draft draft) {
    UnselectedTables unselected = new UnselectedTables(draft);
    draft.spec().tables().forEach(unselected::add);
    draft.spec().models().forEach(unselected::add);
    return unselected.tables;
  }

  private void add(TableSpec table) {
    Intake intake = draft.intake(table.name());
    if (!intake.isKept()) {
      behind.add(table.name());
    }
    if (intake.isSelected()) {
      return;
    }
    boolean isDead =
        table.load().disposition() == Disposition.REPLACE
            && draft.before(table.name()).filter(state -> state.counts().dead() > 0).isPresent();
    add(LakeTables.raw(table.name()), isDead);
    add(table.name(), false);
    add(DeletedRows.of(table.name()), false);
  }

  /** Models stand behind what they read. */
  private void add(ModelSpec model) {
    Intake intake = draft.intake(model.name());
    boolean isBehind =
        Stream.concat(model.inputs().stream(), model.lookup().stream()).anyMatch(behind::contains);
    if (!intake.isKept() || (!intake.isSelected() && isBehind)) {
      behind.add(model.name());
    }
    if (!intake.isSelected()) {
      boolean isDead =
          draft.before(model.name()).filter(state -> state.counts().dead() > 0).isPresent();
      add(model.name(), isBehind || isDead);
    }
  }

  private void add(String name, boolean isMadeAgain) {
    draft
        .before(name)
        .ifPresent(
            state -> {
              Taken taken = state.taken();
              tables.add(
                  new TableState(
                      name,
                      state.kind(),
                      state.schemaId(),
                      state.schema(),
                      new RowCounts(0, 0, 0, 0, 0, state.counts().live()),
                      state.data().settled(),
                      isMadeAgain ? taken.by("", taken.cursor()) : taken,
                      state.isLeft()));
            });
  }
}
