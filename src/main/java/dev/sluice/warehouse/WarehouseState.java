// SPDX-License-Identifier: Apache-2.0
package dev.sluice.warehouse;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a look at a warehouse found. */
public sealed interface WarehouseState {
  /** There is none yet. */
  record Missing() implements WarehouseState {}

  /**
   * There is one, but it cannot be used.
   *
   * @param why as its engine says it
   */
  record Broken(String why) implements WarehouseState {}

  /**
   * It can be used.
   *
   * @param first the oldest load in its ledger; null before the first
   * @param load the newest load in its ledger; null before the first
   * @param release the newest release in its ledger; null before the first
   * @param others what it holds that Sluice did not make
   */
  record Whole(
      @Nullable Mark first, @Nullable Mark load, @Nullable Mark release, List<String> others)
      implements WarehouseState {
    public Whole {
      others = List.copyOf(others);
    }
  }

  /** A row of the ledger: the number of a manifest or a release, and the run it is of. */
  record Mark(long number, String runId) {}

  /** How closely to look. */
  enum Depth {
    /** Whether it opens, and what its ledger says. */
    LEDGER,
    /** Every value of every table too. */
    ROWS
  }
}
