// SPDX-License-Identifier: Apache-2.0
package dev.sluice.plan.change;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the next run would differ from the last.
 *
 * @param since the number of the entry that it would build on; 0 for none
 * @param at the logical time of that run; empty for none
 * @param isSpecSame whether the spec's files are those of that run
 * @param tables every table and model, then those that leave
 * @param trouble why nobody can tell; null where somebody can
 */
public record PlannedChanges(
    long since,
    String at,
    boolean isSpecSame,
    List<PlannedChange> tables,
    @Nullable String trouble) {
  public PlannedChanges {
    tables = List.copyOf(tables);
  }

  /** Whether a run would find everything as the last left it. */
  public boolean isNothing() {
    return since > 0 && trouble == null && tables.stream().allMatch(PlannedChange::stays);
  }
}
