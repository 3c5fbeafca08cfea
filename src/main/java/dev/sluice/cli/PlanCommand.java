// SPDX-License-Identifier: Apache-2.0
package dev.sluice.cli;

import dev.sluice.pipeline.Leaving;
import dev.sluice.run.Plan;
import dev.sluice.run.PlanJson;
import dev.sluice.run.PlanMermaid;
import dev.sluice.run.PlanText;
import dev.sluice.run.SourceLook;
import dev.sluice.spec.PipelineSpec;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code sluice plan}. */
@Command(
    name = "plan",
    description =
        "Show what a run would do, and do nothing: the graph, every setting with its default"
            + " filled in, every path and every warehouse table it would touch.")
final class PlanCommand extends PipelineCommand {
  @Option(
      names = "--mermaid",
      description =
          "Print only the graph, as a Mermaid flowchart for a README or a wiki. Default: text.")
  private boolean mermaid;

  @Override
  public Integer call() {
    PipelineSpec spec = checked(parse());
    Plan all = Plan.of(spec).noting(Leaving.notes(spec));
    Plan plan = mermaid ? all : all.with(SourceLook.of(spec));
    print(mermaid ? PlanMermaid.render(plan) : PlanText.render(plan), () -> PlanJson.tree(plan));
    return ExitStatus.OK.number();
  }
}
