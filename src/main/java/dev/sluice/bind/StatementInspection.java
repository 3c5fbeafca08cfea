// SPDX-License-Identifier: Apache-2.0
package dev.sluice.bind;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.bind.parse.SqlFunctions;
import dev.sluice.bind.parse.SqlProblem;
import dev.sluice.bind.parse.SqlTokens;
import dev.sluice.bind.parse.SqlTree;
import dev.sluice.error.ErrorCode;
import dev.sluice.error.issue.Suggestion;
import dev.sluice.kernel.sql.LogicalTime;
import dev.sluice.kernel.sql.SqlName;
import dev.sluice.schema.TableSchema;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Walks a parsed statement: which tables it reads, and whether it does anything else. */
final class StatementInspection {
  private static final Set<String> QUERIES =
      Set.of("SELECT_NODE", "SET_OPERATION_NODE", "RECURSIVE_CTE_NODE", "CTE_NODE");
  private static final Set<String> RELATIONS =
      Set.of(
          "BASE_TABLE", "TABLE_FUNCTION", "SUBQUERY", "JOIN", "EMPTY", "EXPRESSION_LIST", "PIVOT");

  private final SqlTree tree;
  private final Map<String, TableSchema> declared;
  private final @Nullable KnownTables known;
  private final Set<String> tables = new LinkedHashSet<>();
  private final List<SqlProblem> problems = new ArrayList<>();
  private final List<JsonNode> bareNames = new ArrayList<>();

  private StatementInspection(
      SqlTree tree, Map<String, TableSchema> declared, @Nullable KnownTables known) {
    this.tree = tree;
    this.declared = declared;
    this.known = known;
  }

  /** Inspects a statement of a spec against the declared tables. */
  static StatementInspection of(SqlTree tree, Map<String, TableSchema> declared) {
    return inspected(new StatementInspection(tree, declared, null));
  }

  /**
   * Inspects a statement of a person who looks at rows: it need not give the same twice, and its
   * tables may have a schema.
   *
   * @param known the tables that it may name, of which only some are declared
   */
  static StatementInspection ofLook(
      SqlTree tree, Map<String, TableSchema> declared, KnownTables known) {
    return inspected(new StatementInspection(tree, declared, known));
  }

  private static StatementInspection inspected(StatementInspection inspection) {
    SqlTree tree = inspection.tree;
    if (tree.problem() != null) {
      inspection.problems.add(tree.problem());
    }
    if (tree.node() != null) {
      inspection.walk(tree.node(), Set.of());
      inspection.bareNames.forEach(inspection::checkBareName);
    }
    return inspection;
  }

  /** The base tables, spelled as declared where they are. */
  Set<String> tables() {
    return tables;
  }

  List<SqlProblem> problems() {
    return problems;
  }

  private void walk(JsonNode node, Set<String> ctes) {
    Set<String> scope = ctes;
    String type = SqlTree.type(node);
    if (type.endsWith("_NODE") && !QUERIES.contains(type)) {
      refuse(node, "Only a SELECT may stand here", null);
      return;
    }
    if (type.equals("RECURSIVE_CTE_NODE")) {
      scope = with(scope, node.path("cte_name").asText());
    }
    scope = walkCommonTables(node, scope);
    if (!checkNode(node, type, scope)) {
      return;
    }
    for (Map.Entry<String, JsonNode> field : node.properties()) {
      if (!field.getKey().equals("cte_map")) {
        walk(field.getValue(), scope);
      }
    }
    if (node.isArray()) {
      for (JsonNode element : node) {
        walk(element, scope);
      }
    }
  }

  /** Checks a node by itself; whether its parts are worth a look. */
  private boolean checkNode(JsonNode node, String type, Set<String> scope) {
    checkRelations(node);
    switch (type) {
      case "BASE_TABLE" -> checkTable(node, scope);
      case "TABLE_FUNCTION" -> {
        return isAllowedTableFunction(node);
      }
      case "COLUMN_REF" -> {
        if (SqlTree.names(node).size() == 1) {
          bareNames.add(node);
        }
      }
      case "VALUE_PARAMETER" -> refuse(node, "A statement has no parameters", null);
      default -> checkFunction(node);
    }
    return true;
  }

  private Set<String> walkCommonTables(JsonNode node, Set<String> outer) {
    Set<String> scope = outer;
    for (JsonNode entry : node.path("cte_map").path("map")) {
      walk(entry.path("value"), scope);
      scope = with(scope, entry.path("key").asText());
    }
    return scope;
  }

  private static Set<String> with(Set<String> scope, String name) {
    Set<String> wider = new HashSet<>(scope);
    wider.add(name.toLowerCase(Locale.ROOT));
    return wider;
  }

