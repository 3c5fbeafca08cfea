// SPDX-License-Identifier: Apache-2.0
package dev.sluice.report.run.page;

import dev.sluice.fact.meter.Measured;
import dev.sluice.report.html.Drawing;
import dev.sluice.report.html.HtmlTable;
import dev.sluice.report.html.HtmlText;
import dev.sluice.report.text.SafeText;
import java.util.Comparator;
import java.util.List;

/** When each step was at work. */
final class StepsPart {
  private static final int MOST = 60;

  private final List<Measured> steps;
  private final long first;
  private final double span;

  StepsPart(RunMaterial material) {
    // Notes of what is finished are written beside the rows.
    List<Measured> shown =
        material.steps().stream().filter(each -> !each.step().startsWith("Finish ")).toList();
    this.first = shown.stream().mapToLong(Measured::from).min().orElse(0);
    this.span = Math.max(1, shown.stream().mapToLong(Measured::to).max().orElse(0) - first);
    List<Measured> longest =
        shown.stream().sorted(Comparator.comparing(Measured::wall).reversed()).limit(MOST).toList();
    this.steps = longest.stream().sorted(Comparator.comparingLong(Measured::from)).toList();
  }

  void write(HtmlText html) {
    new HtmlTable<Measured>("when each step was at work")
        .name("step", Measured::step)
        .cell("when", "graph", this::when)
        .cell("time", "number", (cell, each) -> cell.text(SafeText.seconds(each.wall())))
        .number("rows", Measured::rows)
        .cell(
            "bytes",
            "number",
            (cell, each) -> cell.text(each.bytes() == 0 ? "" : SafeText.bytes(each.bytes())))
        .stacked()
        .write(html, steps, MOST);
  }

  private void when(HtmlText html, Measured step) {
    Drawing.stretch(
        html,
        (step.from() - first) / span,
        (step.to() - first) / span,
        SafeText.seconds(step.wall()));
  }
}
