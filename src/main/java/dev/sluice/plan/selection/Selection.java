// SPDX-License-Identifier: Apache-2.0
package dev.sluice.plan.selection;

import dev.sluice.error.PipelineException;
import dev.sluice.spec.PipelineSpec;
import dev.sluice.spec.table.ModelSpec;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The tables and models that a run is to look at.
 *
 * @param names in the order of the spec; empty for all
 */
public record Selection(List<String> names) {
  public static final Selection ALL = new Selection(List.of());

  public Selection {
    names = List.copyOf(names);
  }

  /**
   * Reads what is asked for.
   *
   * @param selected terms of which any may hold; none for all tables and models
   * @param excluded terms of which none may hold
   * @throws PipelineException INVALID_VALUE for a term that is none or means nothing, and where
   *     nothing is left
   */
  public static Selection of(PipelineSpec spec, List<String> selected, List<String> excluded) {
    if (selected.isEmpty() && excluded.isEmpty()) {
      return ALL;
    }
    Map<String, Set<String>> reads = reads(spec);
    Set<String> chosen = new TreeSet<>();
    if (selected.isEmpty()) {
      chosen.addAll(reads.keySet());
    } else {
      chosen.addAll(meant(SelectionTerm.of("--select", selected), reads));
    }
    chosen.removeAll(meant(SelectionTerm.of("--exclude", excluded), reads));
    if (chosen.isEmpty()) {
      throw SelectionTerm.refused(
          selected.isEmpty()
              ? "--exclude leaves nothing to run"
              : "--select and --exclude leave nothing to run");
    }
    return chosen.size() == reads.size()
        ? ALL
        : new Selection(reads.keySet().stream().filter(chosen::contains).toList());
  }

  /** What each table and model reads, in the order of the spec. */
  private static Map<String, Set<String>> reads(PipelineSpec spec) {
    Map<String, Set<String>> reads = new LinkedHashMap<>();
    spec.tables().forEach(table -> reads.put(table.name(), Set.of()));
    for (ModelSpec model : spec.models()) {
      Set<String> inputs = new LinkedHashSet<>(model.inputs());
      inputs.addAll(model.lookup());
      reads.put(model.name(), inputs);
    }
    return reads;
  }

  private static Set<String> meant(List<SelectionTerm> terms, Map<String, Set<String>> reads) {
    Map<String, Set<String>> made = new HashMap<>();
    reads.forEach(
        (name, inputs) ->
            inputs.forEach(each -> made.computeIfAbsent(each, n -> new TreeSet<>()).add(name)));
    Set<String> all = new TreeSet<>();
    for (SelectionTerm term : terms) {
      Set<String> found = term.matching(reads.keySet());
      all.addAll(around(found, reads, term.before()));
      all.addAll(around(found, made, term.behind()));
    }
    return all;
  }

  /** Some names, and what so many steps lead to. */
  private static Set<String> around(Set<String> from, Map<String, Set<String>> edges, int steps) {
    Set<String> all = new TreeSet<>(from);
    Set<String> last = from;
    for (int step = 0; step < steps && !last.isEmpty(); step++) {
      Set<String> next = new TreeSet<>();
      last.forEach(name -> next.addAll(edges.getOrDefault(name, Set.of())));
      next.removeAll(all);
      all.addAll(next);
      last = next;
    }
    return all;
  }

  public boolean isAll() {
    return names.isEmpty();
  }

  public boolean has(String name) {
    return isAll() || names.contains(name);
  }
}
