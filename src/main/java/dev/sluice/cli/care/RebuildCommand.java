// SPDX-License-Identifier: Apache-2.0
package dev.sluice.cli.care;

import dev.sluice.cli.base.PipelineCommand;
import dev.sluice.cli.error.ExitStatus;
import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.report.care.RebuiltText;
import dev.sluice.run.settle.FollowUp;
import dev.sluice.spec.PipelineSpec;
import picocli.CommandLine.Command;

/** {@code sluice rebuild}. */
@Command(
    name = "rebuild",
    description =
        "Make the warehouse anew from the lake alone, every file checked, and put it in the place of"
            + " the one before in one step.",
    footerHeading = "%nExample:%n",
    footer = "  sluice rebuild shop")
public final class RebuildCommand extends PipelineCommand {
  @Override
  public Integer call() {
    PipelineSpec spec = spec();
    RebuiltText text =
        new RebuiltText(
            FollowUp.rebuild(spec)
                .orElseThrow(
                    () ->
                        new PipelineException(
                            ErrorCode.MISSING_KEY,
                            "The pipeline "
                                + spec.name()
                                + " has no `warehouse` in its pipeline.yaml, so there is nothing"
                                + " to rebuild")));
    print(text.view());
    return ExitStatus.OK.number();
  }
}
