// SPDX-License-Identifier: Apache-2.0
package dev.sluice.bind.shard;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.bind.parse.SqlFunctions;
import dev.sluice.bind.parse.SqlTokens;
import dev.sluice.bind.parse.SqlTree;
import dev.sluice.bind.shard.ShardedRelation.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Checks the clauses of one SELECT that gather rows: each must gather by the whole key. */
final class SelectClauses {
  private static final List<String> VALUES =
      List.of("select_list", "having", "qualify", "modifiers");
  private static final List<String> FILTERS = List.of("where_clause", "group_expressions");

  private final SqlTree tree;
  private final SqlTokens tokens;
  private final ShardProblems problems;
  private final JsonNode node;
  private final ShardedRelation relation;
  private final SelectList list;

  SelectClauses(
      SqlTree tree,
      SqlTokens tokens,
      ShardProblems problems,
      JsonNode node,
      ShardedRelation relation) {
    this.tree = tree;
    this.tokens = tokens;
    this.problems = problems;
    this.node = node;
    this.relation = relation;
    this.list = SelectList.of(node.path("select_list"), relation);
  }

  SelectList list() {
    return list;
  }

  /** Checks a SELECT over a split relation. */
  void check() {
    if (node.has("sample")) {
      problems.allRows(tokens.find(tree.firstOffset(node), "SAMPLE"), "A sample");
    }
    checkGroups();
    checkWindows(node.path("select_list"));
    checkWindows(node.path("qualify"));
    for (JsonNode modifier : node.path("modifiers")) {
      checkModifier(modifier);
    }
  }

  /**
   * Checks a subquery: an aggregate over columns of the query around it belongs to that query,
   * which shows nowhere else.
   */
  void checkOuterAggregates() {
    for (String clause : Stream.concat(VALUES.stream(), FILTERS.stream()).toList()) {
      JsonNode call = foreignAggregate(node.path(clause));
      if (call != null) {
        problems.allRows(
            tree.firstOffset(call),
            call.path("function_name").asText() + "() over columns from outside its subquery");
      }
    }
  }

  private @Nullable JsonNode foreignAggregate(JsonNode part) {
    JsonNode inside = SqlTree.isClass(part, "SUBQUERY") ? part.path("child") : part;
    if (isAggregate(inside) && !isOwn(inside)) {
      return inside;
    }
    for (JsonNode child : inside) {
      JsonNode found = foreignAggregate(child);
      if (found != null) {
        return found;
      }
    }
    return null;
  }

  private boolean isOwn(JsonNode call) {
    if (SqlTree.isClass(call, "COLUMN_REF")) {
      return relation.resolve(SqlTree.names(call)) != null;
    }
    for (JsonNode child : call) {
      if (!isOwn(child)) {
        return false;
      }
    }
    return true;
  }

  private void checkGroups() {
    JsonNode groups = node.path("group_expressions");
    boolean isAll = node.path("aggregate_handling").asText().equals("FORCE_AGGREGATES");
    JsonNode call = null;
    for (String clause : VALUES) {
      call = call == null ? aggregate(node.path(clause)) : call;
    }
    if (groups.isEmpty() && !isAll) {
      if (call != null) {
        problems.allRows(
            tree.firstOffset(call), call.path("function_name").asText() + "() without GROUP BY");
      } else if (node.has("group_sets") || node.has("having")) {
        problems.allRows(tokens.find(tree.firstOffset(node), "GROUP", "HAVING"), "HAVING");
      }
      return;
    }
    List<String> columns = new ArrayList<>();
    long carries = isAll ? allGroups(columns) : leastGroup(groups, columns);
    if (!problems.isCovered(carries)) {
      int at = isAll ? groupAll() : tree.firstOffset(groups);
      problems.mismatch(at, "GROUP BY", carries, columns);
    }
  }

  private int groupAll() {
    int from = tree.firstOffset(node.path("from_table"));
    return tokens.find(from, "GROUP");
  }

  private long allGroups(List<String> columns) {
    List<Field> fields = new ArrayList<>();
    for (SelectList.Entry entry : list.entries()) {
      JsonNode expression = entry.expression();
      boolean isGroup = expression == null || aggregate(expression) == null;
      if (isGroup) {
        fields.add(entry.field());
        if (!entry.field().name().isEmpty()) {
          columns.add(entry.field().name());
        }
      }
    }
    return SelectList.carries(fields);
  }

  private long leastGroup(JsonNode groups, List<String> columns) {
    List<Long> carried = new ArrayList<>();
    for (JsonNode group : groups) {
      carried.add(carries(group, true));
      name(group, columns);
    }
    long least = -1;
    for (JsonNode set : node.path("group_sets")) {
      long carries = 0;
      for (JsonNode index : set) {
        carries |= carried.get(index.asInt());
      }
      least &= carries;
    }
    return node.path("group_sets").isEmpty() ? 0 : least;
  }

