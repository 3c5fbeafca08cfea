// SPDX-License-Identifier: Apache-2.0
package dev.sluice.cli.check;

import dev.sluice.cli.base.PipelineCommand;
import dev.sluice.cli.error.ExitStatus;
import dev.sluice.report.run.ChecksText;
import dev.sluice.spec.PipelineSpec;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code sluice check list}. */
@Command(
    name = "list",
    description =
        "List every check of a run with its verdict, what was observed and what was expected;"
            + " warning rules and tolerances too.",
    footerHeading = "%nExamples:%n",
    footer = {"  sluice check list", "  sluice check list shop --run 12 --json"})
final class CheckListCommand extends PipelineCommand {
  @Mixin private CheckedRun run;

  @Override
  public Integer call() {
    PipelineSpec spec = spec();
    print(ChecksText.list(spec.name(), run.of(spec.lake()).orElse(null)).view());
    return ExitStatus.OK.number();
  }
}
