// SPDX-License-Identifier: Apache-2.0
package dev.sluice.history;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.closeTo;
import static org.hamcrest.Matchers.is;

import dev.sluice.fixture.Columns;
import dev.sluice.spec.history.Metric;
import dev.sluice.stats.ColumnStats;
import dev.sluice.stats.TableStats;
import dev.sluice.stats.measure.Counts;
import dev.sluice.table.RowCounts;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Figures at their edges: no rows, nulls alone, one row, constants, NaN, infinities. */
class RunFigureTest {
  private static final RowCounts COUNTS = new RowCounts(10, 7, 2, 1, 0, 50);
  private static final List<Metric> NUMBERS =
      List.of(Metric.MIN, Metric.MAX, Metric.MEAN, Metric.MEDIAN, Metric.STDDEV);

  private static RunFigure of(Metric metric, ColumnStats column) {
    TableStats stats = new TableStats(column.counts().rows(), Map.of("a", column));
    return RunFigure.of(metric, "a", COUNTS, Optional.of(stats));
  }

  private static String why(Metric metric, ColumnStats column) {
    RunFigure figure = of(metric, column);
    assertThat(Double.isNaN(figure.value()), is(true));
    return String.valueOf(figure.why());
  }

  @Test
  void figuresOfTablesAreThoseOfTheirRows() {
    Optional<TableStats> unknown = Optional.empty();
    assertThat(RunFigure.of(Metric.ROWS, null, COUNTS, unknown).value(), is(50.0));
    assertThat(RunFigure.of(Metric.NEW_ROWS, null, COUNTS, unknown).value(), is(7.0));
    assertThat(RunFigure.of(Metric.DEAD_RATIO, null, COUNTS, unknown).value(), is(0.2));
    assertThat(
        RunFigure.of(Metric.DEAD_RATIO, null, RowCounts.ZERO, unknown).why(),
        is("no rows were read"));
    assertThat(RunFigure.of(Metric.ROWS, null, RowCounts.ZERO, unknown).value(), is(0.0));
  }

  @Test
  void figuresOfColumnsAreThoseOfTheirValues() {
    ColumnStats column = Columns.numbersAndNulls(2, 1, 2, 3, 4, 5, 6);
    assertThat(of(Metric.NULL_RATIO, column).value(), is(0.25));
    assertThat(of(Metric.DISTINCT_COUNT, column).value(), is(6.0));
    assertThat(of(Metric.MIN, column).value(), is(1.0));
    assertThat(of(Metric.MAX, column).value(), is(6.0));
    assertThat(of(Metric.MEAN, column).value(), closeTo(3.5, 1e-12));
    assertThat(of(Metric.MEDIAN, column).value(), is(3.0));
    assertThat(of(Metric.STDDEV, column).value(), closeTo(1.8708286933869707, 1e-12));
  }

  @Test
  void oneValueHasNoDeviationAndAConstantHasNone() {
    assertThat(why(Metric.STDDEV, Columns.numbers(5)), is("one value has no deviation"));
    assertThat(of(Metric.STDDEV, Columns.numbers(5, 5, 5)).value(), is(0.0));
    assertThat(of(Metric.MEDIAN, Columns.numbers(5)).value(), is(5.0));
    assertThat(of(Metric.DISTINCT_COUNT, Columns.numbers(5, 5)).value(), is(1.0));
  }

  @Test
  void whatCannotBeComputedSaysWhy() {
    ColumnStats nan = Columns.numbers(1, Double.NaN, 2);
    ColumnStats infinite = Columns.numbers(1, Double.POSITIVE_INFINITY);
    for (Metric metric : NUMBERS) {
      assertThat(why(metric, nan), is("NaN in 1 of 3 values"));
      assertThat(why(metric, infinite), is("infinite values"));
      assertThat(why(metric, ColumnStats.none("DOUBLE")), is("no rows"));
      assertThat(why(metric, Columns.numbersAndNulls(3)), is("no values"));
      assertThat(
          why(metric, ColumnStats.counted("DOUBLE", Counts.of(3, 1))),
          is("nothing but counts is known of its values"));
    }
    assertThat(of(Metric.NULL_RATIO, Columns.numbersAndNulls(3)).value(), is(1.0));
    assertThat(of(Metric.NULL_RATIO, nan).value(), is(0.0));
    assertThat(why(Metric.NULL_RATIO, ColumnStats.none("DOUBLE")), is("no rows"));
    assertThat(of(Metric.DISTINCT_COUNT, Columns.numbersAndNulls(3)).value(), is(0.0));
    RunFigure unknown = RunFigure.of(Metric.MEAN, "a", COUNTS, Optional.empty());
    assertThat(unknown.why(), is(RunFigure.NO_STATISTICS));
    RunFigure absent = RunFigure.of(Metric.MEAN, "b", COUNTS, Optional.of(TableStats.NONE));
    assertThat(absent.why(), is("no rows"));
  }
}
