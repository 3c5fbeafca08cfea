// SPDX-License-Identifier: Apache-2.0
package dev.sluice.report.plan;

import dev.sluice.report.plan.PlanReport.Step;
import dev.sluice.report.text.SafeText;
import dev.sluice.table.LakeTables;
import java.util.Objects;

/** Draws a plan as a Mermaid flowchart. */
public final class PlanMermaid {
  private PlanMermaid() {}

  public static String render(PlanReport plan) {
    StringBuilder out = new StringBuilder("flowchart LR\n");
    plan.steps().forEach(step -> nodes(out, step));
    out.append("  dead[(dead_letters)]\n  gate{checks}\n  manifest[manifest]\n");
    plan.steps().forEach(step -> edges(out, step));
    out.append("  gate --> manifest\n");
    Object warehouse = plan.settings().get("warehouse");
    if (warehouse != null) {
      out.append("  manifest --> warehouse[(" + label(Objects.toString(warehouse)) + ")]\n");
    }
    out.append("  manifest --> lake[(" + label(String.valueOf(plan.settings().get("lake"))) + ")]");
    return out.append('\n').toString();
  }

  private static void nodes(StringBuilder out, Step step) {
    if (step.isTable()) {
      String source = label(String.join(", ", step.inputs()));
      out.append("  s_" + step.name() + "[/" + source + "/]\n");
      out.append("  r_" + step.name() + "[(" + label(LakeTables.raw(step.name())) + ")]\n");
    }
    out.append("  t_" + step.name() + "[" + label(step.name()) + "]\n");
  }

  private static void edges(StringBuilder out, Step step) {
    String name = step.name();
    if (step.isTable()) {
      out.append("  s_" + name + " --> r_" + name + "\n");
      out.append("  r_" + name + " --> t_" + name + "\n");
    }
    if (!step.isTable()) {
      step.inputs().forEach(input -> out.append("  t_" + input + " --> t_" + name + "\n"));
      step.lookup()
          .forEach(input -> out.append("  t_" + input + " -. lookup .-> t_" + name + "\n"));
    }
    out.append("  t_" + name + " -. bad rows .-> dead\n");
    out.append("  t_" + name + " --> gate\n");
  }

  private static String label(String text) {
    return '"'
        + SafeText.escape(text)
            .replace("#", "#35;")
            .replace("\"", "#quot;")
            .replace("<", "#lt;")
            .replace(">", "#gt;")
        + '"';
  }
}
