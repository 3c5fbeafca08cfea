// SPDX-License-Identifier: Apache-2.0
package dev.sluice.cli.contract;

import dev.sluice.cli.base.PipelineCommand;
import dev.sluice.cli.error.ExitStatus;
import dev.sluice.report.contract.SchemaDiffText;
import dev.sluice.spec.table.TableSpec;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code sluice schema diff}. */
@Command(
    name = "diff",
    description =
        "Say how the columns that tables declare differ from those of their files, by all rows of"
            + " them, and from those of the newest run's rows. Nothing is changed.",
    footerHeading = "%nExamples:%n",
    footer = {"  sluice schema diff shop", "  sluice schema diff shop orders --json"})
public final class SchemaDiffCommand extends PipelineCommand {
  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "TABLE",
      description = "A table with a source. Default: all of them.")
  private @Nullable String table;

  @Override
  public Integer call() {
    Optional<String> name = beside(table);
    SchemaLook look = SchemaLook.of(this);
    SchemaDiffText text = new SchemaDiffText();
    for (TableSpec each : look.tables(name)) {
      look.describe(each, text);
    }
    print(text.view());
    return ExitStatus.OK.number();
  }
}
