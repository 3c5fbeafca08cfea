// SPDX-License-Identifier: Apache-2.0
package dev.sluice.cli.report;

import dev.sluice.error.PipelineException;
import dev.sluice.error.Unexpected;
import dev.sluice.explain.cause.Cause;
import dev.sluice.fact.meter.Measured;
import dev.sluice.report.run.ResultPlaces;
import dev.sluice.report.run.RunReport;
import dev.sluice.report.run.page.RunMaterial;
import dev.sluice.report.run.page.RunMaterial.Reading;
import dev.sluice.report.run.page.RunPage;
import dev.sluice.run.settle.RunPages;
import dev.sluice.run.settle.UnfinishedStep;
import dev.sluice.run.settle.UnfinishedStep.Step;
import dev.sluice.spec.PipelineSpec;
import dev.sluice.table.log.Manifest;
import dev.sluice.table.log.ManifestStore;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Writes the page of a run at its end. A run is what it is, with a page or without. */
public final class PageWriting {
  private PageWriting() {}

  /**
   * The report with the place of its page; with a step that is left when that cannot be written.
   */
  public static RunReport write(PipelineSpec spec, RunReport report, List<Measured> steps) {
    Manifest run = report.manifest();
    try {
      RunMaterial material = RunMaterial.of(spec, run, report.causes(), steps, Reading.LITTLE);
      RunPages.write(spec.lake(), run, RunPage.of(report, material));
      return report.page(report.places().inLake(RunPages.path(run)));
    } catch (RuntimeException e) {
      return report.left(new UnfinishedStep(Step.REPORT, Unexpected.of(e)));
    }
  }

  /** As {@link #write}, of a run that ended before: only where there is no page of it yet. */
  public static RunReport complete(
      PipelineSpec spec, RunReport report, Supplier<List<Cause>> causes) {
    try {
      if (RunPages.isThere(spec.lake(), report.manifest())) {
        return report.page(report.places().inLake(RunPages.path(report.manifest())));
      }
    } catch (PipelineException e) {
      return report.left(new UnfinishedStep(Step.REPORT, e));
    }
    return write(spec, report.causes(causes.get()), List.of());
  }

  /**
   * Writes the page of a run that trouble stopped. Where that cannot be done either, it does not
   * hide the trouble.
   *
   * @param since when the command began
   * @return where it lies; null where there is none, or no evidence of the run
   */
  public static @Nullable String stopped(
      PipelineSpec spec, PipelineException trouble, Instant since, List<Measured> steps) {
    String reason = trouble.reason();
    try {
      return ManifestStore.failed(spec.lake()).stream()
          .filter(run -> run.run().reason().equals(reason))
          .filter(run -> !Instant.parse(run.run().finishedAt()).isBefore(since))
          .findFirst()
          .map(run -> write(spec, new RunReport(run, ResultPlaces.of(spec)), steps))
          .map(RunReport::page)
          .orElse(null);
    } catch (RuntimeException e) {
      trouble.addSuppressed(e);
      return null;
    }
  }
}
