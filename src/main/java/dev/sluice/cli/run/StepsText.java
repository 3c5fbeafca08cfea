// SPDX-License-Identifier: Apache-2.0
package dev.sluice.cli.run;

import dev.sluice.fact.meter.Measured;
import dev.sluice.report.text.SafeText;
import dev.sluice.report.view.Report;
import dev.sluice.report.view.Table;
import dev.sluice.report.view.View;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What each step of a run took. */
record StepsText(List<Measured> steps) implements Report {
  private static final Table<Measured> TABLE =
      Table.<Measured>indented()
          .left("step", Measured::step)
          .right("time", each -> SafeText.seconds(each.wall()))
          .number("rows", Measured::rows)
          .number("rows/s", StepsText::rate)
          .number("bytes", Measured::bytes);

  /** Notes of what is finished are written beside the rows. */
  StepsText {
    steps = steps.stream().filter(each -> !each.step().startsWith("Finish ")).toList();
  }

  private static long rate(Measured step) {
    return step.rows() * 1000 / Math.max(step.wall().toMillis(), 1);
  }

  @Override
  public View view() {
    return new View().title("steps").rows("steps", steps, StepsText::tree, TABLE).line("");
  }

  private static Map<String, @Nullable Object> tree(Measured step) {
    Map<String, @Nullable Object> tree = new LinkedHashMap<>();
    tree.put("step", step.step());
    tree.put("seconds", step.wall().toMillis() / 1000.0);
    tree.put("rows", step.rows());
    tree.put("bytes", step.bytes());
    return tree;
  }
}
