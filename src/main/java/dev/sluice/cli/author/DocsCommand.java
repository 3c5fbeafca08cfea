// SPDX-License-Identifier: Apache-2.0
package dev.sluice.cli.author;

import dev.sluice.cli.base.PageFile;
import dev.sluice.cli.base.PipelineCommand;
import dev.sluice.cli.error.ExitStatus;
import dev.sluice.report.site.PipelinePage;
import dev.sluice.report.view.View;
import dev.sluice.spec.PipelineSpec;
import dev.sluice.table.log.ManifestStore;
import dev.sluice.table.log.ManifestStore.Committed;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code sluice docs}. */
@Command(
    name = "docs",
    description =
        "Write the pipeline's own page: its tables and models with columns, owners, rules and"
            + " checks, what is made of what, and the figures of the last run. One file of HTML,"
            + " which needs nothing else.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  sluice docs shop --open",
      "  sluice docs shop --out public       writes public/index.html"
    })
public final class DocsCommand extends PipelineCommand {
  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Into which folder. Default: build/docs in the pipeline's folder.")
  private @Nullable Path out;

  @Option(names = "--open", description = "Open the page in a browser. Default: only write it.")
  private boolean isOpened;

  @Override
  public Integer call() {
    PipelineSpec spec = spec();
    Path folder = out == null ? Path.of(spec.folder(), "build", "docs") : out.toAbsolutePath();
    Path lake = Path.of(spec.lake());
    if (folder.normalize().startsWith(lake)) {
      throw wrong("--out %s lies in the lake, which holds nothing but its own".formatted(folder));
    }
    Path page = folder.normalize().resolve("index.html");
    PageFile.write(
        page, PipelinePage.of(spec, ManifestStore.latest(spec.lake()).map(Committed::manifest)));
    View view = new View().value("page", page.toString()).line("Wrote " + page);
    if (isOpened && !PageFile.open(page)) {
      view.line("No browser could be started; open the file yourself.");
    }
    print(view);
    return ExitStatus.OK.number();
  }
}
