// SPDX-License-Identifier: Apache-2.0
package dev.sluice.cli;

import dev.sluice.pipeline.Promotion;
import dev.sluice.promote.Decision;
import dev.sluice.run.DecisionText;
import dev.sluice.spec.PipelineSpec;
import java.time.Clock;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code sluice promote approve}. */
@Command(
    name = "approve",
    description =
        "Approve a staged run as it is now. The approval is recorded and can be applied until the run expires, as long as production does not move on.")
final class PromoteApproveCommand extends PipelineCommand {
  @Option(
      names = "--run",
      paramLabel = "RUN",
      defaultValue = "",
      description = "The staged run, by its id or the number of its manifest. Default: the newest.")
  private String run = "";

  @Option(
      names = "--digest",
      paramLabel = "SHA256",
      defaultValue = "",
      description =
          "The beginning of the digest that `promote plan` showed: another run is not approved by"
              + " mistake. Default: not compared.")
  private String digest = "";

  @Option(
      names = "--why",
      paramLabel = "TEXT",
      required = true,
      description = "The reason, for those who come after; it is recorded.")
  private String why;

  @Option(
      names = "--by",
      paramLabel = "NAME",
      defaultValue = "${sys:user.name}",
      description = "Who does it; it is recorded. Default: the user of this machine.")
  private String by;

  @Override
  public Integer call() {
    PipelineSpec spec = spec();
    Decision decision = new Promotion(spec, Clock.systemUTC()).approve(run, digest, by, why);
    DecisionText text = new DecisionText(decision, folder());
    print(text.render(), text::tree);
    return ExitStatus.OK.number();
  }
}
