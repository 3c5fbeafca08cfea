// SPDX-License-Identifier: Apache-2.0
package dev.sluice.bind.shard;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.bind.parse.SqlTree;
import dev.sluice.bind.shard.ShardedRelation.Field;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The columns a SELECT gives out, and what they carry.
 *
 * @param entries in order; those behind an opaque place carry nothing
 * @param isOpaque whether there is an entry that stands for columns nobody knows
 */
record SelectList(List<Entry> entries, boolean isOpaque) {
  private static final Set<String> PLAIN_STAR =
      Set.of(
          "class",
          "type",
          "query_location",
          "query_location_length",
          "relation_name",
          "exclude_list",
          "replace_list");

  /** A column and, unless a star made it, its expression. */
  record Entry(Field field, @Nullable JsonNode expression) {}

  static SelectList of(JsonNode list, ShardedRelation relation) {
    List<Entry> entries = new ArrayList<>();
    boolean isOpaque = false;
    for (JsonNode expression : list) {
      List<Entry> made = new ArrayList<>();
      if (SqlTree.isClass(expression, "STAR")) {
        isOpaque |= !isPlain(expression) || relation.isOpaque();
        made.addAll(star(expression, relation));
      } else {
        isOpaque |= standsForMany(expression);
        made.add(new Entry(field(expression, relation), expression));
      }
      for (Entry entry : made) {
        entries.add(isOpaque ? new Entry(entry.field().carrying(0), entry.expression()) : entry);
      }
    }
    return new SelectList(List.copyOf(entries), isOpaque);
  }

  private static boolean isPlain(JsonNode star) {
    return star.propertyStream().allMatch(e -> PLAIN_STAR.contains(e.getKey()));
  }

  /** Whether an expression becomes more than one column: a star inside, or an unnested struct. */
  private static boolean standsForMany(JsonNode expression) {
    if (SqlTree.isClass(expression, "SUBQUERY")) {
      return false;
    }
    boolean isMany =
        SqlTree.isClass(expression, "STAR")
            || expression.path("function_name").asText().equalsIgnoreCase("unnest");
    return isMany || expression.valueStream().anyMatch(SelectList::standsForMany);
  }

  private static List<Entry> star(JsonNode star, ShardedRelation relation) {
    Set<String> excluded = new HashSet<>();
    for (JsonNode name : star.path("exclude_list")) {
      excluded.add(name.asText().toLowerCase(Locale.ROOT));
    }
    Set<String> replaced = new HashSet<>();
    for (JsonNode entry : star.path("replace_list")) {
      replaced.add(entry.path("key").asText().toLowerCase(Locale.ROOT));
    }
    return relation.star(star.path("relation_name").asText()).stream()
        .filter(f -> !excluded.contains(f.name()))
        .map(f -> new Entry(replaced.contains(f.name()) ? f.carrying(0) : f, null))
        .toList();
  }

  private static Field field(JsonNode expression, ShardedRelation relation) {
    boolean isColumn = SqlTree.isClass(expression, "COLUMN_REF");
    List<String> names = isColumn ? SqlTree.names(expression) : List.of("");
    Field source = isColumn ? relation.resolve(names) : null;
    String name = expression.path("alias").asText(names.get(names.size() - 1));
    return new Field(name, source == null ? 0 : source.carries());
  }

  List<Field> fields() {
    return entries.stream().map(Entry::field).toList();
  }

  /** The entry of a 1-based position, or null. */
  @Nullable Field at(int position) {
    return position >= 1 && position <= entries.size() ? entries.get(position - 1).field() : null;
  }

  /** The one entry of that name, or null. */
  @Nullable Field named(String name) {
    List<Field> found =
        fields().stream().filter(f -> f.name().equals(name.toLowerCase(Locale.ROOT))).toList();
    return found.size() == 1 ? found.get(0) : null;
  }

  /** What any of the fields carries. */
  static long carries(List<Field> fields) {
    return fields.stream().mapToLong(Field::carries).reduce(0, (a, b) -> a | b);
  }
}
