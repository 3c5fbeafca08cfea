// SPDX-License-Identifier: Apache-2.0
package dev.sluice.graph;

import dev.sluice.checks.Check;
import dev.sluice.commit.Commit;
import dev.sluice.commit.DefinitionDigest;
import dev.sluice.commit.checkpoint.Checkpoint.Finished;
import dev.sluice.commit.checkpoint.RunFolder;
import dev.sluice.fact.Fact;
import dev.sluice.intake.Intake;
import dev.sluice.kernel.sql.LogicalTime;
import dev.sluice.spec.PipelineSpec;
import dev.sluice.spec.rule.QualitySpec;
import dev.sluice.spec.rule.SqlText;
import dev.sluice.spec.table.ModelSpec;
import dev.sluice.spec.table.TableSpec;
import dev.sluice.table.TableState;
import dev.sluice.table.Verdict;
import dev.sluice.table.log.Manifest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What of the run before still stands, because nothing that it was made of changed. */
public final class ReusableWork {
  private ReusableWork() {}

  /**
   * Adds the models that need not be derived again: made by the same statement, of tables and
   * models that stay as they are.
   *
   * @param isOwn whether a table or model is looked up in this lake
   */
  public static void keepModels(
      PipelineSpec spec,
      @Nullable Manifest base,
      Map<String, Intake> intakes,
      Predicate<String> isOwn) {
    for (ModelSpec model : spec.models()) {
      boolean isKept =
          base != null
              && !intakes.containsKey(model.name())
              && base.table(model.name()).filter(state -> isMade(state, model)).isPresent()
              && Stream.concat(model.inputs().stream(), model.lookup().stream())
                  .allMatch(name -> isKept(intakes, name) && isOwn.test(name));
      if (isKept) {
        intakes.put(model.name(), Intake.KEEP);
      }
    }
  }

  /** Leaves models alone that were never made, and of whose inputs one was never made either. */
  public static void leaveModels(PipelineSpec spec, Manifest base, Map<String, Intake> intakes) {
    for (ModelSpec model : spec.models()) {
      boolean isLeft =
          base.table(model.name()).isEmpty()
              && Stream.concat(model.inputs().stream(), model.lookup().stream())
                  .anyMatch(name -> isUnselected(intakes, name));
      if (isLeft) {
        intakes.put(model.name(), Intake.UNSELECTED);
      }
    }
  }

  private static boolean isUnselected(Map<String, Intake> intakes, String name) {
    Intake intake = intakes.get(name);
    return intake != null && !intake.isSelected();
  }

  /**
   * What earlier attempts at the run finished; a model only when all it reads is.
   *
   * @param renamed tables whose columns have other names now, of which nothing is taken over: it
   *     tells of files with the present names, and this attempt wrote others
   */
  public static Map<String, Finished> finished(Commit.Draft draft, Set<String> renamed) {
    PipelineSpec spec = draft.spec();
    Map<String, Finished> all = new RunFolder(spec.lake(), draft.runId()).finished();
    all.keySet().removeAll(renamed);
    Set<String> known = new HashSet<>();
    for (TableSpec table : spec.tables()) {
      if (all.containsKey(table.name()) || draft.intake(table.name()).isKept()) {
        known.add(table.name());
      }
    }
    for (ModelSpec model : spec.models()) {
      String name = model.name();
      boolean isKept = draft.intake(name).isKept();
      boolean isRead =
          Stream.concat(model.inputs().stream(), model.lookup().stream()).allMatch(known::contains);
      if (isKept || (isRead && all.containsKey(name))) {
        known.add(name);
      } else {
        all.remove(name);
      }
    }
    return all;
  }

  /** The checks of what the run looks at. */
  private static List<Check.Task> selected(Commit.Draft draft) {
    return StepPlans.checks(draft.spec()).stream()
        .filter(task -> draft.intake(task.table()).isSelected())
        .toList();
  }

  /** Letters of a model are those of the newest run: one that has some is derived again. */
  private static boolean isMade(TableState state, ModelSpec model) {
    return state.kind() == TableState.Kind.MODEL
        && !state.isLeft()
        && state.taken().spec().equals(DefinitionDigest.by(model))
        && state.counts().dead() == 0
        && isTimeless(model.sql(), model.quality());
  }

  /** Whether a statement and its rules give the same for every run. */
  public static boolean isTimeless(QualitySpec quality) {
    return quality.rules().stream()
        .flatMap(rule -> rule.texts().stream())
        .noneMatch(LogicalTime::isReadBy);
  }

  private static boolean isTimeless(SqlText sql, QualitySpec quality) {
    return !LogicalTime.isReadBy(sql.text()) && isTimeless(quality);
  }

  private static boolean isKept(Map<String, Intake> intakes, String name) {
    Intake intake = intakes.get(name);
    return intake != null && intake.isKept();
  }

  /** The checks whose verdict is not known, and for which rows are looked at. */
  static List<Check.Task> open(Commit.Draft draft) {
    return selected(draft).stream()
        .filter(task -> !task.check().kind().isOfHistory() && !task.check().kind().isOfSource())
        .filter(task -> verdict(draft, task).isEmpty())
        .toList();
  }

  /** The verdicts that stand. */
  public static List<Fact> verdicts(Commit.Draft draft) {
    List<Fact> facts = new ArrayList<>();
    selected(draft)
        .forEach(task -> verdict(draft, task).ifPresent(v -> facts.add(new Fact.Judged(v))));
    return facts;
  }

  /**
   * As the same spec judged the same rows. A check that keeps rows looks again: those of the run
   * before go with it.
   */
  private static Optional<Verdict> verdict(Commit.Draft draft, Check.Task task) {
    Manifest base = draft.base();
    if (base == null
        || !base.run().specDigest().equals(draft.request().specDigest())
        || LogicalTime.isReadBy(task.check().toString())
        || !stands(draft, task.table())
        || task.check().kind().isTimed()
        || task.check().terms().keepsRows()
        || !task.check().kind().others().stream().allMatch(other -> stands(draft, other))) {
      return Optional.empty();
    }
    return base.verdicts().stream()
        .filter(v -> v.table().equals(task.table()) && v.check().equals(task.check().name()))
        .findFirst();
  }

  /** Whether a table with which a check compares stays as it was. */
  private static boolean stands(Commit.Draft draft, String other) {
    return isKept(draft.intakes(), other) && draft.before(other).isPresent();
  }
}
