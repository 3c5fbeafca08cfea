// SPDX-License-Identifier: Apache-2.0
package dev.sluice.bind.lineage;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a FROM clause offers.
 *
 * @param sources what a qualified name may refer to, in order
 * @param merged the names, in lower case, that joins made one column of
 */
record LineageRelation(List<Source> sources, Set<String> merged) {
  static final LineageRelation NOTHING = new LineageRelation(List.of(), Set.of());

  /** Columns under one alias, which is in lower case. */
  record Source(String alias, List<MadeColumn> columns) {}

  static LineageRelation of(String alias, List<MadeColumn> columns, List<String> names) {
    List<MadeColumn> named = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      named.add(i < names.size() ? columns.get(i).named(names.get(i)) : columns.get(i));
    }
    Source source = new Source(alias.toLowerCase(Locale.ROOT), List.copyOf(named));
    return new LineageRelation(List.of(source), Set.of());
  }

  LineageRelation beside(LineageRelation right, Set<String> using) {
    List<Source> both = new ArrayList<>(sources);
    both.addAll(right.sources);
    Set<String> all = new TreeSet<>(merged);
    all.addAll(right.merged);
    all.addAll(using);
    return new LineageRelation(List.copyOf(both), Set.copyOf(all));
  }

  /** What a reference is made of; null when nothing here has that name. */
  @Nullable Set<String> origins(List<String> names) {
    String first = names.get(0).toLowerCase(Locale.ROOT);
    if (names.size() > 1) {
      String second = names.get(1).toLowerCase(Locale.ROOT);
      for (Source source : sources) {
        if (source.alias().equals(first)) {
          Set<String> found = of(List.of(source), second);
          if (found != null) {
            return found;
          }
        }
      }
    }
    return of(sources, first);
  }

  /** A name that several sources have is one column that a join made of them. */
  private static @Nullable Set<String> of(List<Source> sources, String name) {
    Set<String> origins = null;
    for (Source source : sources) {
      for (MadeColumn column : source.columns()) {
        if (column.name().equals(name)) {
          origins = origins == null ? new TreeSet<>() : origins;
          origins.addAll(column.origins());
        }
      }
    }
    return origins;
  }

  /** The columns of a star, of one source when it is qualified. */
  List<MadeColumn> star(String alias) {
    Map<Object, MadeColumn> columns = new LinkedHashMap<>();
    for (Source source : sources) {
      if (alias.isEmpty() || source.alias().equalsIgnoreCase(alias)) {
        for (MadeColumn column : source.columns()) {
          boolean isMerged = alias.isEmpty() && merged.contains(column.name());
          Object key = isMerged ? column.name() : new Object();
          columns.merge(key, column, (one, other) -> one.with(other.origins()));
        }
      }
    }
    return List.copyOf(columns.values());
  }
}
