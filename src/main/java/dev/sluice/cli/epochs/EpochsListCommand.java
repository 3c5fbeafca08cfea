// SPDX-License-Identifier: Apache-2.0
package dev.sluice.cli.epochs;

import dev.sluice.cli.base.PipelineCommand;
import dev.sluice.cli.error.ExitStatus;
import dev.sluice.plan.epoch.HeldEpochs;
import dev.sluice.plan.epoch.HeldEpochs.Entry;
import dev.sluice.report.stream.HeldText;
import dev.sluice.report.view.Report;
import dev.sluice.spec.PipelineSpec;
import dev.sluice.table.log.LakeHead;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code sluice epochs list}. */
@Command(
    name = "list",
    description =
        "List the epochs that were held back: what they had read, why they are held, and how to go"
            + " on.",
    footerHeading = "%nExample:%n",
    footer = "  sluice epochs list shop")
final class EpochsListCommand extends PipelineCommand {
  @Option(
      names = "--all",
      description = "Those on which somebody decided too. Default: those that are held.")
  private boolean isAll;

  @Override
  public Integer call() {
    PipelineSpec spec = spec();
    LakeHead.require(spec);
    List<Entry> epochs =
        HeldEpochs.of(spec.lake()).all().stream()
            .filter(entry -> isAll || entry.decision() == null)
            .toList();
    Report text = new HeldText(epochs, folder());
    print(text.view());
    return ExitStatus.OK.number();
  }
}
