// SPDX-License-Identifier: Apache-2.0
package dev.sluice.cli.promote;

import dev.sluice.cli.base.PipelineCommand;
import dev.sluice.cli.error.ExitStatus;
import dev.sluice.cli.option.PersonOption;
import dev.sluice.cli.option.ReasonOption;
import dev.sluice.promote.decision.Decision;
import dev.sluice.report.promote.DecisionText;
import dev.sluice.run.settle.Promotion;
import dev.sluice.spec.PipelineSpec;
import java.time.Clock;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code sluice promote reject}. */
@Command(
    name = "reject",
    description =
        "Reject a run that production does not show: neither it nor what builds on it can be released, and the next run takes its input in again, `sluice run --again` at once.",
    footerHeading = "%nExample:%n",
    footer = "  sluice promote reject shop --why \"the prices are those of last year\"")
final class PromoteRejectCommand extends PipelineCommand {
  @Mixin private StagedRunOption run;

  @Mixin private ReasonOption reason;

  @Mixin private PersonOption person;

  @Override
  public Integer call() {
    PipelineSpec spec = spec();
    Decision decision =
        new Promotion(spec, Clock.systemUTC()).reject(run.name(), person.name(), reason.text());
    DecisionText text = new DecisionText(decision, folder(), run.name());
    print(text.view());
    return ExitStatus.OK.number();
  }
}
