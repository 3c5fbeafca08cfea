// SPDX-License-Identifier: Apache-2.0
package dev.sluice.bind.lineage;

import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * A column of a result, and the columns of declared tables that its values are made of.
 *
 * @param name in lower case; empty when the statement gives it none
 * @param origins each as {@code table.column}, sorted; empty for a constant or a count of rows
 */
public record MadeColumn(String name, Set<String> origins) {
  public MadeColumn {
    name = name.toLowerCase(Locale.ROOT);
    origins = java.util.Collections.unmodifiableSet(new TreeSet<>(origins));
  }

  MadeColumn named(String other) {
    return new MadeColumn(other, origins);
  }

  MadeColumn with(Set<String> more) {
    Set<String> all = new TreeSet<>(origins);
    all.addAll(more);
    return new MadeColumn(name, all);
  }
}
