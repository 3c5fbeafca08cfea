// SPDX-License-Identifier: Apache-2.0
package dev.sluice.spec.parse.binding;

import dev.sluice.error.ErrorCode;
import dev.sluice.spec.yaml.Problems;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Puts models in an order in which each comes after those it reads. */
final class ModelOrder {
  private final Map<String, ModelDraft> models = new LinkedHashMap<>();
  private final Map<String, Set<String>> references;
  private final Problems problems;
  private final Set<String> done = new HashSet<>();
  private final List<String> path = new ArrayList<>();
  private final List<ModelDraft> ordered = new ArrayList<>();

  private ModelOrder(
      List<ModelDraft> models, Map<String, Set<String>> references, Problems problems) {
    models.forEach(model -> this.models.put(model.name(), model));
    this.references = references;
    this.problems = problems;
  }

  /**
   * Orders models, and reports circles; every model is in the result all the same.
   *
   * @param references for each model the names it reads
   */
  static List<ModelDraft> of(
      List<ModelDraft> models, Map<String, Set<String>> references, Problems problems) {
    ModelOrder order = new ModelOrder(models, references, problems);
    models.forEach(model -> order.visit(model.name()));
    return order.ordered;
  }

  private void visit(String name) {
    int at = path.indexOf(name);
    if (at >= 0) {
      reportCircle(path.subList(at, path.size()));
      return;
    }
    if (done.contains(name) || !models.containsKey(name)) {
      return;
    }
    path.add(name);
    references.getOrDefault(name, Set.of()).stream().sorted().forEach(this::visit);
    path.remove(path.size() - 1);
    done.add(name);
    ordered.add(Objects.requireNonNull(models.get(name)));
  }

  private void reportCircle(List<String> circle) {
    ModelDraft first = Objects.requireNonNull(models.get(circle.get(0)));
    String way = String.join("` → `", circle);
    problems.error(
        ErrorCode.CYCLE,
        first.position(),
        circle.size() == 1
            ? "the model `" + first.name() + "` reads itself"
            : "models read one another in a circle: `" + way + "` → `" + first.name() + "`",
        "a model reads only what is made before it");
  }
}
