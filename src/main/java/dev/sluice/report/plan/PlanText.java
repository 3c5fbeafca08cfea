// SPDX-License-Identifier: Apache-2.0
package dev.sluice.report.plan;

import dev.sluice.report.plan.PlanReport.Step;
import dev.sluice.report.run.ResultPlaces;
import dev.sluice.report.text.SafeText;
import dev.sluice.report.text.SpecWords;
import dev.sluice.table.LakeTables;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Shows a plan to people. */
public final class PlanText {
  /** The column in which settings stand. */
  public static final int LABEL = 19;

  private PlanText() {}

  public static String render(PlanReport plan) {
    StringBuilder out = new StringBuilder();
    out.append(SafeText.escape(plan.pipeline())).append("  (pipeline)\n");
    plan.settings().forEach((key, value) -> row(out, key, show(value)));
    row(out, "also writes", plan.touches().folders());
    out.append("\ngraph\n");
    plan.steps().forEach(step -> edges(step).forEach(edge -> out.append("  " + edge + "\n")));
    out.append("  every bad row ──► " + ResultPlaces.DEAD_LETTERS + "\n");
    out.append("  all tables ──► checks ──► manifest ──► ");
    out.append(plan.settings().get("warehouse") == null ? "production\n" : "warehouse\n");
    plan.steps().forEach(step -> step(out, step));
    return out.toString();
  }

  private static List<String> edges(Step step) {
    if (step.isTable()) {
      String raw = LakeTables.raw(step.name());
      return List.of(
          SafeText.escape(String.join(" + ", step.inputs())) + " ──► " + raw,
          raw + " ──► " + step.name());
    }
    List<String> inputs = new ArrayList<>(step.inputs());
    step.lookup().forEach(each -> inputs.add(each + " (lookup)"));
    return List.of(SafeText.escape(String.join(" + ", inputs)) + " ──► " + step.name());
  }

  private static void step(StringBuilder out, Step step) {
    out.append("\n" + step.name() + "  (" + step.kind() + ")\n");
    step.settings().forEach((key, value) -> row(out, key, show(value)));
    row(out, "writes", step.touches().folders());
    row(out, "warehouse", step.touches().warehouseTables());
  }

  /** The lines a setting takes: statements have their own, and so has each entry of a long list. */
  private static List<String> show(@Nullable Object value) {
    if (value instanceof String text) {
      return text.lines().map(SafeText::escape).toList();
    }
    if (value instanceof Collection<?> list
        && !list.isEmpty()
        && list.stream().anyMatch(PlanText::isLong)) {
      return list.stream()
          .map(each -> each instanceof String text ? SafeText.escape(text) : SpecWords.flow(each))
          .toList();
    }
    return List.of(SpecWords.flow(value));
  }

  private static boolean isLong(Object value) {
    return value instanceof Map<?, ?> || value.toString().indexOf(' ') >= 0;
  }

  private static void row(StringBuilder out, String key, List<String> lines) {
    for (int i = 0; i < Math.max(lines.size(), 1); i++) {
      String line = lines.isEmpty() ? "none" : lines.get(i);
      out.append(String.format(Locale.ROOT, "  %-16s %s\n", i == 0 ? key : "", line));
    }
  }
}
