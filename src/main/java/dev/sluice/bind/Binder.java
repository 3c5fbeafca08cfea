// SPDX-License-Identifier: Apache-2.0
package dev.sluice.bind;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.bind.filter.ColumnValues;
import dev.sluice.bind.filter.RowFilter;
import dev.sluice.bind.filter.StatementFilters;
import dev.sluice.bind.lineage.ColumnLineage;
import dev.sluice.bind.lineage.MadeColumn;
import dev.sluice.bind.parse.SqlProblem;
import dev.sluice.bind.parse.SqlTree;
import dev.sluice.bind.shard.ShardSafety;
import dev.sluice.bind.type.PlanCheck;
import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.kernel.sql.SqlName;
import dev.sluice.schema.Column;
import dev.sluice.schema.TableSchema;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Binds statements to empty tables, so that they are checked before any data is touched.
 *
 * <p>Offsets of problems count characters of the text that was given. Not thread-safe.
 */
public final class Binder implements AutoCloseable {
  private static final String DESCRIBE = "DESCRIBE ";

  private final Connection connection;
  private final Map<String, TableSchema> declared = new LinkedHashMap<>();

  private Binder(Connection connection) {
    this.connection = connection;
  }

  /** Opens a binder that knows no tables; the caller closes it. */
  public static Binder open() {
    try {
      return new Binder(BindingDatabases.take());
    } catch (SQLException e) {
      throw new PipelineException(
          ErrorCode.INTERNAL, "Cannot open the SQL binder: " + e.getMessage(), e);
    }
  }

  /**
   * Makes a table known under its name, with no rows.
   *
   * @param table its name, behind that of its schema where it has one: {@code raw.orders}
   */
  public void declare(String table, TableSchema schema) {
    String columns =
        schema.columns().stream()
            .map(column -> SqlName.quote(column.name()) + " " + column.type())
            .collect(Collectors.joining(", "));
    try (Statement statement = connection.createStatement()) {
      BoundName name = BoundName.of(table);
      if (name.schema() != null) {
        statement.execute("CREATE SCHEMA IF NOT EXISTS " + SqlName.quote(name.schema()));
      }
      statement.execute("CREATE OR REPLACE TABLE %s (%s)".formatted(name.sql(), columns));
    } catch (SQLException e) {
      throw new PipelineException(
          ErrorCode.INTERNAL, "Cannot declare table " + table + ": " + e.getMessage(), e);
    }
    declared.put(table, schema);
  }

  /** The tables a SELECT reads, without binding it; empty when it cannot be parsed. */
  public Set<String> references(String sql) {
    return Set.copyOf(StatementInspection.of(parse(sql), declared).tables());
  }

  /** The tables that a statement of a person names, with their schemas where it says them. */
  public Set<String> named(String sql, KnownTables known) {
    return Set.copyOf(StatementInspection.ofLook(parse(sql), declared, known).tables());
  }

  /**
   * Binds one SELECT of a person who looks at rows. Unlike a statement of a spec it may read the
   * clock, be random, have columns that cannot be stored, and ask for the columns of a relation.
   *
   * @param known the tables that it may name; those that it does are declared
   */
  public BoundStatement bindLook(String sql, KnownTables known) {
    StatementInspection inspection = StatementInspection.ofLook(parse(sql), declared, known);
    if (!inspection.problems().isEmpty()) {
      return failed(inspection, inspection.problems());
    }
    String begin = DESCRIBE + "SELECT * FROM (\n";
    String text = begin + sql + "\n)";
    try {
      TableSchema columns = new TableSchema(describe(text));
      return new BoundStatement(columns, inspection.tables(), List.of());
    } catch (SQLException e) {
      List<String> columns = columnsOf(inspection.tables());
      return failed(inspection, List.of(BindingError.of(e, text, begin.length(), columns)));
    }
  }

