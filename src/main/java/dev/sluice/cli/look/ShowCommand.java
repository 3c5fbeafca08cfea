// SPDX-License-Identifier: Apache-2.0
package dev.sluice.cli.look;

import dev.sluice.cli.base.PipelineCommand;
import dev.sluice.cli.error.ExitStatus;
import dev.sluice.kernel.sql.SqlName;
import dev.sluice.look.moment.Moment;
import dev.sluice.look.query.BoundQuery;
import dev.sluice.look.query.Query;
import dev.sluice.look.query.QueryText;
import dev.sluice.look.query.ResultRows;
import dev.sluice.look.table.LookedTable;
import dev.sluice.look.table.Masks;
import dev.sluice.look.table.TableCatalog;
import dev.sluice.look.table.TableFacts;
import dev.sluice.report.look.RowsText;
import dev.sluice.report.look.TableText;
import dev.sluice.report.look.TableText.Place;
import dev.sluice.report.look.TablesText;
import dev.sluice.report.view.View;
import dev.sluice.spec.PipelineSpec;
import dev.sluice.table.TableState;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sluice show}. */
@Command(
    name = "show",
    description = {
      "List the tables, or show one: its columns, its key, its first rows, a model's SQL.",
      "Also how many rows and files it has, and how many rows died."
    },
    footerHeading = "%nExamples:%n",
    footer = {"  sluice show shop", "  sluice show shop orders", "  sluice show raw.orders"})
public final class ShowCommand extends PipelineCommand {
  private static final long FIRST_ROWS = 10;

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "TABLE",
      description =
          "A table or model, dead_letters, or raw.TABLE for what its source said. Default: list"
              + " all of them.")
  private @Nullable String table;

  @Mixin private MomentOptions moment;

  @Option(
      names = "--reveal",
      description = "Show personal values, and the records of dead rows. Default: hide them.")
  private boolean isRevealed;

  @Override
  public Integer call() {
    Optional<String> name = beside(table);
    PipelineSpec spec = spec();
    Masks masks = new Masks(spec, isRevealed);
    TableCatalog catalog = new TableCatalog(spec, moment.of(spec), masks);
    if (name.isEmpty()) {
      Moment seen = catalog.require();
      print(new TablesText(seen, catalog.tables(), catalog.names(), width()).view());
      return ExitStatus.OK.number();
    }
    LookedTable found = NamedTable.in(catalog, name.get());
    TableFacts facts = TableFacts.of(spec, found);
    long dead = dead(spec, catalog, masks, found.state());
    View view = new TableText(facts, catalog.require(), dead, new Place(folder(), width())).view();
    addRows(view, spec, catalog, masks, found);
    print(view);
    return ExitStatus.OK.number();
  }

  private void addRows(
      View view, PipelineSpec spec, TableCatalog catalog, Masks masks, LookedTable found) {
    try (Query query = open(spec, catalog, masks, found.from())) {
      if (isJson()) {
        ResultRows.First<Map<String, @Nullable Object>> first = query.rows().trees(FIRST_ROWS);
        view.value("first_rows", first.rows());
        return;
      }
      ResultRows.First<List<@Nullable String>> first = query.rows().texts(FIRST_ROWS);
      if (!first.rows().isEmpty()) {
        view.line("");
        RowsText text = new RowsText(query.rows().columns(), width());
        text.addFirst(view, first.rows());
        if (found.columns().hasPii()) {
          text.addHidden(view, first.rows());
        }
      }
    }
  }

  private int width() {
    return session().page().width();
  }

  private static Query open(
      PipelineSpec spec, TableCatalog catalog, Masks masks, String statement) {
    BoundQuery bound = BoundQuery.of(new QueryText("SQL", statement), catalog);
    return Query.open(spec, bound, masks, "", List.of());
  }

  /** How many records of a table died, in all runs that the state knows of. */
  private static long dead(PipelineSpec spec, TableCatalog catalog, Masks masks, TableState state) {
    boolean hasLetters = catalog.letters().map(s -> s.data().rows() > 0).orElse(false);
    if (!hasLetters || !state.isPublished() || catalog.find("dead_letters").isEmpty()) {
      return 0;
    }
    String count =
        "SELECT count(DISTINCT letter_id) FROM dead_letters WHERE table_name = "
            + SqlName.literal(state.table());
    try (Query query = open(spec, catalog, masks, count)) {
      return Long.parseLong(String.valueOf(query.rows().texts(1).rows().get(0).get(0)));
    }
  }
}
