// SPDX-License-Identifier: Apache-2.0
package dev.sluice.cli.report;

import dev.sluice.cli.base.PageFile;
import dev.sluice.cli.base.PipelineCommand;
import dev.sluice.cli.error.ExitStatus;
import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.explain.cause.Causes;
import dev.sluice.promote.RunStandings;
import dev.sluice.promote.RunStandings.Standing;
import dev.sluice.report.run.ResultPlaces;
import dev.sluice.report.run.RunReport;
import dev.sluice.report.run.page.RunMaterial;
import dev.sluice.report.run.page.RunMaterial.Reading;
import dev.sluice.report.run.page.RunPage;
import dev.sluice.report.view.View;
import dev.sluice.run.settle.RunPages;
import dev.sluice.spec.PipelineSpec;
import dev.sluice.store.object.ObjectStore;
import dev.sluice.table.log.Manifest;
import dev.sluice.table.log.Manifest.Outcome;
import dev.sluice.table.log.ManifestStore;
import dev.sluice.table.log.ManifestStore.Committed;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sluice report}. */
@Command(
    name = "report",
    description = {
      "Name the page of a run, or open it: what became of it, its rows, checks, dead rows, and"
          + " what changed. One file of HTML, which needs nothing else.",
      "Every run writes its own; it is made anew where the run stands elsewhere by now."
    },
    footerHeading = "%nExamples:%n",
    footer = {"  sluice report shop --open", "  sluice report shop 12 --out report.html"})
public final class ReportCommand extends PipelineCommand {
  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "RUN",
      description =
          "Which run: its number, or its id, as `sluice status` shows them. Default: the last one.")
  private @Nullable String run;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "Write a copy to this file. Default: only the lake's own.")
  private @Nullable Path out;

  @Option(names = "--open", description = "Open the page in a browser. Default: only name it.")
  private boolean isOpened;

  @Option(
      names = "--again",
      description =
          "Make the page anew, as things are now; how long steps took is not known then. Default:"
              + " only where the run stands elsewhere by now.")
  private boolean isAgain;

  @Override
  public Integer call() {
    Optional<String> name = beside(run);
    PipelineSpec spec = spec();
    Manifest found = name.map(each -> named(spec, each)).orElseGet(() -> newest(spec));
    ResultPlaces places = ResultPlaces.of(spec);
    String page = places.inLake(RunPages.path(found));
    Standing now =
        RunStandings.of(spec.lake(), spec.publish().expireAfter(), Instant.now()).apply(found);
    if (isAgain || !isAsItWas(found, now) || !RunPages.isThere(spec.lake(), found)) {
      RunPages.write(spec.lake(), found, html(spec, found, now));
    }
    if (out != null) {
      PageFile.write(out, content(spec, found));
      page = out.toAbsolutePath().normalize().toString();
    }
    View view = new View().value("run_id", found.run().id()).value("page", page).line(page);
    if (isOpened && !open(spec, found, page)) {
      view.line("No browser could be started; open the file yourself.");
    }
    print(view);
    return ExitStatus.OK.number();
  }

  /** Whether nobody decided or released anything that the run's own page does not know. */
  private static boolean isAsItWas(Manifest run, Standing now) {
    String then =
        switch (run.outcome()) {
          case PUBLISHED -> "released";
          case STAGED -> "staged";
          case FAILED -> "failed";
        };
    return now.word().equals(then);
  }

  private String html(PipelineSpec spec, Manifest found, Standing now) {
    RunReport report =
        new RunReport(found, ResultPlaces.of(spec))
            .standing(now)
            .causes(Causes.of(spec, source(), found, this::tried));
    return RunPage.of(report, RunMaterial.of(spec, found, report.causes(), List.of(), Reading.ALL));
  }

  private boolean open(PipelineSpec spec, Manifest found, String page) {
    if (out != null) {
      return PageFile.open(out.toAbsolutePath());
    }
    try {
      return PageFile.open(ObjectStore.of(spec.lake()).fetch(RunPages.path(found)));
    } catch (IOException e) {
      throw unreadable(page, e);
    }
  }

  private static String content(PipelineSpec spec, Manifest found) {
    String path = RunPages.path(found);
    try (InputStream in = ObjectStore.of(spec.lake()).open(path)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw unreadable(path, e);
    }
  }

  private static PipelineException unreadable(String page, IOException e) {
    return new PipelineException(
        ErrorCode.LAKE_READ, "Cannot read the page %s: %s".formatted(page, e), e);
  }

  private static Manifest newest(PipelineSpec spec) {
    return ManifestStore.newest(spec.lake())
        .orElseThrow(
            () ->
                new PipelineException(
                    ErrorCode.UNKNOWN_NAME,
                    "The lake %s has no run yet. `sluice run` makes the first."
                        .formatted(spec.lake())));
  }

  private static Manifest named(PipelineSpec spec, String name) {
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

  /** Several attempts at a run may have failed. */
  private static String attempt(Manifest run) {
    return run.outcome() == Outcome.FAILED ? run.run().id() + "." + run.run().attempt() : "";
  }
}
