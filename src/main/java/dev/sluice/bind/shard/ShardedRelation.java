// SPDX-License-Identifier: Apache-2.0
package dev.sluice.bind.shard;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a FROM clause offers, as far as splitting rows goes.
 *
 * <p>A relation is either the same on every shard, or <i>split</i>: the shards' rows together are
 * its rows. A field of a split relation <i>carries</i> a per column when in every row it is that
 * column's value, by which the row came to its shard.
 *
 * @param isSplit false when every shard sees the same rows
 * @param reads how many times split inputs are read
 * @param isBroken whether a problem was found inside, so that no further one is worth saying
 * @param sources what a qualified name may refer to, in order
 * @param merged the columns that joins with USING made one
 */
record ShardedRelation(
    boolean isSplit, int reads, boolean isBroken, List<Source> sources, Map<String, Field> merged) {

  /**
   * A column.
   *
   * @param name in lower case; empty when nothing can refer to it
   * @param carries bit i is set when it carries the i-th per column
   */
  record Field(String name, long carries) {
    Field {
      name = name.toLowerCase(Locale.ROOT);
    }

    Field carrying(long mask) {
      return new Field(name, carries & mask);
    }
  }

  /** Columns under one alias; an opaque source may have more of them than are known. */
  record Source(String alias, List<Field> fields, boolean isOpaque) {
    Source carrying(long mask) {
      return new Source(alias, fields.stream().map(f -> f.carrying(mask)).toList(), isOpaque);
    }
  }

  /** Rows of a query node: columns in order, known up to the first opaque place. */
  record Rows(boolean isSplit, int reads, boolean isBroken, List<Field> fields, boolean isOpaque) {
    private static final Pattern NUMBERED = Pattern.compile(".*_\\d+");

    static Rows same(boolean isOpaque) {
      return new Rows(false, 0, false, List.of(), isOpaque);
    }

    /** Under an alias, the first columns renamed; repeated names get other ones in the kernel. */
    ShardedRelation as(String alias, List<String> names) {
      List<Field> named = new ArrayList<>();
      Set<String> seen = new HashSet<>();
      boolean isRepeated = false;
      int count = isOpaque ? Math.max(fields.size(), names.size()) : fields.size();
      for (int i = 0; i < count; i++) {
        Field field = i < fields.size() ? fields.get(i) : new Field("", 0);
        String name = i < names.size() ? names.get(i) : field.name();
        boolean isFirst = seen.add(name.toLowerCase(Locale.ROOT));
        isRepeated |= !isFirst;
        named.add(new Field(isFirst ? name : "", field.carries()));
      }
      if (isRepeated) {
        named.replaceAll(f -> NUMBERED.matcher(f.name()).matches() ? f.carrying(0) : f);
      }
      Source source = new Source(alias.toLowerCase(Locale.ROOT), named, isOpaque);
      return new ShardedRelation(isSplit, reads, isBroken, List.of(source), Map.of());
    }
  }

  boolean isOpaque() {
    return sources.stream().anyMatch(Source::isOpaque);
  }

  /** The field a column reference means, or null when that cannot be told. */
  @Nullable Field resolve(List<String> names) {
    List<Field> found = new ArrayList<>();
    String name = names.get(names.size() - 1).toLowerCase(Locale.ROOT);
    if (names.size() == 1 && merged.containsKey(name)) {
      return merged.get(name);
    }
    for (Source source : sources) {
      if (names.size() == 1
          || (names.size() == 2 && source.alias().equalsIgnoreCase(names.get(0)))) {
        source.fields().stream().filter(f -> f.name().equals(name)).forEach(found::add);
      }
    }
    return found.size() == 1 ? found.get(0) : null;
  }

  /** The columns of a star, of one source when it is qualified. */
  List<Field> star(String alias) {
    List<Field> fields = new ArrayList<>();
    Set<String> done = new HashSet<>();
    for (Source source : sources) {
      if (alias.isEmpty() || source.alias().equalsIgnoreCase(alias)) {
        for (Field field : source.fields()) {
          Field one = alias.isEmpty() ? merged.get(field.name()) : null;
          if (one == null) {
            fields.add(field);
          } else if (done.add(field.name())) {
            fields.add(one);
          }
        }
      }
    }
    return fields;
  }

  /** The same rows, whose fields carry no more than the mask. */
  ShardedRelation carrying(long mask) {
    Map<String, Field> fewer = new HashMap<>();
    merged.forEach((name, field) -> fewer.put(name, field.carrying(mask)));
    List<Source> narrower = sources.stream().map(s -> s.carrying(mask)).toList();
    return new ShardedRelation(isSplit, reads, isBroken, narrower, fewer);
  }

  ShardedRelation broken() {
    return new ShardedRelation(isSplit, reads, true, sources, merged);
  }

  /** This relation beside another, with further merged columns. */
  ShardedRelation beside(ShardedRelation right, Map<String, Field> using) {
    List<Source> both = new ArrayList<>(sources);
    both.addAll(right.sources);
    Map<String, Field> all = new LinkedHashMap<>(merged);
    right.merged.forEach((name, f) -> all.merge(name, f, (a, b) -> a.carrying(0)));
    all.putAll(using);
    return new ShardedRelation(
        isSplit || right.isSplit, reads + right.reads, isBroken || right.isBroken, both, all);
  }
}
