// SPDX-License-Identifier: Apache-2.0
package dev.sluice.cli.pipeline;

import dev.sluice.cli.base.PipelineCommand;
import dev.sluice.cli.error.ExitStatus;
import dev.sluice.promote.RunStandings;
import dev.sluice.report.run.ResultPlaces;
import dev.sluice.report.run.RunHistory;
import dev.sluice.spec.PipelineSpec;
import java.time.Instant;
import picocli.CommandLine.Command;

/** {@code sluice status}. */
@Command(
    name = "status",
    description =
        "List past runs, newest first, failed ones too, and where the rows of the last one went.",
    footerHeading = "%nExample:%n",
    footer = "  sluice status shop")
public final class StatusCommand extends PipelineCommand {
  @Override
  public Integer call() {
    PipelineSpec spec = spec();
    RunHistory history =
        RunHistory.read(
            spec.name(),
            ResultPlaces.of(spec),
            RunStandings.of(spec.lake(), spec.publish().expireAfter(), Instant.now()));
    print(history.view());
    return ExitStatus.OK.number();
  }
}
