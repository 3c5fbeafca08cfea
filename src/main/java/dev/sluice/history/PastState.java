// SPDX-License-Identifier: Apache-2.0
package dev.sluice.history;

import dev.sluice.stats.TableStats;
import dev.sluice.stats.stored.TotalStats;
import dev.sluice.table.TableState;
import dev.sluice.table.log.Manifest;
import java.util.Optional;

/** A table as a run left it that changed it. Its statistics are read once, where they are asked. */
public final class PastState {
  private final Manifest run;
  private final TableState state;
  private Optional<TableStats> stats = Optional.empty();
  private boolean isRead;

  PastState(Manifest run, TableState state) {
    this.run = run;
    this.state = state;
  }

  public Manifest run() {
    return run;
  }

  public TableState state() {
    return state;
  }

  /** What its values are like; empty where that is not known. */
  public synchronized Optional<TableStats> stats() {
    if (!isRead) {
      stats = state.data().isEmpty() ? Optional.of(TableStats.NONE) : TotalStats.of(state);
      isRead = true;
    }
    return stats;
  }
}
