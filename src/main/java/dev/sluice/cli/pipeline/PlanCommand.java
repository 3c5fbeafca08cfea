// SPDX-License-Identifier: Apache-2.0
package dev.sluice.cli.pipeline;

import dev.sluice.cli.base.PipelineCommand;
import dev.sluice.cli.error.ExitStatus;
import dev.sluice.plan.LeavingTables;
import dev.sluice.report.plan.PlanJson;
import dev.sluice.report.plan.PlanMermaid;
import dev.sluice.report.plan.PlanReport;
import dev.sluice.report.plan.PlanText;
import dev.sluice.report.plan.SourcePreview;
import dev.sluice.report.view.View;
import dev.sluice.spec.PipelineSpec;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code sluice plan}. */
@Command(
    name = "plan",
    description =
        "Show what a run would do, and do nothing: the graph, every setting with its default"
            + " filled in, every path and every warehouse table it would touch.")
public final class PlanCommand extends PipelineCommand {
  @Option(
      names = "--mermaid",
      description =
          "Print only the graph, as a Mermaid flowchart for a README or a wiki. Default: text.")
  private boolean mermaid;

  @Override
  public Integer call() {
    PipelineSpec spec = checked(parse());
    PlanReport all = PlanReport.of(spec).noting(LeavingTables.notes(spec));
    PlanReport plan = mermaid ? all : all.with(SourcePreview.of(spec));
    View view = new View().values(PlanJson.tree(plan));
    print(
        mermaid
            ? view.drawing(PlanMermaid.render(plan))
            : view.drawing(PlanText.render(plan), PlanText.LABEL));
    return ExitStatus.OK.number();
  }
}
