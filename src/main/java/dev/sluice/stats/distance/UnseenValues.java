// SPDX-License-Identifier: Apache-2.0
package dev.sluice.stats.distance;

import dev.sluice.stats.ColumnStats;
import dev.sluice.stats.sketch.Frequent;
import dev.sluice.stats.sketch.Frequent.Item;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Finds values that a baseline does not have. */
public final class UnseenValues {
  private UnseenValues() {}

  /**
   * The values that are sure to be new, most frequent first. Where a baseline has more values than
   * are listed, one that is not listed is new if it is there more often than it can have been.
   */
  public static List<Item> of(ColumnStats now, ColumnStats before) {
    Frequent own = now.sketches().frequent();
    Frequent its = before.sketches().frequent();
    Set<String> known = its.items().stream().map(Item::value).collect(Collectors.toSet());
    double unseen =
        its.isExact() || its.count() == 0 ? 0 : 2.0 * Math.max(1, its.error()) / its.count();
    return own.items().stream()
        .filter(item -> !known.contains(item.value()))
        .filter(item -> (double) item.least() / own.count() > unseen)
        .toList();
  }
}
