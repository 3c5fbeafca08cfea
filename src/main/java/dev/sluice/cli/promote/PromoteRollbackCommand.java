// SPDX-License-Identifier: Apache-2.0
package dev.sluice.cli.promote;

import dev.sluice.cli.base.PipelineCommand;
import dev.sluice.cli.option.PersonOption;
import dev.sluice.cli.option.ReasonOption;
import dev.sluice.promote.release.Release;
import dev.sluice.promote.release.Releases;
import dev.sluice.report.promote.ReleaseText;
import dev.sluice.run.settle.FollowUp;
import dev.sluice.run.settle.Promotion;
import dev.sluice.spec.PipelineSpec;
import java.time.Clock;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sluice promote rollback}. */
@Command(
    name = "rollback",
    description = "Bring an earlier release back, in one step for all tables. Nothing is removed.",
    footerHeading = "%nExample:%n",
    footer = "  sluice promote rollback shop --why \"customers are missing\"")
final class PromoteRollbackCommand extends PipelineCommand {
  @Option(
      names = "--to",
      paramLabel = "RELEASE",
      defaultValue = "0",
      description = "The release to go back to. Default: the one before the newest one.")
  private long release;

  @Mixin private ReasonOption reason;

  @Mixin private PersonOption person;

  @Override
  public Integer call() {
    PipelineSpec spec = spec();
    tell(FollowUp.newest(spec));
    long shown = Releases.of(spec.lake()).number();
    Promotion promotion = new Promotion(spec, Clock.systemUTC());
    Release made = promotion.rollback(release, person.name(), reason.text());
    ReleaseText text = new ReleaseText(made, made.number() > shown, folder());
    print(text.view(), promotion.unfinished());
    return exit(promotion.unfinished(), "The lake shows release %d".formatted(made.number()));
  }
}
