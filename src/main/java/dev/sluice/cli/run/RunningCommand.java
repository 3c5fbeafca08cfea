// SPDX-License-Identifier: Apache-2.0
package dev.sluice.cli.run;

import dev.sluice.cli.base.PipelineCommand;
import dev.sluice.cli.error.ExitStatus;
import dev.sluice.cli.progress.ProgressView;
import dev.sluice.cli.report.PageWriting;
import dev.sluice.error.PipelineException;
import dev.sluice.explain.cause.Cause;
import dev.sluice.explain.cause.Causes;
import dev.sluice.fact.meter.Measured;
import dev.sluice.plan.PlannedRun;
import dev.sluice.plan.sources.SourceRereading;
import dev.sluice.promote.RunStandings;
import dev.sluice.report.page.Style;
import dev.sluice.report.run.ResultPlaces;
import dev.sluice.report.run.RunReport;
import dev.sluice.report.view.Report;
import dev.sluice.report.view.View;
import dev.sluice.run.PipelineRun;
import dev.sluice.run.runner.RemoteJob;
import dev.sluice.run.runner.Runner;
import dev.sluice.run.settle.UnfinishedStep;
import dev.sluice.spec.PipelineSpec;
import dev.sluice.table.log.Manifest;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.Unmatched;

/** What the commands that run a pipeline share. */
abstract class RunningCommand extends PipelineCommand {
  @Option(
      names = "--created-at",
      paramLabel = "TIME",
      converter = Time.class,
      description =
          "The run's logical time, which names its partitions and stands in every row: ISO 8601"
              + " such as 2026-01-31T06:00:00Z, or a date. Default: now, or the time of the"
              + " attempt that this one takes up.")
  private @Nullable Instant createdAt;

  @Option(
      names = {"-q", "--quiet"},
      description =
          "No progress while running; the closing table is still printed. Default: progress on"
              + " stderr.")
  private boolean quiet;

  @Option(
      names = {"-v", "--verbose"},
      description = "A line for each step: its time, its rows, its bytes. Default: none.")
  private boolean verbose;

  private @Nullable Interruption waiting;
  private @Nullable PipelineSpec begun;
  private @Nullable String report;
  private List<Measured> steps = List.of();

  @Mixin private RunnerOptions where;
  @Unmatched private List<String> others = new ArrayList<>();

  @Override
  public final Integer call() {
    Instant since = Instant.now();
    try {
      waiting = Interruption.watch(() -> last(new NothingBegun()));
      return work();
    } catch (PipelineException e) {
      if (begun != null) {
        report = PageWriting.stopped(begun, e, since, steps);
      }
      throw e;
    } finally {
      begun();
    }
  }

  /** From now on there is more to say of a command that is stopped. */
  final void begun() {
    Interruption before = waiting;
    waiting = null;
    if (before != null) {
      before.close();
    }
  }

  /** What is said of a command that is stopped before its run. */
  private record NothingBegun() implements Report {
    @Override
    public View view() {
      return new View()
          .value("outcome", "stopped")
          .state("sluice: ", Style.CARE, "stopped", " before a run began; all is as before");
    }
  }

  @Override
  public final @Nullable String report() {
    return report;
  }

  /** Does what was asked, and returns the exit code. */
  abstract int work();

  /** Notes of which pipeline a run is wanted: from now on what stops it is told on its page. */
  final PipelineSpec begin(PipelineSpec spec) {
    begun = spec;
    return spec;
  }

  /** The runner that was asked for; ends the command when it cannot run the pipeline. */
  final Runner runner(PipelineSpec spec) {
    return where.choose(spec, others);
  }

  /** A run is what it is, even where nobody can tell why its rows are dead. */
  private List<Cause> causes(PipelineSpec spec, Manifest manifest) {
    try {
      return Causes.of(spec, source(), manifest, this::tried, new SourceRereading());
    } catch (PipelineException e) {
      tell(List.of("The causes of dead rows cannot be told: " + e.getMessage()));
      return List.of();
    }
  }

  final @Nullable Instant createdAt() {
    return createdAt;
  }

  /**
   * Runs to the end and reports, or leaves the run to other machines.
   *
   * @param note what is special about the run, once this attempt has committed it
   */
  final int execute(
      Runner runner, PlannedRun.Ready ready, Function<Manifest, RunReport.Note> note) {
    tell(ready.notes());
    begun();
    PipelineRun run = PipelineRun.start(ready, runner);
    Optional<RemoteJob> job = run.job();
    if (job.isPresent() && (where.isDetached() || job.get().isTemplate())) {
      JobText text = new JobText(job.get(), folder());
      print(text.view());
      return ExitStatus.OK.number();
    }
    PipelineSpec spec = ready.spec();
    Manifest manifest;
    try (ProgressView view = view();
        Interruption unused = Interruption.watch(() -> lastWords(run, view))) {
      view.follow(run::progress);
      manifest = run.await();
    } finally {
      steps = run.steps();
    }
    if (verbose) {
      add(new StepsText(steps));
    }
    boolean isOwn = manifest.run().attempt().equals(run.attempt());
    RunReport.Note special = isOwn ? note.apply(manifest) : RunReport.Note.committedElsewhere();
    RunReport report = new RunReport(manifest, ResultPlaces.of(spec), special, run.unfinished());
    return report(PageWriting.write(spec, report.causes(causes(spec, manifest)), steps), manifest);
  }

  private void lastWords(PipelineRun run, ProgressView view) {
    PipelineRun.Stopped stopped = run.stop();
    view.close();
    last(new StoppedText(stopped, run.progress(), typed()));
  }

  /** Reports a run that was done before, after doing what follows it and was left. */
  final int reportDone(PipelineSpec spec, Manifest manifest, RunReport.Note note) {
    begun();
    List<UnfinishedStep> left = PipelineRun.finish(spec);
    RunStandings.Standing now =
        RunStandings.of(spec.lake(), spec.publish().expireAfter(), Instant.now()).apply(manifest);
    RunReport report = new RunReport(manifest, ResultPlaces.of(spec), note, left).standing(now);
    return report(PageWriting.complete(spec, report, () -> causes(spec, manifest)), manifest);
  }

  /** Writes the page of an epoch that was held back; null where that cannot be done. */
  final @Nullable String page(PipelineSpec spec, Manifest evidence) {
    RunReport held = new RunReport(evidence, ResultPlaces.of(spec));
    return PageWriting.write(spec, held.causes(causes(spec, evidence)), List.of()).page();
  }

  private int report(RunReport report, Manifest manifest) {
    boolean isFailed = manifest.outcome() == Manifest.Outcome.FAILED;
    String done =
        isFailed
            ? "Run %s failed".formatted(manifest.run().id())
            : "Run %s is committed as %s".formatted(manifest.run().id(), manifest.path());
    int exit = exit(report.unfinished(), done);
    print(report.view());
    return isFailed ? ExitStatus.FAILED.number() : exit;
  }

  private ProgressView view() {
    return quiet || isJson()
        ? ProgressView.none()
        : ProgressView.on(session().terminal(), session().drawing());
  }

  /** Reads an instant, an offset date-time, or a date (its first instant in UTC). */
  static final class Time implements ITypeConverter<Instant> {
    @Override
    public Instant convert(String text) {
      try {
        return text.contains("T")
            ? OffsetDateTime.parse(text).toInstant()
            : LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
      } catch (DateTimeParseException e) {
        throw new TypeConversionException(
            "'" + text + "' is not a time such as 2026-01-31T06:00:00Z or 2026-01-31");
      }
    }
  }
}
