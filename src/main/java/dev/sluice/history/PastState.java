// SPDX-License-Identifier: Apache-2.0
package dev.sluice.history;

import dev.sluice.stats.TableStats;
import dev.sluice.table.TableState;
import dev.sluice.table.log.Manifest;
import java.util.Optional;
import java.util.function.Function;

/** A table as a run left it. Its statistics are read where they are asked for. */
public final class PastState {
  private final Manifest run;
  private final TableState state;
  private final Function<TableState, Optional<TableStats>> reading;

  PastState(Manifest run, TableState state, Function<TableState, Optional<TableStats>> reading) {
    this.run = run;
    this.state = state;
    this.reading = reading;
  }

  public Manifest run() {
    return run;
  }

  public TableState state() {
    return state;
  }

  /** What its values are like; empty where that is not known. */
  public Optional<TableStats> stats() {
    return reading.apply(state);
  }
}
