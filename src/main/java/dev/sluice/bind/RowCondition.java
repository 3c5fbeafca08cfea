// SPDX-License-Identifier: Apache-2.0
package dev.sluice.bind;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.bind.parse.SqlFunctions;
import dev.sluice.bind.parse.SqlProblem;
import dev.sluice.bind.parse.SqlTokens;
import dev.sluice.bind.parse.SqlTree;
import dev.sluice.error.ErrorCode;
import dev.sluice.kernel.sql.SqlName;
import dev.sluice.schema.Column;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The text of a boolean expression over one table, proven to be one expression wherever it is put
 * between parentheses.
 *
 * <p>It must parse both with and without parentheses around it: with them alone, {@code a) OR (b}
 * would pass; without them alone, {@code a FROM b} would.
 */
record RowCondition(String sql, String table, SqlTree tree, List<SqlProblem> problems) {
  private static final String OPEN = "SELECT (\n";
  private static final String PLAIN = "SELECT\n";

  static RowCondition of(String sql, String table, UnaryOperator<String> parser) {
    String closed = enclosed(sql, table);
    String plain = PLAIN + sql + "\nFROM " + SqlName.quote(table);
    SqlTree tree = SqlTree.read(closed, parser.apply(closed));
    SqlTree bare = SqlTree.read(plain, parser.apply(plain));
    RowCondition condition = new RowCondition(sql, table, tree, List.of());
    List<SqlProblem> problems = new ArrayList<>();
    SqlTokens tokens = SqlTokens.of(sql);
    int semicolon = tokens.find(-1, ";");
    if (tokens.tokens().isEmpty()) {
      problems.add(new SqlProblem(ErrorCode.SQL_SYNTAX, 0, "The expression is empty", null));
    } else if (semicolon >= 0) {
      problems.add(
          new SqlProblem(
              ErrorCode.SQL_FORBIDDEN, semicolon, "An expression has no semicolon", "remove it"));
    } else if (bare.problem() != null) {
      SqlProblem problem = condition.shifted(bare.problem(), PLAIN.length());
      String alone = PLAIN + sql;
      boolean isQuery = SqlTree.read(alone, parser.apply(alone)).problem() == null;
      problems.add(
          problem.offset() < sql.length()
              ? problem
              : isQuery ? hasFrom(tokens, problem) : tooEarly(problem));
    } else if (tree.problem() != null) {
      problems.add(condition.shifted(tree.problem(), OPEN.length()));
    } else if (!isOneExpression(tree.node()) || !isOneExpression(bare.node())) {
      problems.add(
          new SqlProblem(ErrorCode.SQL_FORBIDDEN, 0, "Only one expression may stand here", null));
    }
    if (problems.isEmpty() && tree.node() != null) {
      condition.checkParts(tree.node(), problems);
    }
    return new RowCondition(sql, table, tree, List.copyOf(problems));
  }

  private static SqlProblem hasFrom(SqlTokens tokens, SqlProblem problem) {
    int from = Math.max(0, tokens.find(0, "FROM"));
    return new SqlProblem(
        problem.code(), from, "An expression has no FROM", "write the condition alone");
  }

  /** What the parser names stands behind the expression, and is not the author's. */
  private static SqlProblem tooEarly(SqlProblem problem) {
    return new SqlProblem(
        problem.code(),
        problem.offset(),
        "The expression ends too early",
        "write what belongs there");
  }

  private static String enclosed(String sql, String table) {
    return OPEN + sql + "\n) FROM " + SqlName.quote(table);
  }

  /** A query that computes the expression. */
  String query() {
    return enclosed(sql, table);
  }

  /** A query that filters by the expression, where aggregates and windows are refused. */
  String filter() {
    return "SELECT true FROM " + SqlName.quote(table) + " WHERE (\n" + sql + "\n)";
  }

  private static boolean isOneExpression(@Nullable JsonNode node) {
    if (node == null) {
      return false;
    }
    JsonNode list = node.path("select_list");
    boolean isPlain =
        SqlTree.type(node).equals("SELECT_NODE")
            && SqlTree.type(node.path("from_table")).equals("BASE_TABLE")
            && !node.path("from_table").has("sample");
    for (String clause :
        List.of("where_clause", "group_expressions", "having", "qualify", "modifiers", "sample")) {
      isPlain &= !node.has(clause);
    }
    return isPlain
        && node.path("cte_map").path("map").isEmpty()
        && list.size() == 1
        && !list.path(0).has("alias");
  }

  private void checkParts(JsonNode node, List<SqlProblem> problems) {
    if (SqlTree.isClass(node, "STAR")) {
      problems.add(forbidden(node, "An expression names its columns; a star is not one value"));
    } else if (SqlTree.isClass(node, "SUBQUERY")) {
      problems.add(forbidden(node, "An expression over one row has no subqueries"));
      return;
    } else if (SqlTree.isClass(node, "WINDOW")) {
      problems.add(forbidden(node, "An expression over one row has no window functions"));
    } else if (node.path("function_name").isTextual()) {
      String name = node.path("function_name").asText();
      if (SqlFunctions.isAggregate(name)) {
        problems.add(
            forbidden(node, "An expression over one row has no aggregates such as " + name + "()"));
      } else if (name.equalsIgnoreCase("error")) {
        problems.add(
            forbidden(
                node,
                "An expression that is false says that a row is wrong; error() would stop the run"));
      } else if (name.equalsIgnoreCase("unnest")) {
        problems.add(forbidden(node, "An expression over one row gives one value; unnest() many"));
      }
    }
    for (JsonNode child : node) {
      checkParts(child, problems);
    }
  }

  private SqlProblem forbidden(JsonNode node, String message) {
    return shifted(
        new SqlProblem(ErrorCode.SQL_FORBIDDEN, tree.firstOffset(node), message, null),
        OPEN.length());
  }

  /** Problems of the enclosed query, with offsets into the expression. */
  List<SqlProblem> relative(List<SqlProblem> found) {
    return found.stream().map(problem -> shifted(problem, OPEN.length())).toList();
  }

  /** A problem whose offset is already into the expression, kept inside it. */
  List<SqlProblem> clamp(SqlProblem problem) {
    return List.of(shifted(problem, 0));
  }

  private SqlProblem shifted(SqlProblem problem, int prefix) {
    int offset = Math.max(0, Math.min(problem.offset() - prefix, sql.length()));
    return new SqlProblem(problem.code(), offset, problem.message(), problem.suggestion());
  }

  /** Whether the described result is one BOOLEAN. */
  List<SqlProblem> checkType(List<Column> described) {
    String type = described.size() == 1 ? described.get(0).type() : "a row";
    return type.equals("BOOLEAN")
        ? List.of()
        : List.of(
            new SqlProblem(
                ErrorCode.SQL_BIND,
                0,
                "The expression is of type " + type + ", not BOOLEAN",
                null));
  }
}
