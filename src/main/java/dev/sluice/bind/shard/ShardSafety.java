// SPDX-License-Identifier: Apache-2.0
package dev.sluice.bind.shard;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.bind.parse.SqlProblem;
import dev.sluice.bind.parse.SqlTokens;
import dev.sluice.bind.parse.SqlTree;
import dev.sluice.bind.shard.ShardedRelation.Field;
import dev.sluice.bind.shard.ShardedRelation.Rows;
import dev.sluice.schema.Column;
import dev.sluice.schema.TableSchema;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Proves that a statement gives the same rows on the shards of its inputs as on the whole.
 *
 * <p>It follows the per columns from the tables through joins, subqueries and common tables, and
 * refuses whatever gathers rows by anything else. What it cannot prove it refuses. The statement is
 * one that binds.
 */
public final class ShardSafety {
  private static final Set<String> PASSED_TABLE_REFS = Set.of("TABLE_FUNCTION", "EXPRESSION_LIST");

  private final SqlTree tree;
  private final SqlTokens tokens;
  private final Map<String, TableSchema> declared;
  private final Set<String> lookup;
  private final List<String> per;
  private final ShardProblems problems;
  private final Map<String, String> keyTypes = new HashMap<>();
  private final List<Integer> inputs = new ArrayList<>();

  /** How many subqueries in expressions stand around the node in hand. */
  private int depth;

  private ShardSafety(
      SqlTree tree,
      Map<String, TableSchema> declared,
      @Nullable List<String> per,
      Set<String> lookup,
      @Nullable KeyTrial trial) {
    this.tree = tree;
    this.tokens = SqlTokens.of(tree.sql());
    this.declared = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    this.declared.putAll(declared);
    this.lookup = lookup.stream().map(t -> t.toLowerCase(Locale.ROOT)).collect(Collectors.toSet());
    this.per = per == null ? List.of() : List.copyOf(per);
    this.problems = new ShardProblems(per, trial);
  }

  /** The reasons to refuse; empty when the statement is safe or cannot be parsed. */
  public static List<SqlProblem> check(
      SqlTree tree,
      Map<String, TableSchema> declared,
      @Nullable List<String> per,
      Set<String> lookup) {
    return check(tree, declared, per, lookup, new KeyTrial(tree, declared, lookup));
  }

  /** Whether a statement is safe; what else it could say is not looked for. */
  static boolean isSafe(
      SqlTree tree,
      Map<String, TableSchema> declared,
      @Nullable List<String> per,
      Set<String> lookup) {
    return check(tree, declared, per, lookup, null).isEmpty();
  }

  private static List<SqlProblem> check(
      SqlTree tree,
      Map<String, TableSchema> declared,
      @Nullable List<String> per,
      Set<String> lookup,
      @Nullable KeyTrial trial) {
    JsonNode node = tree.node();
    if (node == null || (per != null && per.isEmpty())) {
      return List.of();
    }
    ShardSafety safety = new ShardSafety(tree, declared, per, lookup, trial);
    Rows rows = safety.query(node, Map.of());
    if (safety.problems.count() == 0) {
      safety.checkWhole(rows, per == null);
    }
    return safety.problems.all();
  }

  /**
   * The result's column that carries each per column: in every row it is the value by which the
   * row's inputs came together. Empty texts where there is none; the statement is safe.
   *
   * @return names in lower case, one for each per column
   */
  public static List<String> carried(
      SqlTree tree, Map<String, TableSchema> declared, List<String> per, Set<String> lookup) {
    JsonNode node = tree.node();
    if (node == null) {
      return per.stream().map(column -> "").toList();
    }
    Rows rows = new ShardSafety(tree, declared, per, lookup, null).query(node, Map.of());
    List<String> names = new ArrayList<>();
    for (int i = 0; i < per.size(); i++) {
      long bit = 1L << i;
      names.add(
          rows.fields().stream()
              .filter(field -> !field.name().isEmpty() && (field.carries() & bit) != 0)
              .map(Field::name)
              .findFirst()
              .orElse(""));
    }
    return names;
  }

  private void checkWhole(Rows rows, boolean isRowLevel) {
    if (!rows.isSplit()) {
      problems.other(0, "The statement reads lookups only, so every shard would repeat it", null);
    } else if (isRowLevel && Math.max(rows.reads(), inputs.size()) > 1) {
      int second = inputs.size() > 1 ? inputs.get(1) : inputs.get(0);
      problems.other(
          second, "A statement without `per` reads its input once, as it comes by", null);
    }
  }

