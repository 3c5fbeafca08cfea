// SPDX-License-Identifier: Apache-2.0
package dev.sluice.cli.pipeline;

import dev.sluice.cli.base.PipelineCommand;
import dev.sluice.cli.error.ExitStatus;
import dev.sluice.plan.LeavingTables;
import dev.sluice.plan.RunPreview;
import dev.sluice.report.plan.ChangesText;
import dev.sluice.report.plan.PlanJson;
import dev.sluice.report.plan.PlanMermaid;
import dev.sluice.report.plan.PlanReport;
import dev.sluice.report.plan.PlanText;
import dev.sluice.report.plan.SourcePreview;
import dev.sluice.report.view.View;
import dev.sluice.spec.Parsed;
import dev.sluice.spec.PipelineSpec;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code sluice plan}. */
@Command(
    name = "plan",
    description =
        "Show what a run would do, and do nothing: what differs from the last run, the graph, every"
            + " setting with its default filled in, every path and every warehouse table it would"
            + " touch.")
public final class PlanCommand extends PipelineCommand {
  @Option(
      names = "--mermaid",
      description =
          "Print only the graph, as a Mermaid flowchart for a README or a wiki. Default: text.")
  private boolean mermaid;

  @Override
  public Integer call() {
    Parsed parsed = parse();
    PipelineSpec spec = checked(parsed);
    PlanReport all = PlanReport.of(spec).noting(LeavingTables.notes(spec));
    PlanReport plan = mermaid ? all : all.with(SourcePreview.of(spec));
    if (mermaid) {
      print(new View().values(PlanJson.tree(plan)).drawing(PlanMermaid.render(plan)));
    } else {
      print(
          ChangesText.view(RunPreview.of(spec, parsed.digest()))
              .values(PlanJson.tree(plan))
              .drawing(PlanText.render(plan)));
    }
    return ExitStatus.OK.number();
  }
}
