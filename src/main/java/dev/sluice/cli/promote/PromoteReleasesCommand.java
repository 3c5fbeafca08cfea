// SPDX-License-Identifier: Apache-2.0
package dev.sluice.cli.promote;

import dev.sluice.cli.base.PipelineCommand;
import dev.sluice.report.promote.ReleasesText;
import dev.sluice.run.settle.FollowUp;
import dev.sluice.run.settle.Promotion;
import dev.sluice.spec.PipelineSpec;
import java.time.Clock;
import picocli.CommandLine.Command;

/** {@code sluice promote releases}. */
@Command(
    name = "releases",
    description = "List all releases, newest first; production shows the first.",
    footerHeading = "%nExample:%n",
    footer = "  sluice promote releases shop")
final class PromoteReleasesCommand extends PipelineCommand {
  @Override
  public Integer call() {
    PipelineSpec spec = spec();
    tell(FollowUp.newest(spec));
    Promotion promotion = new Promotion(spec, Clock.systemUTC());
    ReleasesText text = new ReleasesText(promotion.releases());
    print(text.view(), promotion.unfinished());
    return exit(promotion.unfinished(), "The lake shows its newest release");
  }
}
