// SPDX-License-Identifier: Apache-2.0
package dev.sluice.bind.shard;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.bind.parse.SqlTokens;
import dev.sluice.bind.parse.SqlTree;
import dev.sluice.bind.shard.ShardedRelation.Field;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Checks one join: split relations meet on the whole key, and only split rows are preserved. */
final class JoinClause {
  private static final Set<String> KEEPS_LEFT = Set.of("INNER", "LEFT", "SEMI", "ANTI");
  private static final Set<String> KEEPS_RIGHT = Set.of("INNER", "RIGHT");

  private final SqlTree tree;
  private final SqlTokens tokens;
  private final ShardProblems problems;
  private final JsonNode node;
  private final String type;
  private final String reference;

  JoinClause(SqlTree tree, SqlTokens tokens, ShardProblems problems, JsonNode node) {
    this.tree = tree;
    this.tokens = tokens;
    this.problems = problems;
    this.node = node;
    this.type = node.path("join_type").asText();
    this.reference = node.path("ref_type").asText();
  }

  ShardedRelation join(ShardedRelation left, ShardedRelation right) {
    int before = problems.count();
    List<String> using = using(left, right);
    if (!left.isBroken() && !right.isBroken()) {
      check(left, right, using);
    }
    boolean isBlurred = reference.equals("NATURAL") && (left.isOpaque() || right.isOpaque());
    ShardedRelation keptLeft = left.carrying(KEEPS_LEFT.contains(type) && !isBlurred ? -1 : 0);
    ShardedRelation keptRight = right.carrying(KEEPS_RIGHT.contains(type) && !isBlurred ? -1 : 0);
    Map<String, Field> merged = new LinkedHashMap<>();
    for (String name : using) {
      merged.put(name, merged(name, left, right));
    }
    boolean isFilter = type.equals("SEMI") || type.equals("ANTI");
    ShardedRelation none =
        new ShardedRelation(right.isSplit(), right.reads(), right.isBroken(), List.of(), Map.of());
    ShardedRelation joined =
        isFilter ? keptLeft.beside(none, Map.of()) : keptLeft.beside(keptRight, merged);
    return problems.count() > before ? joined.broken() : joined;
  }

  private List<String> using(ShardedRelation left, ShardedRelation right) {
    if (reference.equals("NATURAL")) {
      List<String> other = right.star("").stream().map(Field::name).toList();
      return left.star("").stream().map(Field::name).filter(other::contains).toList();
    }
    return node.path("using_columns")
        .valueStream()
        .map(name -> name.asText().toLowerCase(Locale.ROOT))
        .toList();
  }

  private static long carries(ShardedRelation relation, String name) {
    Field field = relation.resolve(List.of(name));
    return field == null ? 0 : field.carries();
  }

  /** What the one column of USING is: the left one, the right one, or whichever is there. */
  private Field merged(String name, ShardedRelation left, ShardedRelation right) {
    long l = carries(left, name);
    long r = carries(right, name);
    boolean isBothSplit = left.isSplit() && right.isSplit();
    long carries =
        switch (type) {
          case "INNER" -> isBothSplit ? l | r : l;
          case "LEFT" -> l;
          case "RIGHT" -> r;
          default -> isBothSplit ? l & r : 0;
        };
    return new Field(name, carries);
  }

  private void check(ShardedRelation left, ShardedRelation right, List<String> using) {
    if (!left.isSplit() && !right.isSplit()) {
      return;
    }
    if (reference.equals("POSITIONAL")) {
      problems.allRows(offset(), "A POSITIONAL JOIN");
    } else if (left.isSplit() && right.isSplit()) {
      checkBothSplit(left, right, using);
    } else {
      boolean isAsof = reference.equals("ASOF");
      boolean isKept =
          left.isSplit() ? KEEPS_LEFT.contains(type) : KEEPS_RIGHT.contains(type) && !isAsof;
      if (!isKept) {
        problems.other(
            offset(),
            "The join keeps rows of a lookup, which every shard would repeat",
            "keep the rows of the other side");
      }
    }
  }

  private void checkBothSplit(ShardedRelation left, ShardedRelation right, List<String> using) {
    long equated = 0;
    List<String> columns = new ArrayList<>(using);
    for (String name : using) {
      equated |= carries(left, name) & carries(right, name);
    }
    for (JsonNode part : conjuncts(node.path("condition"))) {
      equated |= equated(part, left, right, columns);
    }
    if (!problems.isCovered(equated)) {
      problems.join(offset(), equated, columns);
    }
  }

  private static List<JsonNode> conjuncts(JsonNode condition) {
    if (!SqlTree.type(condition).equals("CONJUNCTION_AND")) {
      return List.of(condition);
    }
    return condition.path("children").valueStream().flatMap(c -> conjuncts(c).stream()).toList();
  }

  private static long equated(
      JsonNode part, ShardedRelation left, ShardedRelation right, List<String> columns) {
    String comparison = SqlTree.type(part);
    boolean isEqual =
        comparison.equals("COMPARE_EQUAL") || comparison.equals("COMPARE_NOT_DISTINCT_FROM");
    JsonNode one = part.path("left");
    JsonNode other = part.path("right");
    boolean isColumns = SqlTree.isClass(one, "COLUMN_REF") && SqlTree.isClass(other, "COLUMN_REF");
    if (!isEqual || !isColumns) {
      return 0;
    }
    List<String> first = SqlTree.names(one);
    List<String> second = SqlTree.names(other);
    if (first.get(first.size() - 1).equalsIgnoreCase(second.get(second.size() - 1))) {
      columns.add(first.get(first.size() - 1));
    }
    return pair(left, first, right, second) | pair(left, second, right, first);
  }

  private static long pair(
      ShardedRelation left, List<String> ofLeft, ShardedRelation right, List<String> ofRight) {
    Field l = left.resolve(ofLeft);
    Field r = right.resolve(ofRight);
    boolean isCertain =
        l != null && r != null && right.resolve(ofLeft) == null && left.resolve(ofRight) == null;
    return isCertain && l != null && r != null ? l.carries() & r.carries() : 0;
  }

  private int offset() {
    boolean isWritten = !reference.equals("CROSS") && tree.offset(node) >= 0;
    return isWritten
        ? tree.offset(node)
        : tokens.findBefore(tree.firstOffset(node.path("right")), ",", "CROSS");
  }
}
