// SPDX-License-Identifier: Apache-2.0
package dev.sluice.cli;

import dev.sluice.pipeline.Promotion;
import dev.sluice.pipeline.Settle;
import dev.sluice.run.ReleasesText;
import dev.sluice.spec.PipelineSpec;
import java.time.Clock;
import picocli.CommandLine.Command;

/** {@code sluice promote releases}. */
@Command(
    name = "releases",
    description = "List all releases, newest first; production shows the first.")
final class PromoteReleasesCommand extends PipelineCommand {
  @Override
  public Integer call() {
    PipelineSpec spec = spec();
    tell(Settle.newest(spec));
    ReleasesText text = new ReleasesText(new Promotion(spec, Clock.systemUTC()).releases());
    print(text.render(), text::tree);
    return ExitStatus.OK.number();
  }
}
