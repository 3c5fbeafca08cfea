// SPDX-License-Identifier: Apache-2.0
package dev.sluice.history.told;

import dev.sluice.history.Past;
import dev.sluice.history.PastState;
import dev.sluice.stats.ColumnStats;
import dev.sluice.stats.TableStats;
import dev.sluice.stats.ValueKind;
import dev.sluice.stats.measure.Counts;
import dev.sluice.stats.sketch.Quantiles;
import dev.sluice.table.RowCounts;
import dev.sluice.table.TableState;
import dev.sluice.table.Verdict;
import dev.sluice.table.log.Manifest;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The rows of a table of history, run by run, the newest first; their values are plain ones. */
public final class HistoryRows {
  private final HistoryTable table;
  private final Past past;
  private final Consumer<List<@Nullable Object>> use;

  private HistoryRows(HistoryTable table, Past past, Consumer<List<@Nullable Object>> use) {
    this.table = table;
    this.past = past;
    this.use = use;
  }

  /**
   * Gives every row to somebody, in the order of its columns. What a run changed is read once, and
   * only where values are asked for.
   *
   * @param past the runs of which is told
   * @param most of so many at most, the newest ones
   */
  public static void each(
      HistoryTable table, Past past, int most, Consumer<List<@Nullable Object>> use) {
    HistoryRows rows = new HistoryRows(table, past, use);
    past.runs(most).forEach(rows::run);
  }

  private void run(Manifest run) {
    switch (table) {
      case RUNS -> run.published().forEach(state -> add(run, counts(run, state)));
      case CHECKS -> run.verdicts().forEach(verdict -> add(run, check(verdict)));
      case COLUMN_STATS -> run.published().forEach(state -> columns(run, state));
    }
  }

  private void add(Manifest run, List<@Nullable Object> values) {
    List<@Nullable Object> row = new ArrayList<>();
    row.add(run.number());
    row.add(run.run().id());
    row.add(run.run().createdAt());
    row.addAll(values);
    use.accept(row);
  }

  private static List<@Nullable Object> counts(Manifest run, TableState state) {
    RowCounts counts = state.counts();
    return Arrays.asList(
        run.run().inputs().kind().name().toLowerCase(Locale.ROOT),
        run.outcome().name().toLowerCase(Locale.ROOT),
        run.run().startedAt(),
        run.run().finishedAt(),
        state.table(),
        counts.read(),
        counts.published(),
        counts.dead(),
        counts.deduplicated(),
        counts.filtered(),
        counts.live());
  }

  private static List<@Nullable Object> check(Verdict verdict) {
    return Arrays.asList(
        verdict.table(),
        verdict.check(),
        verdict.severity(),
        verdict.passed(),
        verdict.observed(),
        CheckPoint.value(verdict.observed()),
        verdict.expected());
  }

  private void columns(Manifest run, TableState state) {
    PastState known = past.state(run, state);
    TableStats stats = known.stats().orElse(TableStats.NONE);
    stats.columns().forEach((name, column) -> add(run, column(state.table(), name, column)));
  }

  private static List<@Nullable Object> column(String table, String name, ColumnStats column) {
    Counts counts = column.counts();
    boolean isKnown = !column.isCountedOnly();
    boolean hasNumbers = column.moments().count() > 0;
    boolean hasLengths = column.lengths().count() > 0;
    List<@Nullable Object> values = new ArrayList<>();
    values.addAll(Arrays.asList(table, name, column.type(), counts.rows(), counts.nulls()));
    values.add(isKnown ? counts.nan() : null);
    values.add(isKnown ? counts.positiveInfinities() + counts.negativeInfinities() : null);
    values.add(column.kind() == ValueKind.TRUTH ? counts.trues() : null);
    values.add(finite(column.sketches().distinct().estimate()));
    values.add(bound(column, column.range().min()));
    values.add(bound(column, column.range().max()));
    values.add(hasNumbers ? finite(column.moments().mean()) : null);
    values.add(hasNumbers ? finite(column.moments().deviation()) : null);
    Quantiles quantiles = column.sketches().quantiles();
    for (double share : new double[] {0.05, 0.25, 0.5, 0.75, 0.95}) {
      values.add(finite(quantiles.at(share)));
    }
    values.add(hasLengths ? column.lengths().min() : null);
    values.add(hasLengths ? column.lengths().max() : null);
    return values;
  }

  /** Times are kept as numbers, and are told as times. */
  private static @Nullable String bound(ColumnStats column, @Nullable String bound) {
    return bound == null || column.kind() != ValueKind.TIME
        ? bound
        : Instant.EPOCH.plus(Long.parseLong(bound), ChronoUnit.MICROS).toString();
  }

  private static @Nullable Double finite(double number) {
    return Double.isFinite(number) ? number : null;
  }
}
