// SPDX-License-Identifier: Apache-2.0
package dev.sluice.cli.pipeline;

import dev.sluice.cli.base.PipelineCommand;
import dev.sluice.cli.error.ExitStatus;
import dev.sluice.cli.option.SelectionOptions;
import dev.sluice.infer.change.Growth;
import dev.sluice.plan.LeavingTables;
import dev.sluice.plan.RunPreview;
import dev.sluice.plan.change.PlannedChanges;
import dev.sluice.plan.selection.Selection;
import dev.sluice.report.plan.ChangesText;
import dev.sluice.report.plan.PlanJson;
import dev.sluice.report.plan.PlanMermaid;
import dev.sluice.report.plan.PlanReport;
import dev.sluice.report.plan.PlanText;
import dev.sluice.report.plan.SourcePreview;
import dev.sluice.report.view.View;
import dev.sluice.spec.Parsed;
import dev.sluice.spec.PipelineSpec;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sluice plan}. */
@Command(
    name = "plan",
    description =
        "Show what a run would do, and do nothing: what differs from the last run, the graph, every"
            + " setting with its default filled in, every path and every warehouse table it would"
            + " touch. If a run would be refused, it says so first, and exits as the run would.",
    footerHeading = "%nExamples:%n",
    footer = {"  sluice plan shop", "  sluice plan shop --mermaid > graph.mmd"})
public final class PlanCommand extends PipelineCommand {
  @Option(
      names = "--mermaid",
      description =
          "Print only the graph, as a Mermaid flowchart for a README or a wiki. Default: text.")
  private boolean mermaid;

  @Mixin private SelectionOptions options;

  @Override
  protected @Nullable String deferred() {
    return options.deferred();
  }

  @Override
  public Integer call() {
    Parsed parsed = parse();
    PipelineSpec spec = Growth.isAsked(parsed) ? growing(parsed, options::of) : looking(parsed);
    Selection selection = options.of(spec);
    PlanReport all =
        PlanReport.of(spec)
            .noting(LeavingTables.notes(spec, selection))
            .selecting(selection.names());
    PlanReport plan = mermaid ? all : all.with(SourcePreview.of(spec, selection::has));
    if (mermaid) {
      print(new View().values(PlanJson.tree(plan)).drawing(PlanMermaid.render(plan)));
    } else {
      PlannedChanges changes = RunPreview.of(spec, digest(parsed), selection);
      print(
          ChangesText.view(changes, source(), session().page().width())
              .values(PlanJson.tree(plan))
              .drawing(PlanText.render(plan), PlanText.LABEL));
      if (!changes.refusals().isEmpty()) {
        return ExitStatus.of(changes.refusals().get(0).code()).number();
      }
    }
    return ExitStatus.OK.number();
  }
}
