// SPDX-License-Identifier: Apache-2.0
package dev.sluice.launch;

import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.error.Unexpected;
import dev.sluice.error.issue.IssueRenderer;
import dev.sluice.explain.advice.SpecSource;
import dev.sluice.infer.change.Growth;
import dev.sluice.plan.PlannedRun;
import dev.sluice.plan.RunRequest;
import dev.sluice.plan.selection.Selection;
import dev.sluice.report.page.Page;
import dev.sluice.report.view.PlaceLines;
import dev.sluice.report.view.View;
import dev.sluice.run.PipelineRun;
import dev.sluice.run.runner.RemoteFiles;
import dev.sluice.run.runner.RemoteJob;
import dev.sluice.run.runner.Runner;
import dev.sluice.spec.Layout;
import dev.sluice.spec.Parsed;
import dev.sluice.spec.PipelineSpec;
import dev.sluice.spec.parse.SpecParser;
import dev.sluice.spec.parse.choice.Choices;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.jspecify.annotations.Nullable;

/**
 * The entry point of the Flex Template: hands a pipeline to its runner and returns, without waiting
 * for its end.
 */
public final class TemplateMain {
  private static final int WIDTH = 100;

  private final PrintWriter err;
  private SpecSource source = SpecSource.of(Map.of());

  private TemplateMain(PrintWriter err) {
    this.err = err;
  }

  public static void main(String[] args) {
    PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    int status = launch(err, args);
    if (status != 0) {
      System.exit(status);
    }
  }

  /** Launches a pipeline, and returns the exit code. */
  static int launch(PrintWriter err, String... args) {
    TemplateMain main = new TemplateMain(err);
    try {
      return main.launch(List.of(args));
    } catch (RuntimeException | Error thrown) {
      PipelineException e = Unexpected.of(thrown);
      View view = View.error(e.code().name(), e.getMessage());
      PlaceLines.add(view, main.source, e.about(), WIDTH);
      err.print(view.text(Page.ENDLESS));
      if (e != thrown) {
        err.println("  SLUICE_DEBUG=1 shows where");
      }
      if (System.getenv("SLUICE_DEBUG") != null) {
        thrown.printStackTrace(err);
      }
      return e.code().exitCode();
    } finally {
      err.flush();
    }
  }

  private int launch(List<String> args) {
    PipelineOptionsFactory.resetCache();
    PipelineOptionsFactory.register(LaunchOptions.class);
    Runner runner = Runner.of(args, List.of());
    LaunchOptions options =
        PipelineOptionsFactory.fromArgs(args.toArray(String[]::new)).as(LaunchOptions.class);
    if (options.getSpec() == null) {
      throw new PipelineException(
          ErrorCode.INVALID_VALUE,
          "`--spec` is missing: the folder that holds pipeline.yaml, such as gs://BUCKET/shop");
    }
    FileSystems.setDefaultPipelineOptions(RemoteFiles.configure(options));
    Path folder = SpecFetch.local(options.getSpec());
    Choices choices = LaunchChoices.of(options.getTarget(), options.getVar());
    Growth growth =
        Growth.next(
            SpecParser.parse(folder, choices),
            Selection.ALL,
            edits -> SpecParser.parse(folder, choices, edits));
    growth.notes().forEach(note -> err.println("sluice: " + note));
    Parsed parsed = growth.parsed();
    source = SpecSource.of(parsed.texts());
    err.print(IssueRenderer.render(parsed.issues(), parsed.texts()));
    PipelineSpec spec = parsed.spec();
    return spec == null
        ? ErrorCode.INVALID_VALUE.exitCode()
        : run(
            runner,
            request(options, SourcesBeside.of(spec, folder, options.getSpec()), parsed.digest()));
  }

  private static RunRequest request(LaunchOptions options, PipelineSpec spec, String digest) {
    SpecOverrides overrides = new SpecOverrides(options.getMode(), options.getApprove());
    PipelineSpec asked = overrides.over(spec);
    if (asked.layout().mode() == Layout.Mode.STREAMING) {
      throw new PipelineException(
          ErrorCode.INVALID_VALUE,
          "A template's launcher ends once a job is handed over, so it leads no stream: run batches on a schedule, `--mode=batch`, or `sluice run --mode streaming`");
    }
    return new RunRequest(
        asked,
        overrides.digest(digest),
        time(options.getCreatedAt()),
        new RunRequest.Range(options.getFrom(), options.getTo()),
        null,
        options.isAgain());
  }

  private int run(Runner runner, RunRequest request) {
    runner.require(request.spec());
    PipelineRun.settle(request)
        .rebuilt()
        .ifPresent(rebuilt -> err.println("sluice: the warehouse was made anew: " + rebuilt));
    PlannedRun planned = PipelineRun.plan(request);
    if (planned instanceof PlannedRun.Ready ready) {
      Optional<RemoteJob> job = PipelineRun.start(ready, runner).job();
      err.printf(
          "sluice: run %s of %s is handed to %s%s%n",
          ready.runId(),
          request.spec().name(),
          runner.name(),
          job.filter(each -> !each.isTemplate()).map(each -> ": " + each.page()).orElse(""));
    } else {
      runner.doNothing(request.spec());
      PipelineRun.finish(request.spec())
          .forEach(left -> err.println("sluice: " + left.sentence("Every run is in the lake")));
      err.println(
          "sluice: neither the spec nor the input of %s changed since the last run: the job does nothing. Give --again=true to run all the same."
              .formatted(request.spec().name()));
    }
    return 0;
  }

  private static @Nullable Instant time(@Nullable String text) {
    if (text == null || text.isEmpty()) {
      return null;
    }
    try {
      return text.contains("T")
          ? OffsetDateTime.parse(text).toInstant()
          : LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
    } catch (DateTimeParseException e) {
      throw new PipelineException(
          ErrorCode.INVALID_VALUE,
          "`--createdAt=%s` is not a time such as 2026-01-31T06:00:00Z or 2026-01-31"
              .formatted(text));
    }
  }
}
