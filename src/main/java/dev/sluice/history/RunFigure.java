// SPDX-License-Identifier: Apache-2.0
package dev.sluice.history;

import dev.sluice.spec.history.Metric;
import dev.sluice.stats.ColumnStats;
import dev.sluice.stats.TableStats;
import dev.sluice.stats.measure.Counts;
import dev.sluice.table.RowCounts;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A figure of a table, or why it has none.
 *
 * @param value NaN where there is none
 * @param why null where there is one
 */
public record RunFigure(double value, @Nullable String why) {
  static final String NO_STATISTICS =
      "there are no statistics of its values (`sluice stats --again` makes them)";

  private static RunFigure of(double value) {
    return Double.isFinite(value) ? new RunFigure(value, null) : none("the numbers are too large");
  }

  private static RunFigure none(String why) {
    return new RunFigure(Double.NaN, why);
  }

  /**
   * Computes one.
   *
   * @param column null for figures of the whole table
   * @param counts where the rows of a run went
   * @param stats empty where they are not known
   */
  public static RunFigure of(
      Metric metric, @Nullable String column, RowCounts counts, Optional<TableStats> stats) {
    return switch (metric) {
      case ROWS -> of((double) counts.live());
      case NEW_ROWS -> of((double) counts.published());
      case DEAD_RATIO ->
          counts.read() == 0
              ? none("no rows were read")
              : of((double) counts.dead() / counts.read());
      default ->
          stats.isEmpty()
              ? none(NO_STATISTICS)
              : stats
                  .flatMap(known -> known.column(String.valueOf(column)))
                  .map(known -> of(metric, known))
                  .orElseGet(() -> none("no rows"));
    };
  }

  private static RunFigure of(Metric metric, ColumnStats column) {
    Counts counts = column.counts();
    if (counts.rows() == 0) {
      return none("no rows");
    }
    if (metric == Metric.NULL_RATIO) {
      return of((double) counts.nulls() / counts.rows());
    }
    if (column.isCountedOnly()) {
      return none("nothing but counts is known of its values");
    }
    if (metric == Metric.DISTINCT_COUNT) {
      boolean isKnown = column.sketches().distinct().isKnown();
      return isKnown
          ? of(column.sketches().distinct().estimate())
          : none("its different values are not known");
    }
    return ofNumbers(metric, column);
  }

  private static RunFigure ofNumbers(Metric metric, ColumnStats column) {
    Counts counts = column.counts();
    if (counts.values() == 0) {
      return none("no values");
    }
    if (counts.nan() > 0) {
      return none("NaN in %d of %d values".formatted(counts.nan(), counts.values()));
    }
    String min = column.range().min();
    String max = column.range().max();
    if (counts.finite() < counts.values() || min == null || max == null) {
      return none("infinite values");
    }
    return switch (metric) {
      case MIN -> of(Double.parseDouble(min));
      case MAX -> of(Double.parseDouble(max));
      case MEAN -> of(column.moments().mean());
      case MEDIAN -> of(column.sketches().quantiles().at(0.5));
      case STDDEV ->
          counts.values() < 2
              ? none("one value has no deviation")
              : of(column.moments().deviation());
      default -> throw new IllegalArgumentException(metric + " is no figure of numbers");
    };
  }
}
