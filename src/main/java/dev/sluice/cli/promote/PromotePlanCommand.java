// SPDX-License-Identifier: Apache-2.0
package dev.sluice.cli.promote;

import dev.sluice.cli.base.PipelineCommand;
import dev.sluice.cli.error.ExitStatus;
import dev.sluice.promote.PromotionPlan;
import dev.sluice.report.promote.PromotionText;
import dev.sluice.run.settle.Promotion;
import dev.sluice.spec.PipelineSpec;
import java.time.Clock;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code sluice promote plan}. */
@Command(
    name = "plan",
    description =
        "Show what releasing a staged run would change: rows, columns, keys with samples, checks, and profiles.",
    footerHeading = "%nExample:%n",
    footer = "  sluice promote plan shop")
final class PromotePlanCommand extends PipelineCommand {
  @Mixin private StagedRunOption run;

  @Override
  public Integer call() {
    PipelineSpec spec = spec();
    Promotion promotion = new Promotion(spec, Clock.systemUTC());
    PromotionPlan plan = promotion.plan(run.name());
    PromotionText text = new PromotionText(plan, promotion.inWarehouse(plan), folder());
    print(text.view());
    return ExitStatus.OK.number();
  }
}
