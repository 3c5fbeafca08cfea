// SPDX-License-Identifier: Apache-2.0
package dev.sluice.cli.pipeline;

import dev.sluice.cli.base.PipelineCommand;
import dev.sluice.cli.error.ExitStatus;
import dev.sluice.plan.RunPreview;
import dev.sluice.plan.epoch.HeldEpochs;
import dev.sluice.plan.selection.Selection;
import dev.sluice.promote.RunStandings;
import dev.sluice.report.run.ResultPlaces;
import dev.sluice.report.run.RunHistory;
import dev.sluice.report.stream.StreamText;
import dev.sluice.report.view.Report;
import dev.sluice.report.view.View;
import dev.sluice.run.stream.EpochStream;
import dev.sluice.spec.Layout.Mode;
import dev.sluice.spec.Parsed;
import dev.sluice.spec.PipelineSpec;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code sluice status}. */
@Command(
    name = "status",
    description =
        "List past runs, newest first, failed ones too, and where the rows of the last one went."
            + " Of a stream: whether it runs, how fast, and what waits.",
    footerHeading = "%nExamples:%n",
    footer = {"  sluice status shop", "  sluice status shop --runs 100 --json"})
public final class StatusCommand extends PipelineCommand {
  @Option(
      names = "--runs",
      paramLabel = "N",
      defaultValue = "20",
      description = "How many runs to list, the newest. Default: ${DEFAULT-VALUE}.")
  private int most;

  @Override
  public Integer call() {
    if (most < 1) {
      throw wrong("--runs must be at least 1");
    }
    Parsed parsed = parse();
    PipelineSpec spec = spec(parsed);
    Instant now = Instant.now();
    RunHistory history =
        RunHistory.read(
            spec.name(),
            ResultPlaces.of(spec),
            most,
            RunStandings.of(spec.lake(), spec.publish().expireAfter(), now));
    View view = new View();
    @Nullable Boolean isRunning = EpochStream.isRunning(spec.lake()).orElse(null);
    if (spec.layout().mode() == Mode.STREAMING || Boolean.TRUE.equals(isRunning)) {
      Report stream =
          new StreamText(
              spec.name(),
              isRunning,
              spec.layout().commitEvery(),
              history.committed(),
              HeldEpochs.of(spec.lake()).held(),
              RunPreview.of(spec, digest(parsed), Selection.ALL),
              now);
      view.value("stream", stream.tree()).linesOf(stream.view()).line("");
    }
    View runs = history.view();
    print(view.values(runs.tree()).linesOf(runs));
    return ExitStatus.OK.number();
  }
}