  /** Binds one SELECT over declared tables; refuses everything else. */
  public BoundStatement bindQuery(String sql) {
    SqlTree tree = parse(sql);
    StatementInspection inspection = StatementInspection.of(tree, declared);
    if (!inspection.problems().isEmpty()) {
      return failed(inspection, inspection.problems());
    }
    List<Column> found = new ArrayList<>();
    String text = DESCRIBE + sql;
    try {
      found.addAll(describe(text));
    } catch (SQLException e) {
      List<String> columns = columnsOf(inspection.tables());
      return failed(inspection, List.of(BindingError.of(e, text, DESCRIBE.length(), columns)));
    }
    ResultColumns result = ResultColumns.of(tree, found);
    List<SqlProblem> problems = new ArrayList<>(result.problems());
    problems.addAll(mixtures(sql));
    return problems.isEmpty()
        ? new BoundStatement(result.stored(), inspection.tables(), List.of())
        : failed(inspection, problems);
  }

  /**
   * Binds one SELECT that another database runs, which may hold tables and functions beside the
   * declared ones. What is wrong whatever that holds is a problem.
   *
   * @return why nobody can tell before it is asked, as the kernel says it; empty when it was bound,
   *     or has problems
   */
  public Optional<String> bindElsewhere(String sql, List<SqlProblem> problems) {
    SqlProblem refused = parse(sql).problem();
    if (refused != null && refused.code() == ErrorCode.SQL_SYNTAX) {
      problems.add(refused);
      return Optional.empty();
    }
    String begin = DESCRIBE + "SELECT * FROM (\n";
    String text = begin + sql + "\n)";
    try {
      List<Column> unused = describe(text);
      return Optional.empty();
    } catch (SQLException e) {
      List<String> columns = columnsOf(references(sql));
      SqlProblem problem = BindingError.of(e, text, begin.length(), columns);
      if (!BindingError.isCertain(e)) {
        return Optional.of(problem.message());
      }
      problems.add(problem);
      return Optional.empty();
    }
  }

  /**
   * Binds a boolean expression over the columns of one declared table; it may not contain
   * aggregates or subqueries.
   */
  public BoundStatement bindCondition(String sql, String table) {
    RowCondition condition = RowCondition.of(sql, table, this::answer);
    StatementInspection inspection = StatementInspection.of(condition.tree(), declared);
    List<SqlProblem> problems = new ArrayList<>(condition.problems());
    if (problems.isEmpty()) {
      problems.addAll(condition.relative(inspection.problems()));
    }
    for (String query : List.of(condition.query(), condition.filter())) {
      if (problems.isEmpty()) {
        problems.addAll(bindShape(condition, DESCRIBE + query));
      }
    }
    if (problems.isEmpty()) {
      problems.addAll(condition.relative(mixtures(condition.query())));
    }
    return problems.isEmpty()
        ? new BoundStatement(
            new TableSchema(List.of(Column.of("condition", "BOOLEAN", true))),
            Set.of(table),
            List.of())
        : new BoundStatement(new TableSchema(List.of()), Set.of(table), problems);
  }

  private List<SqlProblem> bindShape(RowCondition condition, String text) {
    try {
      return condition.checkType(describe(text));
    } catch (SQLException e) {
      int prefix = text.indexOf("(\n") + 2;
      List<String> columns = columnsOf(Set.of(condition.table()));
      return condition.clamp(BindingError.of(e, text, prefix, columns));
    }
  }

  /**
   * Says why a statement would give another result on parts of its inputs than on the whole.
   *
   * @param per the shard key; null when the statement must be row-level (one input, no lookback
   *     across rows); empty when one shard sees everything, which is always right
   * @param lookup tables that every shard sees whole
   */
  public List<SqlProblem> checkSharding(
      String sql, @Nullable List<String> per, Set<String> lookup) {
    return ShardSafety.check(parse(sql), declared, per, lookup);
  }

  /**
   * The columns of a statement's result that hold those of {@code per}, in their order and in lower
   * case; empty texts where there is none.
   */
  public List<String> carried(String sql, List<String> per, Set<String> lookup) {
    return ShardSafety.carried(parse(sql), declared, per, lookup);
  }

  /** Of which columns each column of a statement's result is made; empty when nobody can tell. */
  public Optional<List<MadeColumn>> lineage(String sql) {
    return ColumnLineage.of(parse(sql), declared);
  }

  /** Whether two texts are the same statement, wherever its parts stand. */
  public boolean isSame(String sql, String other) {
    JsonNode node = parse(sql).node();
    return node != null && node.equals(placed(parse(other).node(), node));
  }

