// SPDX-License-Identifier: Apache-2.0
package dev.sluice.history;

import dev.sluice.spec.history.Rows;
import dev.sluice.stats.TableStats;
import dev.sluice.stats.stored.NewRows;
import dev.sluice.table.TableState;
import dev.sluice.table.log.Manifest;
import dev.sluice.table.log.Manifest.Inputs.Kind;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A table as a run left it. Its statistics are read where they are asked for, and once. */
public final class PastState {
  private final Manifest run;
  private final TableState state;
  private final Function<TableState, Optional<TableStats>> reading;
  private @Nullable Optional<TableStats> came;

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

  /**
   * What some of its values are like; empty where that is not known. What came is that of runs that
   * take in files: backfills and replays bring rows of earlier ones.
   */
  public Optional<TableStats> stats(Rows rows) {
    if (rows == Rows.ALL) {
      return stats();
    }
    Optional<TableStats> known = came;
    if (known == null) {
      boolean isOfSources = run.run().inputs().kind() == Kind.RUN;
      known = isOfSources ? NewRows.of(state, this::stats) : Optional.empty();
      came = known;
    }
    return known;
  }
}
