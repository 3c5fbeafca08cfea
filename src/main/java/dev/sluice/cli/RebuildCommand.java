// SPDX-License-Identifier: Apache-2.0
package dev.sluice.cli;

import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.pipeline.Settle;
import dev.sluice.run.RebuiltText;
import dev.sluice.spec.PipelineSpec;
import picocli.CommandLine.Command;

/** {@code sluice rebuild}. */
@Command(
    name = "rebuild",
    description =
        "Make the warehouse anew from the lake alone, every file checked, and put it in the place of"
            + " the one before in one step.")
final class RebuildCommand extends PipelineCommand {
  @Override
  public Integer call() {
    PipelineSpec spec = spec();
    RebuiltText text =
        new RebuiltText(
            Settle.rebuild(spec)
                .orElseThrow(
                    () ->
                        new PipelineException(
                            ErrorCode.MISSING_KEY,
                            "The pipeline "
                                + spec.name()
                                + " has no `warehouse` in its pipeline.yaml, so there is nothing"
                                + " to rebuild")));
    print(text.render(), text::tree);
    return ExitStatus.OK.number();
  }
}
