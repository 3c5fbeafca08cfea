// SPDX-License-Identifier: Apache-2.0
package dev.sluice.bind.filter;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.bind.parse.SqlTree;
import dev.sluice.schema.TableSchema;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Looks in a statement for what every row of a table must fulfil to matter: conditions of the WHERE
 * behind each place at which it is read. A place that nothing is known of, such as the right of a
 * left join, lets every row matter.
 */
public final class StatementFilters {
  private final Map<String, TableSchema> declared;
  private final ConditionReader conditions;
  private final Map<String, List<@Nullable RowFilter>> found = new LinkedHashMap<>();
  private final Set<String> common = new HashSet<>();

  private StatementFilters(Map<String, TableSchema> declared, ConditionReader conditions) {
    this.declared = declared;
    this.conditions = conditions;
  }

  /**
   * The conditions on tables, by their names as they are declared; of a table that is not among
   * them every row matters.
   *
   * @param values works out constants
   */
  public static Map<String, RowFilter> of(
      SqlTree tree, Map<String, TableSchema> declared, ConstantValues values) {
    StatementFilters filters = new StatementFilters(declared, new ConditionReader(tree, values));
    JsonNode node = tree.node();
    if (node == null) {
      return Map.of();
    }
    filters.nameCommon(node);
    filters.walk(node);
    return filters.joined();
  }

  private Map<String, RowFilter> joined() {
    Map<String, RowFilter> all = new LinkedHashMap<>();
    found.forEach(
        (table, places) -> {
          if (places.stream().allMatch(Objects::nonNull)) {
            List<RowFilter> each = places.stream().map(Objects::requireNonNull).toList();
            all.put(table, each.size() == 1 ? each.get(0) : new RowFilter.Any(each));
          }
        });
    return all;
  }

  private void nameCommon(JsonNode node) {
    for (JsonNode entry : node.path("cte_map").path("map")) {
      common.add(entry.path("key").asText().toLowerCase(Locale.ROOT));
    }
    if (node.has("cte_name")) {
      common.add(node.path("cte_name").asText().toLowerCase(Locale.ROOT));
    }
    node.forEach(this::nameCommon);
  }

  private void walk(JsonNode node) {
    String type = SqlTree.type(node);
    if (type.equals("BASE_TABLE")) {
      add(node, null);
      return;
    }
    JsonNode from = node.path("from_table");
    boolean isPlain = type.equals("SELECT_NODE") && !node.has("sample");
    if (isPlain) {
      relation(from, node.path("where_clause"), isAlone(from));
    }
    for (Map.Entry<String, JsonNode> field : node.properties()) {
      if (!isPlain || !field.getKey().equals("from_table")) {
        walk(field.getValue());
      }
    }
    if (node.isArray()) {
      node.forEach(this::walk);
    }
  }

  private static boolean isAlone(JsonNode from) {
    return SqlTree.type(from).equals("BASE_TABLE");
  }

  /** Reads what a SELECT reads, as far as its WHERE is asked of the rows themselves. */
  private void relation(JsonNode from, JsonNode where, boolean isAlone) {
    switch (SqlTree.type(from)) {
      case "BASE_TABLE" -> add(from, from.has("sample") ? null : filter(from, where, isAlone));
      case "JOIN" -> {
        boolean isInner = from.path("join_type").asText("INNER").equals("INNER");
        boolean isKnown = Set.of("REGULAR", "CROSS").contains(from.path("ref_type").asText());
        boolean isLeft = from.path("join_type").asText().equals("LEFT");
        side(from.path("left"), where, isKnown && (isInner || isLeft) && !from.has("sample"));
        side(from.path("right"), where, isKnown && isInner && !from.has("sample"));
        walk(from.path("condition"));
      }
      default -> walk(from);
    }
  }

  private void side(JsonNode relation, JsonNode where, boolean isAsked) {
    if (isAsked) {
      relation(relation, where, false);
    } else {
      walk(relation);
    }
  }

  private void add(JsonNode table, @Nullable RowFilter filter) {
    String name = name(table);
    if (name != null) {
      found.computeIfAbsent(name, key -> new ArrayList<>()).add(filter);
    }
  }

  private @Nullable RowFilter filter(JsonNode table, JsonNode where, boolean isAlone) {
    String name = name(table);
    TableSchema schema = name == null ? null : declared.get(name);
    String alias = table.path("alias").asText(table.path("table_name").asText());
    return schema == null || where.isMissingNode()
        ? null
        : conditions.read(where, new ConditionReader.Read(alias, schema, isAlone));
  }

  /** As it is declared; null for the result of a WITH. */
  private @Nullable String name(JsonNode table) {
    String bare = table.path("table_name").asText();
    boolean hasSchema = table.has("schema_name");
    String name = hasSchema ? table.path("schema_name").asText() + "." + bare : bare;
    boolean isCommon = !hasSchema && common.contains(bare.toLowerCase(Locale.ROOT));
    String known =
        declared.keySet().stream().filter(name::equalsIgnoreCase).findFirst().orElse(null);
    if (known != null && isCommon) {
      // Both may be meant, each in another part of the statement.
      found.computeIfAbsent(known, key -> new ArrayList<>()).add(null);
      return null;
    }
    return known;
  }
}
