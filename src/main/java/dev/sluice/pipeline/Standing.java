// SPDX-License-Identifier: Apache-2.0
package dev.sluice.pipeline;

import dev.sluice.lake.Commit;
import dev.sluice.lake.Fact;
import dev.sluice.lake.Intake;
import dev.sluice.lake.Made;
import dev.sluice.lake.Manifest;
import dev.sluice.lake.TableState;
import dev.sluice.lake.Verdict;
import dev.sluice.quality.Check;
import dev.sluice.spec.CheckSpec;
import dev.sluice.spec.ModelSpec;
import dev.sluice.spec.PipelineSpec;
import dev.sluice.spec.QualitySpec;
import dev.sluice.spec.SqlText;
import dev.sluice.sql.LogicalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What of the run before still stands, because nothing that it was made of changed. */
final class Standing {
  private Standing() {}

  /**
   * Adds the models that need not be derived again: made by the same statement, of tables and
   * models that stay as they are.
   */
  static void keepModels(PipelineSpec spec, @Nullable Manifest base, Map<String, Intake> intakes) {
    for (ModelSpec model : spec.models()) {
      boolean isKept =
          base != null
              && base.table(model.name()).filter(state -> isMade(state, model)).isPresent()
              && Stream.concat(model.inputs().stream(), model.lookup().stream())
                  .allMatch(name -> isKept(intakes, name));
      if (isKept) {
        intakes.put(model.name(), Intake.KEEP);
      }
    }
  }

  /** Letters of a model are those of the newest run: one that has some is derived again. */
  private static boolean isMade(TableState state, ModelSpec model) {
    return state.kind() == TableState.Kind.MODEL
        && state.taken().spec().equals(Made.by(model))
        && state.counts().dead() == 0
        && isTimeless(model.sql(), model.quality());
  }

  /** Whether a statement and its rules give the same for every run. */
  static boolean isTimeless(QualitySpec quality) {
    return quality.rules().stream().noneMatch(rule -> LogicalTime.isReadBy(rule.sql().text()));
  }

  private static boolean isTimeless(SqlText sql, QualitySpec quality) {
    return !LogicalTime.isReadBy(sql.text()) && isTimeless(quality);
  }

  private static boolean isKept(Map<String, Intake> intakes, String name) {
    Intake intake = intakes.get(name);
    return intake != null && intake.isKept();
  }

  /** The checks whose verdict is not known. */
  static List<Check.Task> open(Commit.Draft draft) {
    return Plans.checks(draft.spec()).stream()
        .filter(task -> verdict(draft, task).isEmpty())
        .toList();
  }

  /** The verdicts that stand. */
  static List<Fact> verdicts(Commit.Draft draft) {
    List<Fact> facts = new ArrayList<>();
    Plans.checks(draft.spec())
        .forEach(task -> verdict(draft, task).ifPresent(v -> facts.add(new Fact.Judged(v))));
    return facts;
  }

  /** As the same spec judged the same rows. */
  private static Optional<Verdict> verdict(Commit.Draft draft, Check.Task task) {
    Manifest base = draft.base();
    if (base == null
        || !base.run().specDigest().equals(draft.request().specDigest())
        || LogicalTime.isReadBy(task.check().toString())
        || !isKept(draft.intakes(), task.table())
        || !isKept(draft.intakes(), other(task))) {
      return Optional.empty();
    }
    return base.verdicts().stream()
        .filter(v -> v.table().equals(task.table()) && v.check().equals(task.check().name()))
        .findFirst();
  }

  /** The table with which a check compares; its own for most. */
  private static String other(Check.Task task) {
    if (task.check() instanceof CheckSpec.References references) {
      return references.table();
    }
    return task.check() instanceof CheckSpec.SumEquals sum ? sum.table() : task.table();
  }
}
