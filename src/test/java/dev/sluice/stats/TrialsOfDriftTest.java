// SPDX-License-Identifier: Apache-2.0
package dev.sluice.stats;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.lessThanOrEqualTo;

import dev.sluice.fixture.Columns;
import dev.sluice.spec.history.Comparison;
import dev.sluice.spec.history.Usual;
import dev.sluice.stats.distance.Distance;
import dev.sluice.stats.distance.UnseenValues;
import dev.sluice.stats.series.Band;
import dev.sluice.stats.sketch.Frequent.Item;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.function.DoubleSupplier;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Measures how often a change is seen, and how often one is seen where there is none: over 200
 * trials each, with seeds 1 to 200. A run has 1,000 rows; distributions are compared with seven
 * runs; figures with as many as checks take that do not say it: seven, 14 for a z-score, 28 for
 * fences, and 42 where a season has seven.
 */
class TrialsOfDriftTest {
  private static final int TRIALS = 200;
  private static final int ROWS = 1_000;
  private static final int RUNS = 7;
  private static final int SEASON = 7;

  private static final double LEAST_CAUGHT = 0.95;
  private static final double MOST_FALSE = 0.01;

  /** The share of trials that alarm. */
  private static double alarms(String what, Predicate<Random> trial) {
    long alarms =
        IntStream.rangeClosed(1, TRIALS).filter(seed -> trial.test(new Random(seed))).count();
    System.out.printf("%-55s %3d of %d (seeds 1 to %3$d)%n", what, alarms, TRIALS);
    return (double) alarms / TRIALS;
  }

  private static void caught(String what, Predicate<Random> trial) {
    assertThat(what, alarms("caught: " + what, trial), greaterThanOrEqualTo(LEAST_CAUGHT));
  }

  private static void quiet(String what, Predicate<Random> trial) {
    assertThat(what, alarms("false:  " + what, trial), lessThanOrEqualTo(MOST_FALSE));
  }

  private static boolean isFar(Comparison comparison, ColumnStats now, ColumnStats before) {
    Distance distance = Distance.of(comparison, now, before);
    return distance.value() > Math.max(comparison.usual(), distance.chance());
  }

  private static ColumnStats normal(Random random, double mean, int rows) {
    double[] values = new double[rows];
    Arrays.setAll(values, i -> mean + random.nextGaussian());
    return Columns.numbers(values);
  }

  private static ColumnStats past(Random random) {
    return normal(random, 0, RUNS * ROWS);
  }

  /** Six values of which the first is the most frequent, and one more in some of the rows. */
  private static ColumnStats categories(Random random, int rows, double share) {
    Map<String, Long> counts = new LinkedHashMap<>();
    for (int i = 0; i < rows; i++) {
      double place = random.nextDouble();
      String value = random.nextDouble() < share ? "new" : "v" + (int) (6 * place * place);
      counts.merge(value, 1L, Long::sum);
    }
    return Columns.texts(0, counts);
  }

  @Test
  void numbersThatMovedByHalfADeviationAreSeen() {
    for (Comparison each : Comparison.values()) {
      if (each.suited() != Comparison.Suited.NOMINAL) {
        caught(
            each.word() + ", mean + 0.5 deviations",
            r -> isFar(each, normal(r, 0.5, ROWS), past(r)));
        quiet(each.word() + ", numbers", r -> isFar(each, normal(r, 0, ROWS), past(r)));
      }
    }
  }

  @Test
  void aNewCategoryIsSeen() {
    for (Comparison each : Comparison.values()) {
      if (each.suited() != Comparison.Suited.ORDERED) {
        caught(
            each.word() + ", a new value in 5 %",
            r -> isFar(each, categories(r, ROWS, 0.05), categories(r, RUNS * ROWS, 0)));
        quiet(
            each.word() + ", categories",
            r -> isFar(each, categories(r, ROWS, 0), categories(r, RUNS * ROWS, 0)));
      }
    }
    caught(
        "new_values, a new value in 5 %",
        r -> isNew(categories(r, ROWS, 0.05), categories(r, RUNS * ROWS, 0)));
    quiet("new_values", r -> isNew(categories(r, ROWS, 0), categories(r, RUNS * ROWS, 0)));
  }

  private static boolean isNew(ColumnStats now, ColumnStats before) {
    return UnseenValues.of(now, before).stream().mapToLong(Item::least).sum() > 0.01 * ROWS;
  }

  /** The share of nulls in a run of which each row is null by chance. */
  private static double nulls(Random random, double rate) {
    return (double) IntStream.range(0, ROWS).filter(i -> random.nextDouble() < rate).count() / ROWS;
  }

  private static boolean isOdd(Usual usual, double now, double[] past, boolean isShare) {
    return !Band.of(usual, past, isShare).has(now);
  }

  private static int runs(Usual usual) {
    return usual.window().runs();
  }

  private static double[] values(int count, DoubleSupplier each) {
    return IntStream.range(0, count).mapToDouble(i -> each.getAsDouble()).toArray();
  }

  @Test
  void fivePointsMoreNullsAreSeen() {
    for (Usual usual :
        new Usual[] {new Usual.Difference(0.03), new Usual.ZScore(3), new Usual.Fences(2.5)}) {
      caught(
          usual.spelled() + ", nulls 5 % to 10 %",
          r -> isOdd(usual, nulls(r, 0.10), values(runs(usual), () -> nulls(r, 0.05)), true));
      quiet(
          usual.spelled() + ", nulls 5 %",
          r -> isOdd(usual, nulls(r, 0.05), values(runs(usual), () -> nulls(r, 0.05)), true));
    }
  }

  /** Rows of the runs of some weeks: 5 % noise, and what else is asked. */
  private static double[] volumes(Random random, int runs, double week, double trend) {
    double[] volumes = new double[runs + 1];
    Arrays.setAll(
        volumes,
        i ->
            Math.round(
                ROWS
                    * (1 + trend * i)
                    * (1 + week * Math.sin(2 * Math.PI * i / SEASON))
                    * (1 + 0.05 * random.nextGaussian())));
    return volumes;
  }

  private static boolean isOdd(Usual usual, double[] volumes, double share) {
    int runs = volumes.length - 1;
    return isOdd(usual, share * volumes[runs], Arrays.copyOf(volumes, runs), false);
  }

  @Test
  void aVolumeOfFortyPercentLessIsSeen() {
    for (Usual usual :
        new Usual[] {new Usual.Change(0.3), new Usual.ZScore(3), new Usual.Fences(2.5)}) {
      caught(
          usual.spelled() + ", volume - 40 %",
          r -> isOdd(usual, volumes(r, runs(usual), 0, 0), 0.6));
      quiet(usual.spelled() + ", volume", r -> isOdd(usual, volumes(r, runs(usual), 0, 0), 1));
      quiet(
          usual.spelled() + ", volume with a trend",
          r -> isOdd(usual, volumes(r, runs(usual), 0, 0.01), 1));
    }
  }

  @Test
  void aSeasonAndATrendAreNoAnomaly() {
    Usual usual = new Usual.Season(SEASON, 3);
    for (double week : new double[] {0, 0.2, 0.5}) {
      for (double trend : new double[] {0, 0.01}) {
        String what = "%s, week ± %s, trend %s".formatted(usual.spelled(), week, trend);
        caught(what + " - 40 %", r -> isOdd(usual, volumes(r, runs(usual), week, trend), 0.6));
        quiet(what, r -> isOdd(usual, volumes(r, runs(usual), week, trend), 1));
      }
    }
  }
}
