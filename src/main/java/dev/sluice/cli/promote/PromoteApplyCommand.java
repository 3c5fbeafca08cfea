// SPDX-License-Identifier: Apache-2.0
package dev.sluice.cli.promote;

import dev.sluice.cli.base.PipelineCommand;
import dev.sluice.cli.option.PersonOption;
import dev.sluice.promote.release.Release;
import dev.sluice.report.promote.ReleaseText;
import dev.sluice.run.settle.FollowUp;
import dev.sluice.run.settle.Promotion;
import dev.sluice.spec.PipelineSpec;
import java.time.Clock;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code sluice promote apply}. */
@Command(
    name = "apply",
    description =
        "Release an approved run: all tables of the lake's production change in one step, then"
            + " those of the warehouse in one transaction.",
    footerHeading = "%nExample:%n",
    footer = "  sluice promote apply shop")
final class PromoteApplyCommand extends PipelineCommand {
  @Mixin private StagedRunOption run;

  @Mixin private PersonOption person;

  @Override
  public Integer call() {
    PipelineSpec spec = spec();
    tell(FollowUp.newest(spec));
    Promotion promotion = new Promotion(spec, Clock.systemUTC());
    Release release = promotion.apply(run.name(), person.name());
    ReleaseText text = new ReleaseText(release, folder());
    print(text.view(), promotion.unfinished());
    return exit(promotion.unfinished(), "The lake shows release %d".formatted(release.number()));
  }
}
