// SPDX-License-Identifier: Apache-2.0
package dev.sluice.cli.run;

import dev.sluice.cli.error.ExitStatus;
import dev.sluice.cli.option.SelectionOptions;
import dev.sluice.plan.PlannedRun;
import dev.sluice.plan.RunRequest;
import dev.sluice.plan.RunRequest.Range;
import dev.sluice.report.run.RunReport;
import dev.sluice.run.PipelineRun;
import dev.sluice.run.runner.Runner;
import dev.sluice.run.stream.EpochStream;
import dev.sluice.spec.Layout;
import dev.sluice.spec.Parsed;
import dev.sluice.spec.PipelineSpec;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
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
      "  sluice run shop --mode streaming",
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

  @Option(
      names = "--mode",
      paramLabel = "MODE",
      description =
          "batch: take in what the sources hold, and end. streaming: go on, and commit what comes"
              + " every `commit_every`, until Ctrl-C or SIGTERM ends it after an epoch. Default:"
              + " what the spec says.")
  private Layout.@Nullable Mode mode;

  @Mixin private SelectionOptions selection;

  @Override
  protected @Nullable String deferred() {
    return selection.deferred();
  }

  @Override
  int work() {
    Parsed parsed = parse();
    Range range = range();
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
            selection.of(spec),
            null);
    Runner runner = runner(spec);
    if ((mode == null ? spec.layout().mode() : mode) == Layout.Mode.STREAMING) {
      return stream(parsed, request, runner);
    }
    tell(PipelineRun.settle(request));
    if (!runner.isDetachable()) {
      tell(EpochStream.receive(spec, request.selection()::has));
    }
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

  private int stream(Parsed parsed, RunRequest first, Runner runner) {
    if (!range().equals(Range.NONE) || isForced || createdAt() != null) {
      throw wrong(
          "A stream takes in what comes: --from, --to, --again and --created-at are for --mode=batch");
    }
    runner.requireEpochs(first.spec().layout().commitEvery());
    tell(PipelineRun.settle(first));
    begun();
    StreamingRun.of(this, first.spec(), first.selection()::has, new Epochs(parsed, first), runner);
    return ExitStatus.OK.number();
  }

  private Range range() {
    return new Range(from, to);
  }

  /**
   * What each epoch is asked to do: the first one what was typed, the others what is left of it.
   */
  private final class Epochs implements Supplier<RunRequest> {
    private final Parsed parsed;
    private final RunRequest first;
    private boolean isBegun;

    Epochs(Parsed parsed, RunRequest first) {
      this.parsed = parsed;
      this.first = first;
    }

    @Override
    public RunRequest get() {
      if (!isBegun) {
        isBegun = true;
        return first;
      }
      PipelineSpec spec = growing(parsed, Objects.requireNonNull(parsed.spec()), selection::of);
      return new RunRequest(
          spec, digest(parsed), null, Range.NONE, null, false, List.of(), selection.of(spec), null);
    }
  }
}
