// SPDX-License-Identifier: Apache-2.0
package dev.sluice.plan.change;

import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
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
 * @param refusals why a run would not be done now, that first which it would say
 */
public record PlannedChanges(
    long since,
    String at,
    boolean isSpecSame,
    List<PlannedChange> tables,
    @Nullable String trouble,
    List<Refusal> refusals) {
  public PlannedChanges {
    tables = List.copyOf(tables);
    refusals = List.copyOf(refusals);
  }

  /** Why a run would not be done. */
  public record Refusal(ErrorCode code, String why, List<List<String>> about) {
    public Refusal {
      about = about.stream().map(List::copyOf).toList();
    }

    public static Refusal of(PipelineException e) {
      return new Refusal(e.code(), String.valueOf(e.getMessage()), e.about());
    }
  }

  /** Whether a run would find everything as the last left it. */
  public boolean isNothing() {
    return since > 0
        && trouble == null
        && refusals.isEmpty()
        && tables.stream().allMatch(PlannedChange::stays);
  }
}