  /** Analyses a query node; the scope holds the common tables by lower-case name. */
  private Rows query(JsonNode node, Map<String, Rows> outer) {
    Map<String, Rows> scope = commonTables(node, outer);
    return switch (SqlTree.type(node)) {
      case "SELECT_NODE" -> select(node, scope);
      case "SET_OPERATION_NODE" ->
          new SetOperation(tree, tokens, problems).check(node, childRows(node, scope));
      default -> recursive(node, scope);
    };
  }

  private Map<String, Rows> commonTables(JsonNode node, Map<String, Rows> outer) {
    Map<String, Rows> scope = new HashMap<>(outer);
    for (JsonNode entry : node.path("cte_map").path("map")) {
      JsonNode value = entry.path("value");
      Rows rows = query(value.path("query_node"), scope);
      String name = entry.path("key").asText().toLowerCase(Locale.ROOT);
      List<Field> fields = rows.as(name, texts(value.path("aliases"))).sources().get(0).fields();
      scope.put(
          name, new Rows(rows.isSplit(), rows.reads(), rows.isBroken(), fields, rows.isOpaque()));
    }
    return scope;
  }

  private List<Rows> childRows(JsonNode node, Map<String, Rows> scope) {
    return node.path("children").valueStream().map(child -> query(child, scope)).toList();
  }

  private Rows recursive(JsonNode node, Map<String, Rows> scope) {
    if (readsSplit(node, scope)) {
      problems.allRows(tree.firstOffset(node), "A recursive query");
      return new Rows(true, 1, true, List.of(), true);
    }
    return Rows.same(true);
  }

  private Rows select(JsonNode node, Map<String, Rows> scope) {
    int before = problems.count();
    ShardedRelation relation = from(node.path("from_table"), scope);
    for (String clause :
        List.of(
            "select_list", "where_clause", "group_expressions", "having", "qualify", "modifiers")) {
      checkSubqueries(node.path(clause), scope);
    }
    SelectClauses clauses = new SelectClauses(tree, tokens, problems, node, relation);
    if (depth > 0) {
      clauses.checkOuterAggregates();
    }
    if (relation.isSplit() && !relation.isBroken()) {
      clauses.check();
    }
    SelectList list = clauses.list();
    return new Rows(
        relation.isSplit(),
        relation.reads(),
        relation.isBroken() || problems.count() > before,
        list.fields(),
        list.isOpaque());
  }

  /** Subqueries in expressions may read lookups only. */
  private void checkSubqueries(JsonNode node, Map<String, Rows> scope) {
    if (SqlTree.isClass(node, "SUBQUERY")) {
      if (readsSplit(node.path("subquery"), scope)) {
        problems.other(
            tree.firstOffset(node),
            "A subquery over a table that is not a lookup sees only a part of its rows",
            "write it as a join");
      } else {
        depth++;
        Rows unused = query(node.path("subquery").path("node"), scope);
        depth--;
        checkSubqueries(node.path("child"), scope);
      }
      return;
    }
    for (JsonNode child : node) {
      checkSubqueries(child, scope);
    }
  }

  private boolean readsSplit(JsonNode node, Map<String, Rows> outer) {
    Map<String, Rows> scope = outer;
    if (node.has("cte_map")) {
      scope = new HashMap<>(outer);
      for (JsonNode entry : node.path("cte_map").path("map")) {
        boolean isSplit = readsSplit(entry.path("value"), scope);
        scope.put(
            entry.path("key").asText().toLowerCase(Locale.ROOT),
            new Rows(isSplit, 0, false, List.of(), true));
      }
    }
    if (SqlTree.type(node).equals("RECURSIVE_CTE_NODE")) {
      scope = new HashMap<>(scope);
      scope.put(node.path("cte_name").asText().toLowerCase(Locale.ROOT), Rows.same(true));
    }
    if (SqlTree.type(node).equals("BASE_TABLE")) {
      String name = node.path("table_name").asText().toLowerCase(Locale.ROOT);
      Rows rows = scope.get(name);
      return rows == null ? !lookup.contains(name) : rows.isSplit();
    }
    for (Map.Entry<String, JsonNode> field : node.properties()) {
      if (!field.getKey().equals("cte_map") && readsSplit(field.getValue(), scope)) {
        return true;
      }
    }
    boolean found = false;
    if (node.isArray()) {
      for (JsonNode element : node) {
        found |= readsSplit(element, scope);
      }
    }
    return found;
  }

