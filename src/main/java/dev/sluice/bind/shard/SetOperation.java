// SPDX-License-Identifier: Apache-2.0
package dev.sluice.bind.shard;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.bind.parse.SqlTokens;
import dev.sluice.bind.parse.SqlTree;
import dev.sluice.bind.shard.ShardedRelation.Field;
import dev.sluice.bind.shard.ShardedRelation.Rows;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Checks UNION, INTERSECT and EXCEPT: what compares rows must carry the key in one place. */
final class SetOperation {
  private final SqlTree tree;
  private final SqlTokens tokens;
  private final ShardProblems problems;

  SetOperation(SqlTree tree, SqlTokens tokens, ShardProblems problems) {
    this.tree = tree;
    this.tokens = tokens;
    this.problems = problems;
  }

  Rows check(JsonNode node, List<Rows> parts) {
    int before = problems.count();
    String type = node.path("setop_type").asText();
    boolean isSplit = parts.stream().anyMatch(Rows::isSplit);
    boolean isBroken = parts.stream().anyMatch(Rows::isBroken);
    boolean isOpaque = parts.stream().anyMatch(Rows::isOpaque);
    List<Field> fields = type.endsWith("BY_NAME") ? byName(parts) : byPosition(parts);
    if (isOpaque) {
      fields = fields.stream().map(f -> f.carrying(0)).toList();
    }
    long carries = SelectList.carries(fields);
    if (isSplit && !isBroken) {
      int at =
          tokens.findBefore(
              tree.firstOffset(node.path("children").path(1)), "UNION", "INTERSECT", "EXCEPT");
      String word = type.startsWith("UNION") ? "UNION" : type;
      boolean isAll = node.path("setop_all").asBoolean(true) && word.equals("UNION");
      List<String> names = fields.stream().map(Field::name).toList();
      if (!parts.stream().allMatch(Rows::isSplit)) {
        problems.other(
            at, "A part of the " + word + " reads lookups only; every shard would repeat it", null);
      } else if (!isAll && !problems.isCovered(carries)) {
        problems.mismatch(at, word, carries, names);
      }
      checkModifiers(node, fields);
    }
    int reads = parts.stream().mapToInt(Rows::reads).sum();
    return new Rows(isSplit, reads, isBroken || problems.count() > before, fields, isOpaque);
  }

  private void checkModifiers(JsonNode node, List<Field> fields) {
    for (JsonNode modifier : node.path("modifiers")) {
      String type = SqlTree.type(modifier);
      if (type.equals("LIMIT_MODIFIER")) {
        int at = tokens.findBefore(tree.firstOffset(modifier), "LIMIT", "OFFSET");
        problems.allRows(at, "LIMIT or OFFSET");
      } else if (!type.equals("ORDER_MODIFIER")) {
        problems.mismatch(0, "DISTINCT", 0, fields.stream().map(Field::name).toList());
      }
    }
  }

  private static List<Field> byPosition(List<Rows> parts) {
    List<Field> fields = new ArrayList<>(parts.get(0).fields());
    for (Rows part : parts) {
      for (int i = 0; i < fields.size(); i++) {
        long carries = i < part.fields().size() ? part.fields().get(i).carries() : 0;
        fields.set(i, fields.get(i).carrying(carries));
      }
    }
    return fields;
  }

  private static List<Field> byName(List<Rows> parts) {
    Map<String, Field> fields = new LinkedHashMap<>();
    for (Rows part : parts) {
      part.fields().forEach(f -> fields.putIfAbsent(f.name(), f));
    }
    for (Rows part : parts) {
      fields.replaceAll(
          (name, field) ->
              field.carrying(
                  part.fields().stream()
                      .filter(f -> f.name().equals(name))
                      .mapToLong(Field::carries)
                      .reduce((a, b) -> a & b)
                      .orElse(0)));
    }
    return List.copyOf(fields.values());
  }
}
