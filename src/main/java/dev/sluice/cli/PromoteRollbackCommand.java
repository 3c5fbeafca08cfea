// SPDX-License-Identifier: Apache-2.0
package dev.sluice.cli;

import dev.sluice.pipeline.Promotion;
import dev.sluice.pipeline.Settle;
import dev.sluice.promote.Release;
import dev.sluice.promote.Releases;
import dev.sluice.run.ReleaseText;
import dev.sluice.spec.PipelineSpec;
import java.time.Clock;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sluice promote rollback}. */
@Command(
    name = "rollback",
    description = "Bring an earlier release back, in one step for all tables. Nothing is removed.")
final class PromoteRollbackCommand extends PipelineCommand {
  @Option(
      names = "--to",
      paramLabel = "RELEASE",
      defaultValue = "0",
      description = "The release to go back to. Default: the one before the last published run.")
  private long release;

  @Mixin private Reason reason;

  @Mixin private Person person;

  @Override
  public Integer call() {
    PipelineSpec spec = spec();
    tell(Settle.newest(spec));
    long shown = Releases.of(spec.lake()).number();
    Promotion promotion = new Promotion(spec, Clock.systemUTC());
    Release made = promotion.rollback(release, person.name(), reason.text());
    ReleaseText text = new ReleaseText(made, made.number() > shown);
    print(text.render(), text::tree, promotion.unfinished());
    return exit(promotion.unfinished(), "The lake shows release %d".formatted(made.number()));
  }
}