  /** What an expression to group by carries: a column, else an alias or a position. */
  private long carries(JsonNode expression, boolean isGroup) {
    Field field = null;
    if (SqlTree.isClass(expression, "COLUMN_REF")) {
      List<String> names = SqlTree.names(expression);
      field = relation.resolve(names);
      if (field == null && isGroup && names.size() == 1 && !relation.isOpaque()) {
        field = list.named(names.get(0));
      }
    } else if (isGroup && SqlTree.isClass(expression, "CONSTANT")) {
      field = list.at(expression.path("literal").path("text").asInt(0));
    }
    return field == null ? 0 : field.carries();
  }

  private void name(JsonNode expression, List<String> columns) {
    if (SqlTree.isClass(expression, "COLUMN_REF")) {
      List<String> names = SqlTree.names(expression);
      columns.add(names.get(names.size() - 1));
    } else if (SqlTree.isClass(expression, "CONSTANT")) {
      Field field = list.at(expression.path("literal").path("text").asInt(0));
      if (field != null && !field.name().isEmpty()) {
        columns.add(field.name());
      }
    }
  }

  private void checkWindows(JsonNode part) {
    if (SqlTree.isClass(part, "SUBQUERY")) {
      checkWindows(part.path("child"));
      return;
    }
    if (SqlTree.isClass(part, "WINDOW")) {
      long carries = 0;
      List<String> columns = new ArrayList<>();
      for (JsonNode partition : part.path("partitions")) {
        carries |= carries(partition, false);
        name(partition, columns);
      }
      if (!problems.isCovered(carries)) {
        String window = part.path("function_name").asText() + "()";
        problems.mismatch(tree.firstOffset(part), "PARTITION BY of " + window, carries, columns);
      }
    }
    for (JsonNode child : part) {
      checkWindows(child);
    }
  }

  private void checkModifier(JsonNode modifier) {
    switch (SqlTree.type(modifier)) {
      case "ORDER_MODIFIER" -> {
        JsonNode window = find(modifier, "WINDOW");
        if (window != null) {
          problems.allRows(tree.firstOffset(window), "A window function in ORDER BY");
        }
      }
      case "DISTINCT_MODIFIER" -> checkDistinct(modifier);
      default ->
          problems.allRows(
              tokens.findBefore(tree.firstOffset(modifier), "LIMIT", "OFFSET"), "LIMIT or OFFSET");
    }
  }

  private void checkDistinct(JsonNode modifier) {
    int at = tokens.findBefore(tree.firstOffset(node.path("select_list")), "DISTINCT");
    JsonNode targets = modifier.path("distinct_on_targets");
    List<String> columns = new ArrayList<>();
    long carries = 0;
    if (targets.isEmpty()) {
      carries = SelectList.carries(list.fields());
      list.fields().stream().map(Field::name).filter(n -> !n.isEmpty()).forEach(columns::add);
    }
    for (JsonNode target : targets) {
      carries |= distinctOn(target);
      name(target, columns);
    }
    if (!problems.isCovered(carries)) {
      problems.mismatch(at, "DISTINCT", carries, columns);
    }
  }

  /** A name may mean a result column or one of the input: both must carry the key. */
  private long distinctOn(JsonNode target) {
    long carries = carries(target, true);
    if (SqlTree.isClass(target, "COLUMN_REF")) {
      List<String> names = SqlTree.names(target);
      for (Field field : names.size() == 1 ? list.fields() : List.<Field>of()) {
        carries &= field.name().equalsIgnoreCase(names.get(0)) ? field.carries() : -1;
      }
    }
    return carries;
  }

  /** The first aggregate call that is not a window, outside subqueries; null when there is none. */
  static @Nullable JsonNode aggregate(JsonNode part) {
    if (SqlTree.isClass(part, "SUBQUERY")) {
      return aggregate(part.path("child"));
    }
    if (isAggregate(part)) {
      return part;
    }
    for (JsonNode child : part) {
      JsonNode found = aggregate(child);
      if (found != null) {
        return found;
      }
    }
    return null;
  }

  private static boolean isAggregate(JsonNode part) {
    return SqlTree.isClass(part, "FUNCTION")
        && SqlFunctions.isAggregate(part.path("function_name").asText());
  }

  private static @Nullable JsonNode find(JsonNode part, String name) {
    if (SqlTree.isClass(part, name)) {
      return part;
    }
    for (JsonNode child : part) {
      JsonNode found = find(child, name);
      if (found != null) {
        return found;
      }
    }
    return null;
  }
}
