// SPDX-License-Identifier: Apache-2.0
package dev.sluice.cli.look;

import dev.sluice.cli.base.PipelineCommand;
import dev.sluice.cli.error.ExitStatus;
import dev.sluice.cli.error.Stop;
import dev.sluice.look.moment.Moment;
import dev.sluice.look.query.BoundQuery;
import dev.sluice.look.query.FailedStatement;
import dev.sluice.look.query.Query;
import dev.sluice.look.query.QueryText;
import dev.sluice.look.query.ResultRows;
import dev.sluice.look.table.Masks;
import dev.sluice.look.table.TableCatalog;
import dev.sluice.report.look.RowsText;
import dev.sluice.report.view.View;
import dev.sluice.spec.Parsed;
import dev.sluice.spec.PipelineSpec;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sluice query}. */
@Command(
    name = "query",
    description = {
      "Run a SELECT over the tables of the lake, and show its rows; nothing is changed.",
      "A statement names tables and models (orders), what sources said (raw.orders), dead rows"
          + " (dead_letters), and what production shows (production.orders). Personal values are"
          + " shown as tokens."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  sluice query \"SELECT * FROM orders\"",
      "  sluice query shop \"FROM production.orders\" --format csv > orders.csv",
      "  sluice query shop -f report.sql --at last-approved --out report.parquet"
    })
public final class QueryCommand extends PipelineCommand {
  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "SQL",
      description = "The statement; - reads it from stdin. Default: that of --file.")
  private @Nullable String sql;

  @Option(
      names = {"-f", "--file"},
      paramLabel = "FILE",
      description = "A file that holds the statement. Default: none.")
  private @Nullable String file;

  @Mixin private MomentOptions moment;

  @Mixin private ResultOptions options;

  @Option(
      names = "--reveal",
      description = "Show personal values, and the records of dead rows. Default: hide them.")
  private boolean isRevealed;

  @Override
  public Integer call() {
    QueryText text = text();
    Parsed parsed = parse();
    PipelineSpec spec = spec(parsed);
    Masks masks = new Masks(spec, isRevealed);
    Optional<Moment> seen = moment.of(spec);
    BoundQuery bound = BoundQuery.of(text, new TableCatalog(spec, seen, masks));
    if (!bound.issues().isEmpty()) {
      throw Stop.statement(bound.issues(), Map.of(text.source(), text.text()));
    }
    String instant = seen.map(m -> m.manifest().run().createdAt()).orElse("");
    ResultTarget target = options.target(this, spec, parsed);
    try (Query query = Query.open(spec, bound, masks, instant, target.folders())) {
      if (target.isData()) {
        target.write(query);
      } else {
        print(view(query.rows(), seen, bound));
      }
    } catch (FailedStatement e) {
      throw Stop.statement(List.of(e.issue()), Map.of(text.source(), text.text()));
    }
    return ExitStatus.OK.number();
  }

  private QueryText text() {
    Optional<String> typed = beside(sql);
    if (file != null && typed.isPresent()) {
      throw wrong("A statement stands in --file or on the command line, not in both.");
    }
    return Statements.read(this, file, typed);
  }

  private View view(ResultRows result, Optional<Moment> seen, BoundQuery bound) {
    RowsText rows = new RowsText(result.columns(), options.width(session().page()));
    View view = new View().value("state", seen.map(Moment::tree).orElse(null));
    if (isJson()) {
      ResultRows.First<Map<String, @Nullable Object>> first = result.trees(options.most());
      return rows.addTrees(view, first.rows(), first.more());
    }
    ResultRows.First<List<@Nullable String>> first = result.texts(options.most());
    rows.add(view, first.rows(), first.more());
    return bound.hidesValues() ? rows.addHidden(view, first.rows()) : view;
  }
}
