// SPDX-License-Identifier: Apache-2.0
package dev.sluice.history;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThanOrEqualTo;

import dev.sluice.fixture.Columns;
import dev.sluice.spec.history.Baseline;
import dev.sluice.spec.history.Comparison;
import dev.sluice.spec.history.Rows;
import dev.sluice.spec.history.Usual;
import dev.sluice.spec.rule.CheckSpec.Drift;
import dev.sluice.spec.rule.CheckSpec.NewValues;
import dev.sluice.stats.ColumnStats;
import dev.sluice.stats.series.Band;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Measures how often a batch that is unlike those before is seen in a table that grew by 20 of
 * them, and how often one is seen that is like them: over 200 trials each, with seeds 1 to 200, of
 * 1,000 rows a batch.
 */
class TrialsOfNewRowsTest {
  private static final int TRIALS = 200;
  private static final int ROWS = 1_000;
  private static final int BATCHES = 20;
  private static final int COMPARED = 7;
  private static final int OF_MEANS = 14;

  private static final double LEAST_CAUGHT = 0.95;
  private static final double MOST_FALSE = 0.01;

  /**
   * A table that grew.
   *
   * @param batches of rows, the one that is judged last
   */
  private record Grown(List<ColumnStats> batches) {
    /** Batches of which the last may be another. */
    static Grown of(Random random, BiFunction<Random, Boolean, ColumnStats> batch, boolean isOdd) {
      List<ColumnStats> batches = new ArrayList<>();
      IntStream.range(0, BATCHES).forEach(i -> batches.add(batch.apply(random, false)));
      batches.add(batch.apply(random, isOdd));
      return new Grown(batches);
    }

    /** What is compared of each run, oldest first. */
    List<ColumnStats> of(Rows rows) {
      if (rows == Rows.NEW) {
        return batches;
      }
      List<ColumnStats> tables = new ArrayList<>();
      for (ColumnStats batch : batches) {
        tables.add(tables.isEmpty() ? batch : tables.get(tables.size() - 1).plus(batch));
      }
      return tables;
    }

    ColumnPast past(Rows rows) {
      List<ColumnStats> each = of(rows);
      ColumnStats before =
          each.subList(BATCHES - COMPARED, BATCHES).stream()
              .reduce(ColumnStats.none("DOUBLE"), ColumnStats::plus);
      return new ColumnPast(each.get(BATCHES), before, "the runs before");
    }
  }

  /** Whether a table alarms. */
  private interface Alarm {
    boolean of(Grown grown, Rows rows);
  }

  private static double share(String what, List<Grown> trials, Alarm alarm, Rows rows) {
    long alarms = trials.stream().filter(grown -> alarm.of(grown, rows)).count();
    System.out.printf("%-60s %3d of %d (seeds 1 to %3$d)%n", what, alarms, TRIALS);
    return (double) alarms / TRIALS;
  }

  /** What is seen of new rows, and is not of whole tables. */
  private static void trials(
      BiFunction<Random, Boolean, ColumnStats> batch, Map<String, Alarm> alarms) {
    List<Grown> odd =
        IntStream.rangeClosed(1, TRIALS)
            .mapToObj(seed -> Grown.of(new Random(seed), batch, true))
            .toList();
    List<Grown> even =
        IntStream.rangeClosed(1, TRIALS)
            .mapToObj(seed -> Grown.of(new Random(seed), batch, false))
            .toList();
    alarms.forEach(
        (what, alarm) -> {
          assertThat(
              what,
              share("caught, new rows: " + what, odd, alarm, Rows.NEW),
              greaterThanOrEqualTo(LEAST_CAUGHT));
          assertThat(
              what,
              share("false,  new rows: " + what, even, alarm, Rows.NEW),
              lessThanOrEqualTo(MOST_FALSE));
          assertThat(what, share("caught, all rows: " + what, odd, alarm, Rows.ALL), is(0.0));
        });
  }

  private static ColumnStats normal(Random random, boolean isOdd) {
    double[] values = new double[ROWS];
    Arrays.setAll(values, i -> 10 + (isOdd ? 0.5 : 0) + random.nextGaussian());
    return Columns.numbers(values);
  }

  /**
   * Six values of which the first is the most frequent, and one more in a twentieth of an odd
   * batch.
   */
  private static ColumnStats categories(Random random, boolean isOdd) {
    Map<String, Long> counts = new LinkedHashMap<>();
    for (int i = 0; i < ROWS; i++) {
      double place = random.nextDouble();
      boolean isNew = isOdd && random.nextDouble() < 0.05;
      counts.merge(isNew ? "new" : "v" + (int) (6 * place * place), 1L, Long::sum);
    }
    return Columns.texts(0, counts);
  }

  private static boolean hasDrifted(Grown grown, Rows rows, Comparison comparison) {
    Baseline unused = new Baseline.Window(COMPARED, 3);
    return !grown.past(rows).drift(new Drift("a", comparison, null, unused, rows)).passed();
  }

  @Test
  void numbersOfABatchThatMovedByHalfADeviationAreSeen() {
    Map<String, Alarm> alarms = new LinkedHashMap<>();
    for (Comparison each : Comparison.values()) {
      if (each.suited() != Comparison.Suited.NOMINAL) {
        alarms.put(
            each.word() + ", mean + 0.5 deviations",
            (grown, rows) -> hasDrifted(grown, rows, each));
      }
    }
    for (Usual usual : new Usual[] {new Usual.ZScore(3), new Usual.Change(0.03)}) {
      alarms.put(
          usual.spelled() + ", mean + 0.5 deviations",
          (grown, rows) -> isOdd(grown.of(rows), usual));
    }
    trials(TrialsOfNewRowsTest::normal, alarms);
  }

  private static boolean isOdd(List<ColumnStats> each, Usual usual) {
    double[] means = each.stream().mapToDouble(column -> column.moments().mean()).toArray();
    double[] before = Arrays.copyOfRange(means, BATCHES - OF_MEANS, BATCHES);
    return !Band.of(usual, before, false).has(means[BATCHES]);
  }

  @Test
  void aNewCategoryOfABatchIsSeen() {
    Map<String, Alarm> alarms = new LinkedHashMap<>();
    for (Comparison each : Comparison.values()) {
      if (each.suited() != Comparison.Suited.ORDERED) {
        alarms.put(
            each.word() + ", a new value in 5 %", (grown, rows) -> hasDrifted(grown, rows, each));
      }
    }
    NewValues ofNew =
        new NewValues("a", NewValues.USUAL, new Baseline.Window(COMPARED, 3), Rows.NEW);
    alarms.put(
        "new_values, a new value in 5 %",
        (grown, rows) -> !grown.past(rows).newValues(ofNew, 5).passed());
    trials(TrialsOfNewRowsTest::categories, alarms);
  }
}
