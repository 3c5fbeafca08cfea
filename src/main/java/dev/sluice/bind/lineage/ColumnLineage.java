// SPDX-License-Identifier: Apache-2.0
package dev.sluice.bind.lineage;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.bind.parse.SqlTree;
import dev.sluice.schema.TableSchema;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Follows columns through a statement: through joins, subqueries, common tables and set operations.
 * What rows are kept or grouped by is not what a value is made of. A statement that it cannot
 * follow has no lineage, rather than half of one.
 */
public final class ColumnLineage {
  private static final Set<String> PLAIN_STAR =
      Set.of(
          "class",
          "type",
          "query_location",
          "query_location_length",
          "relation_name",
          "exclude_list",
          "replace_list");

  /** Joins that only choose rows. */
  private static final Set<String> ONE_SIDED = Set.of("SEMI", "ANTI");

  private final Map<String, TableSchema> declared;
  private boolean isLost;

  private ColumnLineage(Map<String, TableSchema> declared) {
    this.declared = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    this.declared.putAll(declared);
  }

  /**
   * The columns of a statement's result, in order; empty when they cannot be told.
   *
   * @param tree a statement that binds
   */
  public static Optional<List<MadeColumn>> of(SqlTree tree, Map<String, TableSchema> declared) {
    JsonNode node = tree.node();
    if (node == null) {
      return Optional.empty();
    }
    ColumnLineage lineage = new ColumnLineage(declared);
    List<MadeColumn> columns = lineage.query(node, Map.of(), LineageRelation.NOTHING);
    return lineage.isLost ? Optional.empty() : Optional.of(columns);
  }

  /**
   * The columns of a query.
   *
   * @param scope common tables by their names in lower case
   * @param outer what a subquery sees of the query around it
   */
  private List<MadeColumn> query(
      JsonNode node, Map<String, List<MadeColumn>> scope, LineageRelation outer) {
    Map<String, List<MadeColumn>> tables = new HashMap<>(scope);
    for (JsonNode entry : node.path("cte_map").path("map")) {
      List<MadeColumn> made = query(entry.path("value").path("query_node"), tables, outer);
      List<String> names = texts(entry.path("value").path("aliases"));
      tables.put(
          entry.path("key").asText().toLowerCase(Locale.ROOT),
          LineageRelation.of("", made, names).sources().get(0).columns());
    }
    return switch (SqlTree.type(node)) {
      case "SELECT_NODE" -> select(node, tables, outer);
      case "SET_OPERATION_NODE" -> combined(node, tables, outer);
      default -> lost();
    };
  }

  private <T> List<T> lost() {
    isLost = true;
    return List.of();
  }

  private List<MadeColumn> combined(
      JsonNode node, Map<String, List<MadeColumn>> scope, LineageRelation outer) {
    List<MadeColumn> all = new ArrayList<>();
    boolean isFirst = true;
    for (JsonNode child : node.path("children")) {
      List<MadeColumn> made = query(child, scope, outer);
      if (isFirst) {
        all.addAll(made);
      } else if (made.size() != all.size() || node.path("setop_type").asText().contains("NAME")) {
        return lost();
      } else {
        for (int i = 0; i < made.size(); i++) {
          all.set(i, all.get(i).with(made.get(i).origins()));
        }
      }
      isFirst = false;
    }
    return isFirst ? lost() : all;
  }

  private List<MadeColumn> select(
      JsonNode node, Map<String, List<MadeColumn>> scope, LineageRelation outer) {
    LineageRelation inner = from(node.path("from_table"), scope, outer);
    LineageRelation seen = inner.beside(outer, Set.of());
    List<MadeColumn> columns = new ArrayList<>();
    for (JsonNode expression : node.path("select_list")) {
      if (SqlTree.isClass(expression, "STAR")) {
        columns.addAll(star(expression, inner, scope));
      } else if (hasStar(expression)) {
        return lost();
      } else {
        columns.add(new MadeColumn(name(expression), origins(expression, seen, scope, columns)));
      }
    }
    return columns;
  }

  private List<MadeColumn> star(
      JsonNode star, LineageRelation relation, Map<String, List<MadeColumn>> scope) {
    if (star.propertyStream().anyMatch(each -> !PLAIN_STAR.contains(each.getKey()))) {
      return lost();
    }
    Set<String> excluded = new HashSet<>();
    star.path("exclude_list").forEach(each -> excluded.add(each.asText().toLowerCase(Locale.ROOT)));
    Map<String, Set<String>> replaced = new HashMap<>();
    for (JsonNode each : star.path("replace_list")) {
      replaced.put(
          each.path("key").asText().toLowerCase(Locale.ROOT),
          origins(each.path("value"), relation, scope, List.of()));
    }
    return relation.star(star.path("relation_name").asText()).stream()
        .filter(column -> !excluded.contains(column.name()))
        .map(
            column ->
                new MadeColumn(
                    column.name(), replaced.getOrDefault(column.name(), column.origins())))
        .toList();
  }

