// SPDX-License-Identifier: Apache-2.0
package dev.sluice.report.plan;

import dev.sluice.report.plan.PlanReport.Step;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Shows a plan to programs. */
public final class PlanJson {
  private PlanJson() {}

  /** A plan for programs; the drawing is in it as text. */
  public static Map<String, @Nullable Object> tree(PlanReport plan) {
    Map<String, @Nullable Object> tree = new LinkedHashMap<>();
    tree.put("pipeline", plan.pipeline());
    tree.putAll(plan.settings());
    tree.put("steps", plan.steps().stream().map(PlanJson::tree).toList());
    tree.put("also_writes", plan.touches().folders());
    tree.put("mermaid", PlanMermaid.render(plan));
    return tree;
  }

  private static Map<String, @Nullable Object> tree(Step step) {
    Map<String, @Nullable Object> tree = new LinkedHashMap<>();
    tree.put("name", step.name());
    tree.put("kind", step.kind());
    tree.put("inputs", List.copyOf(step.inputs()));
    tree.putAll(step.settings());
    tree.put("writes", step.touches().folders());
    tree.put("warehouse_tables", step.touches().warehouseTables());
    return tree;
  }
}
