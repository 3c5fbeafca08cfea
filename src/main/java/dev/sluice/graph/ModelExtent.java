// SPDX-License-Identifier: Apache-2.0
package dev.sluice.graph;

import dev.sluice.commit.DefinitionDigest;
import dev.sluice.fact.Fact;
import dev.sluice.intake.Intake;
import dev.sluice.spec.PipelineSpec;
import dev.sluice.spec.table.ModelSpec;
import dev.sluice.table.TableState;
import dev.sluice.table.log.Manifest;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How much of an incremental model a run computes, as far as it is known before rows are read.
 *
 * @param why everything is; empty when only what changed is
 */
public record ModelExtent(String why) implements Serializable {
  private static final ModelExtent CHANGED = new ModelExtent("");

  /**
   * What a run builds on.
   *
   * @param base the state; null for none
   * @param isForced whether nothing that was made of it is taken over
   * @param renamed the tables of which columns go on under other names
   */
  public record Ground(@Nullable Manifest base, boolean isForced, Set<String> renamed) {
    public Ground {
      renamed = Set.copyOf(renamed);
    }
  }

  /** What a state allows, for each incremental model. */
  public static Map<String, ModelExtent> of(PipelineSpec spec, Ground ground) {
    Map<String, ModelExtent> extents = new LinkedHashMap<>();
    for (ModelSpec model : spec.models()) {
      if (model.isIncremental()) {
        extents.put(model.name(), of(spec, model, ground));
      }
    }
    return extents;
  }

  private static ModelExtent of(PipelineSpec spec, ModelSpec model, Ground ground) {
    Manifest base = ground.base();
    if (base == null) {
      return whole("this is the first run");
    }
    if (ground.isForced()) {
      return whole("this run takes nothing over");
    }
    TableState state = base.table(model.name()).orElse(null);
    if (state == null || state.isLeft() || state.kind() != TableState.Kind.MODEL) {
      return whole("the run before did not make it");
    }
    if (state.taken().spec().isEmpty()) {
      return whole("it was not selected when what it reads changed");
    }
    if (!state.taken().spec().equals(DefinitionDigest.by(model))) {
      return whole("its SQL, its columns or its rules changed");
    }
    if (state.counts().dead() > 0) {
      return whole("it has dead letters, which are those of the newest run");
    }
    return Stream.concat(model.inputs().stream(), model.lookup().stream())
        .filter(name -> ground.renamed().contains(name) || !isSame(spec, base, name))
        .findFirst()
        .map(name -> whole("the columns of `" + name + "` changed"))
        .orElse(CHANGED);
  }

  /** What is known of the models that a run derives and that are computed whole. */
  public static List<Fact> known(Map<String, ModelExtent> extents, Map<String, Intake> intakes) {
    List<Fact> facts = new ArrayList<>();
    extents.forEach(
        (model, extent) -> {
          Intake intake = intakes.get(model);
          if (extent.isWhole() && (intake == null || !intake.isKept())) {
            facts.add(new Fact.Computed(model, extent.text()));
          }
        });
    return facts;
  }

  /** How much of each selected model a run would compute; each a sentence. */
  public static List<String> notes(PipelineSpec spec, Ground ground, Predicate<String> isSelected) {
    return of(spec, ground).entrySet().stream()
        .filter(each -> isSelected.test(each.getKey()))
        .map(each -> each.getKey() + " is computed " + each.getValue().asked() + ".")
        .toList();
  }

  private static ModelExtent whole(String why) {
    return new ModelExtent(why);
  }

  private static boolean isSame(PipelineSpec spec, Manifest base, String name) {
    String id = TableState.idOf(Objects.requireNonNull(StepPlans.schemas(spec).get(name)));
    return base.table(name)
        .filter(state -> !state.isLeft() && state.schemaId().equals(id))
        .isPresent();
  }

  public boolean isWhole() {
    return !why.isEmpty();
  }

  private String text() {
    return "whole: " + why;
  }

  private String asked() {
    return isWhole() ? text() : "for the keys whose rows changed";
  }
}