  private static boolean hasStar(JsonNode expression) {
    if (SqlTree.isClass(expression, "SUBQUERY")) {
      return false;
    }
    boolean isUnnested = expression.path("function_name").asText().equalsIgnoreCase("unnest");
    boolean isStar = SqlTree.isClass(expression, "STAR");
    return isStar || isUnnested || expression.valueStream().anyMatch(ColumnLineage::hasStar);
  }

  private static String name(JsonNode expression) {
    List<String> names = SqlTree.names(expression);
    String own =
        SqlTree.isClass(expression, "COLUMN_REF") && !names.isEmpty()
            ? names.get(names.size() - 1)
            : "";
    return expression.path("alias").asText(own);
  }

  /** What an expression is made of; it may name columns that stand before it in the list. */
  private Set<String> origins(
      JsonNode node,
      LineageRelation seen,
      Map<String, List<MadeColumn>> scope,
      List<MadeColumn> before) {
    if (SqlTree.isClass(node, "COLUMN_REF")) {
      List<String> names = SqlTree.names(node);
      Set<String> found = seen.origins(names);
      return found != null ? found : earlier(names.get(0), before);
    }
    Set<String> all = new TreeSet<>();
    if (SqlTree.isClass(node, "SUBQUERY")) {
      query(node.path("subquery").path("node"), scope, seen)
          .forEach(column -> all.addAll(column.origins()));
      all.addAll(origins(node.path("child"), seen, scope, before));
      return all;
    }
    for (JsonNode child : node) {
      all.addAll(origins(child, seen, scope, before));
    }
    return all;
  }

  /** A name that no table has is an earlier column's, or a parameter of a lambda. */
  private static Set<String> earlier(String name, List<MadeColumn> before) {
    return before.stream()
        .filter(column -> column.name().equalsIgnoreCase(name))
        .findFirst()
        .map(MadeColumn::origins)
        .orElse(Set.of());
  }

  private LineageRelation from(
      JsonNode node, Map<String, List<MadeColumn>> scope, LineageRelation outer) {
    List<String> names = texts(node.path("column_name_alias"));
    return switch (SqlTree.type(node)) {
      case "EMPTY", "" -> LineageRelation.NOTHING;
      case "BASE_TABLE" -> {
        String table = node.path("table_name").asText();
        List<MadeColumn> common = scope.get(table.toLowerCase(Locale.ROOT));
        yield LineageRelation.of(
            node.path("alias").asText(table), common == null ? columns(table) : common, names);
      }
      case "SUBQUERY" ->
          LineageRelation.of(
              node.path("alias").asText(),
              query(node.path("subquery").path("node"), scope, outer),
              names);
      case "JOIN" -> join(node, scope, outer);
      default -> {
        List<MadeColumn> unused = lost();
        yield LineageRelation.NOTHING;
      }
    };
  }

  private LineageRelation join(
      JsonNode node, Map<String, List<MadeColumn>> scope, LineageRelation outer) {
    LineageRelation left = from(node.path("left"), scope, outer);
    LineageRelation right = from(node.path("right"), scope, left.beside(outer, Set.of()));
    if (ONE_SIDED.contains(node.path("join_type").asText())) {
      return left;
    }
    Set<String> using = new HashSet<>();
    texts(node.path("using_columns")).forEach(each -> using.add(each.toLowerCase(Locale.ROOT)));
    if (node.path("ref_type").asText().equals("NATURAL")) {
      left.star("").stream()
          .map(MadeColumn::name)
          .filter(name -> right.origins(List.of(name)) != null)
          .forEach(using::add);
    }
    return left.beside(right, using);
  }

  private List<MadeColumn> columns(String table) {
    TableSchema schema = declared.get(table);
    return schema == null
        ? lost()
        : schema.columns().stream()
            .map(
                column -> new MadeColumn(column.name(), Set.of(table(table) + "." + column.name())))
            .toList();
  }

  /** A table's name as it is declared. */
  private String table(String name) {
    return declared.keySet().stream().filter(name::equalsIgnoreCase).findFirst().orElse(name);
  }

  private static List<String> texts(JsonNode array) {
    return array.valueStream().map(JsonNode::asText).toList();
  }
}
