// SPDX-License-Identifier: Apache-2.0
package dev.sluice.report.run.page;

import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.explain.advice.SpecSource;
import dev.sluice.explain.cause.Causes;
import dev.sluice.plan.sources.SourceRereading;
import dev.sluice.promote.RunStandings;
import dev.sluice.promote.RunStandings.Standing;
import dev.sluice.report.run.ResultPlaces;
import dev.sluice.report.run.RunReport;
import dev.sluice.report.run.page.RunMaterial.Reading;
import dev.sluice.run.settle.RunPages;
import dev.sluice.spec.Parsed;
import dev.sluice.spec.PipelineSpec;
import dev.sluice.spec.parse.folder.SpecEdits;
import dev.sluice.store.object.ObjectStore;
import dev.sluice.table.log.Manifest;
import dev.sluice.table.log.Manifest.Outcome;
import dev.sluice.table.log.ManifestStore;
import dev.sluice.table.log.ManifestStore.Committed;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** The page of a run that its lake keeps, brought up to what people decided since. */
public final class StoredPage {
  private static final String LATER =
      "This page was made again after later runs: paths, columns and what they are made of are"
          + " those of the spec as it is now.";

  private final PipelineSpec spec;
  private final Manifest run;

  public StoredPage(PipelineSpec spec, Manifest run) {
    this.spec = spec;
    this.run = run;
  }

  /**
   * Writes where the run stands by now into its page; the rest of it stays what the run wrote.
   * Makes it anew where it is gone, or when asked to.
   *
   * @param parser reads the spec as its files would say it with edits
   */
  public void bringUpToDate(
      SpecSource source, Function<SpecEdits, Parsed> parser, boolean isAgain) {
    Standing now =
        RunStandings.of(spec.lake(), spec.publish().expireAfter(), Instant.now()).apply(run);
    RunReport report = new RunReport(run, ResultPlaces.of(spec)).standing(now);
    if (isPast()) {
      report = report.past();
    }
    if (isAgain || !RunPages.isThere(spec.lake(), run)) {
      write(report.causes(Causes.of(spec, source, run, parser, new SourceRereading())));
      return;
    }
    String there = content();
    if (isPast() || !there.contains(Mark.standing(now.word()))) {
      RunPages.write(spec.lake(), run, new HeadPart(report, spec.folder()).in(there));
    }
  }

  private void write(RunReport report) {
    RunMaterial material = RunMaterial.of(spec, run, report.causes(), List.of(), Reading.ALL);
    RunMaterial told = isPast() ? material.after(LATER) : material;
    RunPages.write(spec.lake(), run, RunPage.of(report, told));
  }

  /** Whether another run is the newest; failed runs are named in any case. */
  private boolean isPast() {
    return run.number() > 0
        && ManifestStore.latest(spec.lake())
            .filter(newest -> newest.manifest().number() > run.number())
            .isPresent();
  }

  /** The page as it is kept. */
  public String content() {
    String path = RunPages.path(run);
    try (InputStream in = ObjectStore.of(spec.lake()).open(path)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw unreadable(path, e);
    }
  }

  /** That a page is there and cannot be read. */
  public static PipelineException unreadable(String page, IOException e) {
    return new PipelineException(
        ErrorCode.LAKE_READ, "Cannot read the page %s: %s".formatted(page, e), e);
  }

  /** The run that began last, committed or failed. */
  public static Manifest newest(PipelineSpec spec) {
    return ManifestStore.newest(spec.lake())
        .orElseThrow(
            () ->
                new PipelineException(
                    ErrorCode.UNKNOWN_NAME,
                    "The lake %s has no run yet. `sluice run` makes the first."
                        .formatted(spec.lake())));
  }

  /** The run of a number or an id; of a failed one, an attempt may be named behind a dot. */
  public static Manifest named(PipelineSpec spec, String name) {
    if (name.matches("[0-9]{1,9}")) {
      Optional<Committed> numbered = ManifestStore.at(spec.lake(), Long.parseLong(name));
      if (numbered.isPresent()) {
        return numbered.get().manifest();
      }
    }
    return Stream.concat(
            ManifestStore.committed(spec.lake()).stream(),
            ManifestStore.failed(spec.lake()).stream())
        .filter(each -> each.run().id().equals(name) || attempt(each).equals(name))
        .max(Comparator.comparing(each -> each.run().startedAt()))
        .orElseThrow(
            () ->
                new PipelineException(
                    ErrorCode.UNKNOWN_NAME,
                    "No run has the number or id %s; `sluice status` lists them.".formatted(name)));
  }

  /** What names a run and no other one. */
  public static String name(Manifest run) {
    return run.outcome() == Outcome.FAILED ? attempt(run) : Long.toString(run.number());
  }

  /** Several attempts at a run may have failed. */
  private static String attempt(Manifest run) {
    return run.outcome() == Outcome.FAILED ? run.run().id() + "." + run.run().attempt() : "";
  }
}