  /** A statement with the places of another one of the same form. */
  private static @Nullable JsonNode placed(@Nullable JsonNode node, JsonNode places) {
    if (node instanceof ObjectNode object) {
      JsonNode place = places.path("query_location");
      if (object.has("query_location") && !place.isMissingNode()) {
        object.set("query_location", place);
      }
      object.properties().forEach(each -> placed(each.getValue(), places.path(each.getKey())));
    } else if (node instanceof ArrayNode array) {
      for (int i = 0; i < array.size(); i++) {
        placed(array.get(i), places.path(i));
      }
    }
    return node;
  }

  private SqlTree parse(String sql) {
    return SqlTree.read(sql, answer(sql));
  }

  private List<SqlProblem> mixtures(String sql) {
    return PlanCheck.of(sql, asked(PlanCheck.question(sql)));
  }

  /** What the kernel's parser says about a text, as JSON. */
  private String answer(String sql) {
    return asked(
        "SELECT json_serialize_sql("
            + SqlName.literal(sql.replace('\0', '\uFFFD'))
            + ", skip_default := true, skip_empty := true, skip_null := true)");
  }

  private String asked(String call) {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(call)) {
      result.next();
      return result.getString(1);
    } catch (SQLException e) {
      throw new PipelineException(
          ErrorCode.INTERNAL, "Cannot parse a statement: " + e.getMessage(), e);
    }
  }

  /**
   * Says why values of one column cannot be looked for in another: empty when both are of one type,
   * or one type holds the values of both.
   */
  public List<SqlProblem> bindMatch(String table, String column, String other, String to) {
    String sql =
        "SELECT 1 AS __v FROM %s AS __a JOIN %s AS __b ON __a.%s = __b.%s"
            .formatted(
                SqlName.quote(table),
                SqlName.quote(other),
                SqlName.quote(column),
                SqlName.quote(to));
    try {
      List<Column> unused = describe(DESCRIBE + sql);
    } catch (SQLException e) {
      return List.of(BindingError.of(e, sql, 0, List.of()));
    }
    return PlanCheck.ofMatch(sql, asked(PlanCheck.question(sql)));
  }

  /**
   * What rows of the tables that a statement reads must fulfil to matter to it, by the tables'
   * names as they are declared; of a table that is not among them every row matters.
   */
  public Map<String, RowFilter> filters(String sql) {
    return StatementFilters.of(parse(sql), declared, new ColumnValues(this::row));
  }

  private List<@Nullable String> row(String query) {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(query)) {
      List<@Nullable String> row = new ArrayList<>();
      if (result.next()) {
        for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
          row.add(result.getString(i));
        }
      }
      return row;
    } catch (SQLException e) {
      return List.of(); // it is no constant of that type
    }
  }

  /** Whether a text is a value of a type. */
  public boolean isValue(String text, String type) {
    return "true"
        .equals(
            asked("SELECT TRY_CAST(%s AS %s) IS NOT NULL".formatted(SqlName.literal(text), type)));
  }

  /** Whether one value of a type is no greater than another. */
  public boolean isInOrder(String low, String high, String type) {
    return "true"
        .equals(
            asked(
                "SELECT CAST(%s AS %3$s) <= CAST(%s AS %3$s)"
                    .formatted(SqlName.literal(low), SqlName.literal(high), type)));
  }

  private List<Column> describe(String text) throws SQLException {
    List<Column> columns = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(text)) {
      while (result.next()) {
        columns.add(Column.of(result.getString(1), result.getString(2), true));
      }
    }
    return columns;
  }

  private List<String> columnsOf(Set<String> tables) {
    Set<String> names = new LinkedHashSet<>();
    for (String table : tables) {
      TableSchema schema = declared.get(table);
      if (schema != null) {
        names.addAll(schema.names());
      }
    }
    return List.copyOf(names);
  }

  private static BoundStatement failed(StatementInspection inspection, List<SqlProblem> problems) {
    return new BoundStatement(new TableSchema(List.of()), inspection.tables(), problems);
  }

  @Override
  public void close() {
    try {
      BindingDatabases.giveBack(connection, declared.keySet());
    } catch (SQLException e) {
      throw new PipelineException(ErrorCode.INTERNAL, "Cannot close the SQL binder", e);
    }
  }
}
