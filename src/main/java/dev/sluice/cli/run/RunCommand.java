// SPDX-License-Identifier: Apache-2.0
package dev.sluice.cli.run;

import dev.sluice.cli.option.SelectionOptions;
import dev.sluice.plan.PlannedRun;
import dev.sluice.plan.RunRequest;
import dev.sluice.plan.RunRequest.Range;
import dev.sluice.report.run.RunReport;
import dev.sluice.run.PipelineRun;
import dev.sluice.run.runner.Runner;
import dev.sluice.spec.Parsed;
import dev.sluice.spec.PipelineSpec;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sluice run}. */
@Command(
    name = "run",
    description =
        "Run a pipeline: extract, validate, transform, check, and publish in one commit; or"
            + " nothing at all, and say why.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  sluice run shop",
      "  sluice run shop --from 2026-01-01 --to 2026-02-01",
      "  sluice run shop --json --quiet"
    })
public final class RunCommand extends RunningCommand {
  @Option(
      names = "--from",
      paramLabel = "VALUE",
      defaultValue = "",
      description =
          "Backfill: read the rows whose cursor is at least VALUE again, whatever was read before,"
              + " and merge them; the committed cursor stays. Tables without a cursor are left"
              + " alone. Default: no bound.")
  private String from = "";

  @Option(
      names = "--to",
      paramLabel = "VALUE",
      defaultValue = "",
      description =
          "Backfill: stop before the cursor value VALUE, which is not read. Default: no bound.")
  private String to = "";

  @Option(
      names = "--again",
      description =
          "Run although neither the spec nor the input changed since the last run. Default: say so,"
              + " and do nothing.")
  private boolean isForced;

  @Option(
      names = "--drop",
      paramLabel = "NAME",
      description =
          "Take a table, a model or a column (TABLE.COLUMN) out of production that the spec no"
              + " longer has; may be given several times. Default: at a terminal, ask; else what is"
              + " there stays.")
  private List<String> dropped = List.of();

  @Option(
      names = {"-y", "--yes"},
      description =
          "Ask nothing, and take out of production whatever the spec no longer has. Default: ask.")
  private boolean isYes;

  @Mixin private SelectionOptions selection;

  @Override
  protected @Nullable String deferred() {
    return selection.deferred();
  }

  @Override
  int work() {
    Parsed parsed = parse();
    Range range = new Range(from, to);
    LeavingQuestions leaving = new LeavingQuestions(this, dropped, isYes);
    PipelineSpec known = range.equals(Range.NONE) ? growing(parsed, selection::of) : spec(parsed);
    PipelineSpec spec = begin(leaving.ask(known, range.equals(Range.NONE)));
    RunRequest request =
        new RunRequest(
            spec,
            digest(parsed),
            createdAt(),
            range,
            null,
            isForced,
            leaving.tables(),
            selection.of(spec));
    Runner runner = runner(spec);
    tell(PipelineRun.settle(request));
    PlannedRun planned = PipelineRun.plan(request);
    if (planned instanceof PlannedRun.Done done) {
      tell(done.notes());
      return reportDone(
          spec,
          done.manifest(),
          done.isRejected() ? RunReport.Note.rejected() : RunReport.Note.unchanged());
    }
    PlannedRun.Ready ready = (PlannedRun.Ready) planned;
    return execute(runner, ready, manifest -> RunReport.Note.resumed(ready.finished()));
  }
}
