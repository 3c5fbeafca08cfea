// SPDX-License-Identifier: Apache-2.0
package dev.sluice.graph;

import dev.sluice.commit.Commit;
import dev.sluice.commit.checkpoint.Checkpoint.Finished;
import dev.sluice.fact.Fact;
import dev.sluice.intake.InputFile;
import dev.sluice.intake.Intake;
import dev.sluice.kernel.KernelSettings;
import dev.sluice.letters.selection.LetterSelection;
import dev.sluice.model.Derive;
import dev.sluice.schema.TableSchema;
import dev.sluice.source.files.Sources;
import dev.sluice.spec.PipelineSpec;
import dev.sluice.spec.table.ModelSpec;
import dev.sluice.spec.table.TableSpec;
import dev.sluice.table.DataFile;
import dev.sluice.table.TableState;
import dev.sluice.table.file.Scope;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What every step of one run shares.
 *
 * @param files the source files that are read of each table
 * @param finished the tables and models that an earlier attempt finished
 * @param known facts that hold before anything is read
 */
public record RunContext(
    Scope run,
    KernelSettings kernel,
    Commit.Draft draft,
    Map<String, List<InputFile>> files,
    Map<String, Finished> finished,
    List<Fact> known) {
  /** What this run reads of a table: of its source, or of its dead letters. */
  Sources.Read read(PipelineSpec spec, TableSpec table) {
    TableSchema known =
        draft.before(table.name()).map(TableState::schema).orElse(new TableSchema(List.of()));
    return StepPlans.read(spec, table, draft.intake(table.name()), known)
        .ofFiles(files.getOrDefault(table.name(), List.of()));
  }

  /** The same run, which replays letters that were written down for it. */
  public RunContext replaying(LetterSelection.Written letters) {
    Map<String, List<InputFile>> written = new HashMap<>();
    letters.letters().forEach((table, file) -> written.put(table, List.of(file)));
    List<Fact> facts = new ArrayList<>(known);
    facts.add(letters.replayed());
    return new RunContext(run, kernel, draft, written, finished, facts);
  }

  /** Whether this run reads the rows that a table has. */
  boolean isRead(String table) {
    return StepPlans.isRead(ReusableWork.open(draft), table)
        || draft.spec().models().stream()
            .filter(model -> !draft.intake(model.name()).isKept())
            .anyMatch(model -> model.inputs().contains(table) || model.lookup().contains(table));
  }

  /** The file of the letters that are replayed into a table; null when there are none. */
  @Nullable String letters(String table) {
    List<InputFile> written = files.getOrDefault(table, List.of());
    boolean isReplay = draft.intake(table).mode() == Intake.Mode.REPLAY;
    return isReplay && !written.isEmpty() ? written.get(0).path() : null;
  }

  /** The live files of a table before this run. */
  List<DataFile> prior(String table) {
    return draft.prior(table);
  }

  Derive.Plan plan(PipelineSpec spec, ModelSpec model) {
    return new Derive.Plan(
        model,
        StepPlans.schemas(spec, model),
        spec.layout().shards(),
        Derive.Plan.DEFAULT_BYTES_PER_SHARD);
  }
}
