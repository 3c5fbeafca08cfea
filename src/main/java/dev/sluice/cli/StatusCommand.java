// SPDX-License-Identifier: Apache-2.0
package dev.sluice.cli;

import dev.sluice.promote.Standings;
import dev.sluice.run.Places;
import dev.sluice.run.RunHistory;
import dev.sluice.spec.PipelineSpec;
import java.time.Instant;
import picocli.CommandLine.Command;

/** {@code sluice status}. */
@Command(
    name = "status",
    description =
        "List past runs, newest first, failed ones too, and where the rows of the last one went.")
final class StatusCommand extends PipelineCommand {
  @Override
  public Integer call() {
    PipelineSpec spec = spec();
    RunHistory history =
        RunHistory.read(
            spec.name(),
            Places.of(spec),
            Standings.of(spec.lake(), spec.publish().expireAfter(), Instant.now()));
    print(history.render(), history::tree);
    return ExitStatus.OK.number();
  }
}