  private ShardedRelation from(JsonNode node, Map<String, Rows> scope) {
    String type = SqlTree.type(node);
    ShardedRelation relation =
        switch (type) {
          case "BASE_TABLE" -> table(node, scope);
          case "SUBQUERY" ->
              query(node.path("subquery").path("node"), scope)
                  .as(node.path("alias").asText(), texts(node.path("column_name_alias")));
          case "JOIN" -> join(node, scope);
          case "EMPTY" -> Rows.same(false).as("", List.of());
          case "PIVOT" -> pivot(node, scope);
          default -> {
            checkSubqueries(node, scope);
            if (!PASSED_TABLE_REFS.contains(type) || SelectClauses.aggregate(node) != null) {
              problems.other(tree.firstOffset(node), "This cannot be split", null);
            }
            String function = node.path("function").path("function_name").asText();
            Rows made = new Rows(false, 0, false, List.of(new Field(function, 0)), true);
            yield made.as(
                node.path("alias").asText(function), texts(node.path("column_name_alias")));
          }
        };
    if (node.has("sample") && relation.isSplit()) {
      problems.allRows(tokens.find(tree.firstOffset(node), "TABLESAMPLE", "SAMPLE"), "A sample");
      return relation.broken();
    }
    return relation;
  }

  private ShardedRelation table(JsonNode node, Map<String, Rows> scope) {
    String name = node.path("table_name").asText();
    String alias = node.path("alias").asText(name);
    List<String> names = texts(node.path("column_name_alias"));
    Rows common = scope.get(name.toLowerCase(Locale.ROOT));
    if (common != null) {
      return common.as(alias, names);
    }
    TableSchema schema = declared.getOrDefault(name, new TableSchema(List.of()));
    boolean isSplit = !lookup.contains(name.toLowerCase(Locale.ROOT));
    if (isSplit) {
      inputs.add(tree.firstOffset(node));
    }
    boolean isBroken = isSplit && !hasKey(node, name, schema);
    List<Field> fields =
        schema.columns().stream()
            .map(column -> new Field(column.name(), isSplit ? carries(column.name()) : 0))
            .toList();
    return new Rows(isSplit, isSplit ? 1 : 0, isBroken, fields, false).as(alias, names);
  }

  private long carries(String column) {
    long mask = 0;
    for (int i = 0; i < per.size(); i++) {
      mask |= per.get(i).equalsIgnoreCase(column) ? 1L << i : 0;
    }
    return mask;
  }

  /** Whether the table has every per column, with the type it has in the other tables. */
  private boolean hasKey(JsonNode node, String table, TableSchema schema) {
    boolean has = true;
    for (String key : per) {
      Column column =
          schema.columns().stream()
              .filter(c -> c.name().equalsIgnoreCase(key))
              .findFirst()
              .orElse(null);
      String type = column == null ? "" : column.type();
      String other = keyTypes.putIfAbsent(key, type);
      String wrong =
          column == null
              ? table + " has no column " + key + ", by which its rows would be split"
              : other != null && !other.isEmpty() && !other.equals(type)
                  ? table + "." + key + " is " + type + ", but " + other + " in another input"
                  : null;
      if (wrong != null) {
        problems.other(tree.firstOffset(node), wrong, "make " + table + " a lookup");
        has = false;
      }
    }
    return has;
  }

  private ShardedRelation pivot(JsonNode node, Map<String, Rows> scope) {
    ShardedRelation source = from(node.path("source"), scope);
    Map<String, JsonNode> parts = new LinkedHashMap<>();
    node.properties().forEach(e -> parts.put(e.getKey(), e.getValue()));
    parts.remove("source");
    parts.values().forEach(part -> checkSubqueries(part, scope));
    if (source.isSplit() && !node.has("unpivot_names")) {
      problems.allRows(tokens.find(0, "PIVOT"), "PIVOT");
    }
    boolean isBroken = source.isBroken() || problems.count() > 0;
    return new Rows(source.isSplit(), source.reads(), isBroken, List.of(), true)
        .as(node.path("alias").asText(), List.of());
  }

  private ShardedRelation join(JsonNode node, Map<String, Rows> scope) {
    ShardedRelation left = from(node.path("left"), scope);
    ShardedRelation right = from(node.path("right"), scope);
    checkSubqueries(node.path("condition"), scope);
    JsonNode call = SelectClauses.aggregate(node.path("condition"));
    if (call != null) {
      problems.allRows(tree.firstOffset(call), "An aggregate in a join's condition");
    }
    return new JoinClause(tree, tokens, problems, node).join(left, right);
  }

  private static List<String> texts(JsonNode array) {
    return array.valueStream().map(JsonNode::asText).toList();
  }
}
