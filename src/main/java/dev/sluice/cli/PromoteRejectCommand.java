// SPDX-License-Identifier: Apache-2.0
package dev.sluice.cli;

import dev.sluice.pipeline.Promotion;
import dev.sluice.promote.Decision;
import dev.sluice.run.DecisionText;
import dev.sluice.spec.PipelineSpec;
import java.time.Clock;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code sluice promote reject}. */
@Command(
    name = "reject",
    description =
        "Reject a run that production does not show: neither it nor what builds on it can be released, and the next run takes its input in again.")
final class PromoteRejectCommand extends PipelineCommand {
  @Option(
      names = "--run",
      paramLabel = "RUN",
      defaultValue = "",
      description = "The staged run, by its id or the number of its manifest. Default: the newest.")
  private String run = "";

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
    Decision decision = new Promotion(spec, Clock.systemUTC()).reject(run, by, why);
    DecisionText text = new DecisionText(decision, folder());
    print(text.render(), text::tree);
    return ExitStatus.OK.number();
  }
}
