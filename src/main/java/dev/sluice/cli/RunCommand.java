// SPDX-License-Identifier: Apache-2.0
package dev.sluice.cli;

import dev.sluice.lake.Manifest;
import dev.sluice.pipeline.PipelineRun;
import dev.sluice.pipeline.Planned;
import dev.sluice.pipeline.RunRequest;
import dev.sluice.pipeline.RunRequest.Range;
import dev.sluice.run.Places;
import dev.sluice.run.RunReport;
import dev.sluice.spec.Parsed;
import dev.sluice.spec.PipelineSpec;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** {@code sluice run}. */
@Command(
    name = "run",
    description =
        "Run a pipeline: extract, validate, transform, check, and publish in one commit; or"
            + " nothing at all, and say why.")
final class RunCommand extends PipelineCommand {
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
      names = {"-q", "--quiet"},
      description =
          "No progress while running; the closing table is still printed. Default: progress on"
              + " stderr.")
  private boolean quiet;

  @Override
  public Integer call() {
    Parsed parsed = parse();
    PipelineSpec spec = spec(parsed);
    RunRequest request =
        new RunRequest(spec, parsed.digest(), createdAt, new Range(from, to), isForced);
    tell(PipelineRun.settle(request));
    Planned planned = PipelineRun.plan(request);
    if (planned instanceof Planned.Done done) {
      return report(
          spec,
          done.manifest(),
          done.isRejected() ? RunReport.Note.rejected() : RunReport.Note.unchanged());
    }
    Planned.Ready ready = (Planned.Ready) planned;
    PipelineRun run = PipelineRun.start(ready);
    Manifest manifest;
    try (ProgressView view = view()) {
      view.follow(run::progress);
      manifest = run.await();
    }
    boolean isOwn = manifest.run().attempt().equals(run.attempt());
    return report(
        spec,
        manifest,
        isOwn ? RunReport.Note.resumed(ready.finished()) : RunReport.Note.committedElsewhere());
  }

  private int report(PipelineSpec spec, Manifest manifest, RunReport.Note note) {
    RunReport report = new RunReport(manifest, Places.of(spec), note);
    print(report.render(), report::tree);
    return ExitStatus.of(manifest).number();
  }

  private ProgressView view() {
    return quiet || isJson() ? ProgressView.none() : ProgressView.on(Terminal.detect(), err());
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
