// SPDX-License-Identifier: Apache-2.0
package dev.sluice.history;

import dev.sluice.spec.history.Rows;
import dev.sluice.stats.TableStats;
import dev.sluice.stats.stored.NewRows;
import dev.sluice.table.TableState;
import dev.sluice.table.log.Manifest;
import dev.sluice.table.log.Manifest.Inputs.Kind;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** A table as a run left it. Its statistics are read where they are asked for, and once. */
public final class PastState {
  private final Manifest run;
  private final TableState state;
  private final Function<TableState, Optional<TableStats>> reading;
  private final Map<Rows, Optional<TableStats>> known = new EnumMap<>(Rows.class);

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
    return rows == Rows.ALL ? stats() : known.computeIfAbsent(rows, unused -> came());
  }

  private Optional<TableStats> came() {
    return run.run().inputs().kind() == Kind.RUN
        ? NewRows.of(state, this::stats)
        : Optional.empty();
  }
}
