// SPDX-License-Identifier: Apache-2.0
package dev.sluice.cli.look;

import dev.sluice.cli.base.PipelineCommand;
import dev.sluice.cli.error.ExitStatus;
import dev.sluice.look.table.LookedTable;
import dev.sluice.look.table.Masks;
import dev.sluice.look.table.TableCatalog;
import dev.sluice.report.look.FilesText;
import dev.sluice.spec.PipelineSpec;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sluice files}. */
@Command(
    name = "files",
    description = {
      "Print the live files of a table, one path a line.",
      "They have all of its rows, and none that an earlier run left. They are Parquet, for any"
          + " other reader."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  sluice files orders",
      "  sluice files shop orders --production | xargs du -ch",
    })
public final class FilesCommand extends PipelineCommand {
  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "TABLE",
      description = "A table or model, dead_letters, or raw.TABLE for what its source said.")
  private @Nullable String table;

  @Option(
      names = "--raw",
      description = "The files of what the table's source said. Default: those of the table.")
  private boolean isRaw;

  @Mixin private MomentOptions moment;

  @Override
  public Integer call() {
    String name =
        beside(table).orElseThrow(() -> wrong("Which table? `sluice show` lists those there are."));
    PipelineSpec spec = spec();
    TableCatalog catalog = new TableCatalog(spec, moment.of(spec), new Masks(spec, true));
    LookedTable found = NamedTable.in(catalog, isRaw ? "raw." + name : name);
    FilesText text =
        new FilesText(
            found.state().table(),
            spec.lake(),
            catalog.moment().orElseThrow(),
            found.files().files());
    print(text.view());
    return ExitStatus.OK.number();
  }
}
