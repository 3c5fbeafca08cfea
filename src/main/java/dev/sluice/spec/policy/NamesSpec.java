// SPDX-License-Identifier: Apache-2.0
package dev.sluice.spec.policy;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What became of tables, models and columns that earlier runs knew.
 *
 * @param removed tables, models, and columns as {@code table.column}, that production need not show
 *     any more
 * @param renamed the earlier names of tables and models, by the present ones
 */
public record NamesSpec(List<String> removed, Map<String, String> renamed) implements Serializable {
  public static final NamesSpec NONE = new NamesSpec(List.of(), Map.of());

  public NamesSpec {
    removed = List.copyOf(removed);
    renamed = Map.copyOf(renamed);
  }

  /** The same with more that production need not show. */
  public NamesSpec removing(List<String> more) {
    List<String> all = new ArrayList<>(removed);
    all.addAll(more);
    return new NamesSpec(all, renamed);
  }
}
