// SPDX-License-Identifier: Apache-2.0
package dev.sluice.cli.look;

import dev.sluice.cli.base.PipelineCommand;
import dev.sluice.cli.error.ExitStatus;
import dev.sluice.cli.error.Stop;
import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.error.issue.Suggestion;
import dev.sluice.look.moment.Moments;
import dev.sluice.look.preview.Preview;
import dev.sluice.look.query.FailedStatement;
import dev.sluice.look.query.ResultRows;
import dev.sluice.look.table.Masks;
import dev.sluice.report.look.PreviewText;
import dev.sluice.report.look.RowsText;
import dev.sluice.report.view.View;
import dev.sluice.spec.Parsed;
import dev.sluice.spec.PipelineSpec;
import dev.sluice.spec.table.ModelSpec;
import dev.sluice.spec.table.TableSpec;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sluice preview}. */
@Command(
    name = "preview",
    description = {
      "Run a model on a sample of its inputs, and show its rows; nothing is written.",
      "Inputs are those of the lake, as far as the spec did not change since, else the first rows"
          + " of the sources. Of a table, show the first rows of its source as a run would take"
          + " them in."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  sluice preview daily_revenue",
      "  sluice preview shop daily_revenue --fresh --rows 1000"
    })
public final class PreviewCommand extends PipelineCommand {
  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "MODEL",
      description = "A model or table of the spec.")
  private @Nullable String model;

  @Option(
      names = "--rows",
      paramLabel = "N",
      defaultValue = "10000",
      description =
          "Read at most N rows of each input; with `per`, all rows of the keys among these."
              + " Lookups are read whole. Default: 10000.")
  private long rows;

  @Option(
      names = "--fresh",
      description =
          "Read sources and compute models though the lake has them. Default: take the lake's.")
  private boolean isFresh;

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "20",
      description = "Show at most N rows. Default: 20.")
  private long limit;

  @Option(names = "--reveal", description = "Show personal values. Default: hide them.")
  private boolean isRevealed;

  @Option(
      names = "--wide",
      description = "Show every column and value whole. Default: what fits the terminal.")
  private boolean isWide;

  @Override
  public Integer call() {
    String name =
        beside(model)
            .orElseThrow(() -> wrong("Which model? `sluice plan` shows those of the spec."));
    if (rows < 1 || limit < 1) {
      throw wrong("--rows and --limit are 1 or more.");
    }
    Parsed parsed = parse();
    PipelineSpec spec = spec(parsed);
    requireKnown(spec, name);
    Preview.Wanted wanted = new Preview.Wanted(Moments.of(spec.lake()).newest(), rows, isFresh);
    try (Preview preview = Preview.of(spec, name, new Masks(spec, isRevealed), wanted)) {
      View view = new PreviewText(name, preview.inputs()).view();
      addRows(view, preview);
      print(view);
    } catch (FailedStatement e) {
      throw Stop.statement(List.of(e.issue()), parsed.texts());
    }
    return ExitStatus.OK.number();
  }

  private void addRows(View view, Preview preview) {
    ResultRows result = preview.rows();
    RowsText text = new RowsText(result.columns(), isWide ? 0 : session().page().width());
    if (isJson()) {
      ResultRows.First<Map<String, @Nullable Object>> first = result.trees(limit);
      text.addTrees(view, first.rows(), first.more());
      return;
    }
    ResultRows.First<List<@Nullable String>> first = result.texts(limit);
    text.add(view, first.rows(), first.more());
    if (preview.hidesValues()) {
      text.addHidden(view, first.rows());
    }
  }

  private static void requireKnown(PipelineSpec spec, String name) {
    List<String> known =
        Stream.concat(
                spec.models().stream().map(ModelSpec::name),
                spec.tables().stream().map(TableSpec::name))
            .toList();
    if (!known.contains(name)) {
      throw new PipelineException(
          ErrorCode.UNKNOWN_NAME,
          "The spec has no model or table %s; %s"
              .formatted(name, Suggestion.nearestOr(name, "it has ", known)));
    }
  }
}