  private void checkRelations(JsonNode node) {
    boolean isJoin = SqlTree.type(node).equals("JOIN");
    for (String field : List.of("from_table", "left", "right", "source")) {
      JsonNode relation = node.path(field);
      boolean isRelation = isJoin || field.equals("from_table") || field.equals("source");
      String type = SqlTree.type(relation);
      if (isRelation && !type.isEmpty() && !isRelation(relation, type)) {
        refuse(relation, "DESCRIBE, SHOW and SUMMARIZE may not stand in a statement", null);
      }
    }
    if (known == null && node.has("sample") && node.path("sample").path("seed").asLong(-1) == -1) {
      String reason = "A sample without a seed is random, but a re-run must give the same rows";
      int from = Math.max(0, tree.firstOffset(node));
      int at = SqlTokens.of(tree.sql()).find(from, "TABLESAMPLE", "SAMPLE");
      problems.add(
          new SqlProblem(
              ErrorCode.SQL_FORBIDDEN,
              at,
              reason,
              "write TABLESAMPLE reservoir(…) REPEATABLE (seed)"));
    }
  }

  /** A person may ask for the columns of a relation too, not for what else the engine shows. */
  private boolean isRelation(JsonNode relation, String type) {
    boolean isDescription = type.equals("SHOW_REF") && relation.has("query");
    return RELATIONS.contains(type) || (known != null && isDescription);
  }

  private void checkTable(JsonNode node, Set<String> ctes) {
    String name = node.path("table_name").asText();
    if (known != null && node.has("schema_name") && !node.has("catalog_name")) {
      checkDeclared(node, node.path("schema_name").asText() + ".", name);
      return;
    }
    if (node.has("schema_name") || node.has("catalog_name")) {
      refuse(node, "Tables have no schema or catalog: " + name, "write " + name + " alone");
      return;
    }
    if (!ctes.contains(name.toLowerCase(Locale.ROOT))) {
      checkDeclared(node, "", name);
    }
  }

  private void checkDeclared(JsonNode node, String schema, String bare) {
    String name = schema + bare;
    for (String table : declared.keySet()) {
      if (table.equalsIgnoreCase(name)) {
        tables.add(table);
        return;
      }
    }
    tables.add(name);
    if (!SqlName.isLegalTable(bare)) {
      refuse(
          node,
          "A statement reads declared tables, not files or places: '" + name + "'",
          "declare a table with this source and read that");
      return;
    }
    problems.add(
        known == null ? unknown(node, name, declared.keySet()) : absent(node, name, known));
  }

  private SqlProblem unknown(JsonNode node, String name, Collection<String> there) {
    String has = there.isEmpty() ? "" : " (has: " + String.join(", ", there) + ")";
    return new SqlProblem(
        ErrorCode.UNKNOWN_NAME,
        Math.max(0, offsetOf(node, name)),
        "No table or model " + name + has,
        Suggestion.nearest(name, there));
  }

  private SqlProblem absent(JsonNode node, String name, KnownTables tables) {
    String why = tables.whyAbsent(name);
    return why == null
        ? unknown(node, name, tables.names())
        : new SqlProblem(ErrorCode.UNKNOWN_NAME, Math.max(0, offsetOf(node, name)), why, null);
  }

  private int offsetOf(JsonNode node, String name) {
    int offset = tree.offset(node);
    return offset >= 0 ? offset : SqlTokens.of(tree.sql()).find(0, name, SqlName.quote(name));
  }

  private boolean isAllowedTableFunction(JsonNode node) {
    String name = node.path("function").path("function_name").asText();
    if (!SqlFunctions.isTable(name)) {
      refuse(
          node,
          "A statement reads declared tables, not what " + name + "() returns",
          known == null ? "declare a table with this source and read that" : null);
      return false;
    }
    return true;
  }

  private void checkFunction(JsonNode node) {
    if (!node.path("function_name").isTextual()) {
      return;
    }
    String name = node.path("function_name").asText();
    int arguments = node.path("arguments").size();
    String refusal =
        known == null ? SqlFunctions.refusal(name, arguments) : SqlFunctions.outside(name);
    if (refusal != null) {
      boolean isClock = SqlFunctions.isClock(name, arguments);
      refuse(node, name + "() " + refusal, isClock ? LogicalTime.insteadOf(name) : null);
    }
  }

  /** Without a column of that name, current_date and the like are functions. */
  private void checkBareName(JsonNode node) {
    String name = SqlTree.names(node).get(0);
    if (SqlFunctions.isBareClock(name) && known == null) {
      refuse(
          node,
          name + " reads the clock, but a re-run must give the same rows",
          LogicalTime.insteadOf(name) + ", or table." + name + " for a column of that name");
    } else if (SqlFunctions.isBareSession(name) && !isColumn(name)) {
      refuse(node, name + " looks outside the statement", null);
    }
  }

  private boolean isColumn(String name) {
    return tables.stream()
        .flatMap(
            table -> {
              TableSchema schema = declared.get(table);
              return schema == null ? Stream.of() : schema.names().stream();
            })
        .anyMatch(name::equalsIgnoreCase);
  }

  private void refuse(JsonNode node, String message, @Nullable String suggestion) {
    problems.add(
        new SqlProblem(
            ErrorCode.SQL_FORBIDDEN, Math.max(0, tree.firstOffset(node)), message, suggestion));
  }
}
