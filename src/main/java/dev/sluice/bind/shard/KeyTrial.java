// SPDX-License-Identifier: Apache-2.0
package dev.sluice.bind.shard;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.bind.parse.SqlTree;
import dev.sluice.schema.TableSchema;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Tries what a statement without a key is told to say, before it is told. */
final class KeyTrial {
  private final SqlTree tree;
  private final Map<String, TableSchema> declared;
  private final Set<String> lookup;

  KeyTrial(SqlTree tree, Map<String, TableSchema> declared, Set<String> lookup) {
    this.tree = tree;
    this.declared = declared;
    this.lookup = lookup;
  }

  /**
   * Of what a clause gathers by, the columns that every input has, where the statement is safe with
   * them as its key; else nothing.
   */
  List<String> key(List<String> columns) {
    List<String> inputs = inputs();
    List<String> key =
        columns.stream()
            .distinct()
            .filter(name -> inputs.stream().allMatch(input -> has(input, name)))
            .toList();
    boolean isSafe = !key.isEmpty() && ShardSafety.isSafe(tree, declared, key, lookup);
    return isSafe ? key : List.of();
  }

  /** A table as whose rows come whole to every part the statement goes row by row. */
  Optional<String> lookup() {
    List<String> inputs = inputs();
    for (int i = inputs.size() - 1; i >= 0; i--) {
      Set<String> more = new LinkedHashSet<>(lookup);
      more.add(inputs.get(i));
      if (inputs.size() > 1 && ShardSafety.isSafe(tree, declared, null, more)) {
        return Optional.of(inputs.get(i));
      }
    }
    return Optional.empty();
  }

  private boolean has(String table, String column) {
    TableSchema schema = declared.get(table);
    return schema != null && schema.names().stream().anyMatch(column::equalsIgnoreCase);
  }

  /** The tables that are read, without the lookups, as they are declared. */
  private List<String> inputs() {
    Set<String> read = new LinkedHashSet<>();
    JsonNode node = tree.node();
    if (node != null) {
      tables(node, read);
    }
    Set<String> small = new LinkedHashSet<>();
    lookup.forEach(name -> small.add(name.toLowerCase(Locale.ROOT)));
    List<String> inputs = new ArrayList<>();
    for (String name : read) {
      declared.keySet().stream()
          .filter(each -> each.equalsIgnoreCase(name) && !small.contains(name))
          .forEach(inputs::add);
    }
    return inputs;
  }

  private static void tables(JsonNode node, Set<String> names) {
    if (SqlTree.type(node).equals("BASE_TABLE")) {
      names.add(node.path("table_name").asText().toLowerCase(Locale.ROOT));
    }
    node.forEach(child -> tables(child, names));
  }
}
