// SPDX-License-Identifier: Apache-2.0
package dev.sluice.look.query;

import dev.sluice.bind.Binder;
import dev.sluice.bind.BoundStatement;
import dev.sluice.bind.filter.RowFilter;
import dev.sluice.bind.parse.SqlProblem;
import dev.sluice.error.ErrorCode;
import dev.sluice.error.issue.Issue;
import dev.sluice.history.told.HistoryTable;
import dev.sluice.kernel.sql.SqlName;
import dev.sluice.look.moment.Moment;
import dev.sluice.look.table.LookedTable;
import dev.sluice.look.table.TableCatalog;
import dev.sluice.schema.TableSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A statement of a person, bound to the tables that it names.
 *
 * @param text it as it was typed
 * @param tables those that it names
 * @param history what it names of what runs told
 * @param moment the state that is looked at, whose past history is
 * @param columns of its result, each with a name of its own; empty when there are issues
 * @param issues what is wrong with it, each at its place
 */
public record BoundQuery(
    QueryText text,
    List<LookedTable> tables,
    List<HistoryTable> history,
    Optional<Moment> moment,
    TableSchema columns,
    List<Issue> issues) {
  public BoundQuery {
    tables = List.copyOf(tables);
    history = List.copyOf(history);
    issues = List.copyOf(issues);
  }

  /** Binds a statement; of tables that it does not name nothing is read. */
  public static BoundQuery of(QueryText query, TableCatalog catalog) {
    String select = query.select();
    try (Binder binder = Binder.open()) {
      List<LookedTable> tables = new ArrayList<>();
      List<HistoryTable> history = new ArrayList<>();
      for (String name : binder.named(select, catalog).stream().sorted().toList()) {
        catalog.find(name).ifPresent(tables::add);
        HistoryTable.of(name).filter(told -> catalog.hasHistory()).ifPresent(history::add);
      }
      history.forEach(told -> binder.declare(told.qualified(), told.columns()));
      tables.forEach(table -> binder.declare(table.name(), table.columns()));
      BoundStatement bound = binder.bindLook(select, catalog);
      List<Issue> issues =
          bound.problems().stream().map(problem -> issue(query, problem, catalog)).toList();
      Map<String, RowFilter> filters = issues.isEmpty() ? binder.filters(select) : Map.of();
      return new BoundQuery(
          query, narrowed(tables, filters), history, catalog.moment(), bound.columns(), issues);
    }
  }

  private static List<LookedTable> narrowed(
      List<LookedTable> tables, Map<String, RowFilter> filters) {
    return tables.stream()
        .map(
            table -> {
              RowFilter filter = filters.get(table.name());
              return filter == null ? table : table.holding(filter);
            })
        .toList();
  }

  /** Whether some values of its tables are hidden from it. */
  public boolean hidesValues() {
    return tables.stream().anyMatch(table -> table.columns().hasPii());
  }

  /** It as one SELECT. */
  String select() {
    return text.select();
  }

  private static Issue issue(QueryText query, SqlProblem problem, TableCatalog catalog) {
    String suggestion = problem.suggestion();
    return Issue.error(
        problem.code(),
        query.at(problem.offset()),
        problem.message(),
        suggestion == null ? advice(query, problem, catalog) : suggestion);
  }

  private static @Nullable String advice(
      QueryText query, SqlProblem problem, TableCatalog catalog) {
    String first = query.text().strip().split("\\W", 2)[0].toUpperCase(Locale.ROOT);
    if (first.equals("SHOW")) {
      return "`sluice show` lists the tables, `sluice show TABLE` the columns of one";
    }
    if (problem.code() != ErrorCode.SQL_SYNTAX) {
      return null;
    }
    String rest = query.select().substring(Math.min(problem.offset(), query.select().length()));
    String word = rest.split("\\W", 2)[0];
    return catalog.names().stream()
        .filter(word::equalsIgnoreCase)
        .findFirst()
        .map(name -> "a name that is a word of SQL stands in quotes: " + SqlName.quote(name))
        .orElse(null);
  }
}
