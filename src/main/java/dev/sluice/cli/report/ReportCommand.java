// SPDX-License-Identifier: Apache-2.0
package dev.sluice.cli.report;

import dev.sluice.cli.base.PageFile;
import dev.sluice.cli.base.PipelineCommand;
import dev.sluice.cli.error.ExitStatus;
import dev.sluice.report.run.ResultPlaces;
import dev.sluice.report.run.page.StoredPage;
import dev.sluice.report.view.View;
import dev.sluice.run.settle.RunPages;
import dev.sluice.spec.PipelineSpec;
import dev.sluice.store.object.ObjectStore;
import dev.sluice.table.log.Manifest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
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
    Manifest found =
        name.map(each -> StoredPage.named(spec, each)).orElseGet(() -> StoredPage.newest(spec));
    ResultPlaces places = ResultPlaces.of(spec);
    String page = places.inLake(RunPages.path(found));
    StoredPage stored = new StoredPage(spec, found);
    stored.bringUpToDate(source(), this::tried, isAgain);
    if (out != null) {
      PageFile.write(out, stored.content());
      page = out.toAbsolutePath().normalize().toString();
    }
    View view = new View().value("run_id", found.run().id()).value("page", page).line(page);
    if (isOpened && !open(spec, found, page)) {
      view.line("No browser could be started; open the file yourself.");
    }
    print(view);
    return ExitStatus.OK.number();
  }

  private boolean open(PipelineSpec spec, Manifest found, String page) {
    if (out != null) {
      return PageFile.open(out.toAbsolutePath());
    }
    try {
      return PageFile.open(ObjectStore.of(spec.lake()).fetch(RunPages.path(found)));
    } catch (IOException e) {
      throw StoredPage.unreadable(page, e);
    }
  }
}
