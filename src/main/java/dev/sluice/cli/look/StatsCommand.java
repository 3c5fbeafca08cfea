// SPDX-License-Identifier: Apache-2.0
package dev.sluice.cli.look;

import dev.sluice.cli.base.PipelineCommand;
import dev.sluice.cli.error.ExitStatus;
import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.error.issue.Suggestion;
import dev.sluice.look.table.LookedTable;
import dev.sluice.look.table.Masks;
import dev.sluice.look.table.TableCatalog;
import dev.sluice.look.table.TableProfile;
import dev.sluice.report.stats.StatsText;
import dev.sluice.spec.PipelineSpec;
import dev.sluice.stats.TableStats;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sluice stats}. */
@Command(
    name = "stats",
    description = {
      "Print what the values of a table or model are like: a line for each column.",
      "A run describes what it writes, so nothing is read for it. Of personal columns rows are"
          + " counted, and nothing else."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  sluice stats orders",
      "  sluice stats orders --column amount",
      "  sluice stats shop orders --at last-approved --json",
      "  sluice stats orders --again",
    })
public final class StatsCommand extends PipelineCommand {
  @Parameters(index = "1", arity = "0..1", paramLabel = "TABLE", description = "A table or model.")
  private @Nullable String table;

  @Option(
      names = "--column",
      paramLabel = "NAME",
      description = "One column, with its distribution and frequent values. Default: all columns.")
  private @Nullable String column;

  @Option(
      names = "--again",
      description =
          "Make what is missing: read the files whose statistics are lost or damaged, and keep what"
              + " they are like beside them. Default: read no row.")
  private boolean isAgain;

  @Mixin private MomentOptions moment;

  @Override
  public Integer call() {
    String name =
        beside(table).orElseThrow(() -> wrong("Which table? `sluice show` lists those there are."));
    PipelineSpec spec = spec();
    TableCatalog catalog = new TableCatalog(spec, moment.of(spec), new Masks(spec, true));
    LookedTable looked = NamedTable.in(catalog, name);
    TableStats stats =
        isAgain && looked.state().isPublished()
            ? TableProfile.again(spec, looked.state())
            : TableProfile.of(spec, looked.state()).orElseThrow(() -> unknown(looked));
    if (column != null && stats.column(column).isEmpty()) {
      throw new PipelineException(
          ErrorCode.UNKNOWN_NAME,
          "%s has no column %s; %s"
              .formatted(
                  name,
                  column,
                  Suggestion.nearestOr(column, "there are ", stats.columns().keySet())));
    }
    print(new StatsText(looked.name(), catalog.moment().orElseThrow(), stats, column).view());
    return ExitStatus.OK.number();
  }

  private static PipelineException unknown(LookedTable looked) {
    String why =
        !looked.state().isPublished()
            ? "only tables and models have them"
            : looked.state().data().isEmpty()
                ? "it has no rows"
                : "an earlier release of Sluice wrote some of its files, or they were lost; `sluice stats --again` reads these files and makes them";
    return new PipelineException(
        ErrorCode.UNKNOWN_NAME, "There are no statistics of %s: %s.".formatted(looked.name(), why));
  }
}
