// SPDX-License-Identifier: Apache-2.0
package dev.sluice.stats.distance;

import static dev.sluice.spec.history.Comparison.CHI_SQUARE;
import static dev.sluice.spec.history.Comparison.JENSEN_SHANNON;
import static dev.sluice.spec.history.Comparison.KS;
import static dev.sluice.spec.history.Comparison.L_INFINITY;
import static dev.sluice.spec.history.Comparison.PSI;
import static dev.sluice.spec.history.Comparison.WASSERSTEIN;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.closeTo;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;

import dev.sluice.fixture.Columns;
import dev.sluice.spec.history.Comparison;
import dev.sluice.stats.ColumnStats;
import dev.sluice.stats.measure.Counts;
import dev.sluice.stats.sketch.Frequent.Item;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Reference values are those of SciPy 1.17.1, by the functions that tests name. */
class DistanceTest {
  private static final double[] TEN = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10};
  private static final double[] OTHERS = {2.5, 4, 4, 6, 7, 9, 11, 12.5, 13, 20};
  private static final ColumnStats LEFT = Columns.texts(150, 60, 30, 10);
  private static final ColumnStats RIGHT = Columns.texts(110, 80, 40, 20);

  private static double value(Comparison comparison, ColumnStats now, ColumnStats before) {
    Distance distance = Distance.of(comparison, now, before);
    assertThat(distance.why(), is(nullValue()));
    return distance.value();
  }

  private static String why(Comparison comparison, ColumnStats now, ColumnStats before) {
    return String.valueOf(Distance.of(comparison, now, before).why());
  }

  private static ColumnStats times(double... values) {
    return Columns.numbers(values);
  }

  @Test
  void ksIsTheStatisticOfKs2samp() {
    assertThat(value(KS, times(TEN), times(OTHERS)), closeTo(0.4, 1e-12));
    assertThat(value(KS, times(OTHERS), times(TEN)), closeTo(0.4, 1e-12));
    assertThat(value(KS, times(TEN), times(TEN)), is(0.0));
  }

  @Test
  void wassersteinIsThatOfScipyByTheDeviationOfTheBaseline() {
    double deviation = Math.sqrt(82.5 / 9);
    assertThat(value(WASSERSTEIN, times(OTHERS), times(TEN)), closeTo(3.4 / deviation, 1e-12));
  }

  @Test
  void jensenShannonIsThatOfScipyToBaseTwo() {
    assertThat(value(JENSEN_SHANNON, LEFT, RIGHT), closeTo(0.141491745949147, 1e-12));
    assertThat(
        value(JENSEN_SHANNON, Columns.texts(100, 0), Columns.texts(0, 100)), closeTo(1.0, 1e-12));
    assertThat(
        value(JENSEN_SHANNON, Columns.texts(100), Columns.texts(50, 50)),
        closeTo(0.5579230452841438, 1e-12));
  }

  @Test
  void chiSquareIsCramersVOfScipyForSamplesOfOneSize() {
    assertThat(value(CHI_SQUARE, LEFT, RIGHT), closeTo(0.16596923674520994, 1e-12));
    assertThat(Distance.of(CHI_SQUARE, LEFT, RIGHT).detail(), is("p = 0.003"));
    Distance alike =
        Distance.of(CHI_SQUARE, Columns.texts(120, 90, 40), Columns.texts(110, 95, 45));
    assertThat(alike.detail(), is("p = 0.649"));
  }

  @Test
  void aLargeBaselineDoesNotHideAChangeFromChiSquare() {
    ColumnStats large = Columns.texts(110_000, 80_000, 40_000, 20_000);
    assertThat(value(CHI_SQUARE, LEFT, large), closeTo(0.16596923674520994, 1e-12));
  }

  @Test
  void psiAndLInfinityFollowTheirFormulas() {
    assertThat(value(PSI, LEFT, RIGHT), closeTo(0.11187252444522584, 1e-12));
    assertThat(value(L_INFINITY, LEFT, RIGHT), closeTo(0.16, 1e-12));
    assertThat(Distance.of(L_INFINITY, LEFT, RIGHT).detail(), is("of a"));
  }

  @Test
  void psiCutsNumbersByTenthsOfTheBaseline() {
    double[] hundred = IntStream.rangeClosed(1, 100).asDoubleStream().toArray();
    double[] upper =
        IntStream.rangeClosed(1, 100).mapToDouble(i -> i <= 50 ? i : i / 2.0 + 25).toArray();
    // Tenths of 1 to 100 hold 10 each; of the others 10 five times, then 20, 20, 10 and none.
    double expected = 0;
    int[] counts = {10, 10, 10, 10, 10, 20, 20, 10, 0, 0};
    for (int count : counts) {
      double p = Math.max(count / 100.0, 0.0001);
      expected += (p - 0.1) * Math.log(p / 0.1);
    }
    assertThat(value(PSI, times(upper), times(hundred)), closeTo(expected, 1e-9));
    assertThat(value(PSI, times(hundred), times(hundred)), is(0.0));
  }

  @Test
  void valuesBeyondAConstantBaselineAreSeen() {
    double[] fives = DoubleStream.generate(() -> 5).limit(100).toArray();
    double[] fours = DoubleStream.generate(() -> 4).limit(100).toArray();
    double[] sixes = DoubleStream.generate(() -> 6).limit(100).toArray();
    for (double[] other : new double[][] {fours, sixes}) {
      assertThat(value(KS, times(other), times(fives)), is(1.0));
      assertThat(value(JENSEN_SHANNON, times(other), times(fives)), closeTo(1, 1e-12));
      assertThat(
          value(PSI, times(other), times(fives)), closeTo(2 * 0.9999 * Math.log(10_000), 1e-9));
      assertThat(value(WASSERSTEIN, times(other), times(fives)), is(Double.POSITIVE_INFINITY));
    }
    for (Comparison each : new Comparison[] {KS, PSI, JENSEN_SHANNON, WASSERSTEIN}) {
      assertThat(each.word(), value(each, times(fives), times(fives)), is(0.0));
    }
  }

  @Test
  void nanAndInfinitiesAreValuesToo() {
    double[] odd = {1, 2, 3, 4, 5, 6, 7, 8, Double.NaN, Double.POSITIVE_INFINITY};
    double[] low = {1, 2, 3, 4, 5, 6, 7, Double.NEGATIVE_INFINITY, Double.NEGATIVE_INFINITY, 8};
    assertThat(value(KS, times(odd), times(odd)), is(0.0));
    assertThat(value(KS, times(odd), times(low)), closeTo(0.2, 1e-12));
    double[] nan = DoubleStream.generate(() -> Double.NaN).limit(50).toArray();
    assertThat(value(KS, times(nan), times(TEN)), is(1.0));
    assertThat(value(KS, times(TEN), times(nan)), is(1.0));
    assertThat(value(PSI, times(nan), times(nan)), is(0.0));
    assertThat(value(JENSEN_SHANNON, times(nan), times(TEN)), closeTo(1, 1e-12));
    assertThat(why(WASSERSTEIN, times(odd), times(TEN)), is("NaN or infinite values"));
    assertThat(why(WASSERSTEIN, times(TEN), times(low)), is("NaN or infinite values"));
  }

  @Test
  void whatCannotBeComparedHasAReason() {
    for (Comparison each : Comparison.values()) {
      boolean isNominal = each.suited() == Comparison.Suited.NOMINAL;
      ColumnStats many = isNominal ? LEFT : times(TEN);
      ColumnStats one = isNominal ? Columns.texts(1) : times(1);
      ColumnStats none = ColumnStats.none(many.type());
      assertThat(why(each, none, many), is("no values"));
      assertThat(why(each, many, none), is("the baseline has no values"));
      assertThat(
          why(each, one, many),
          is("1 values and %d of the baseline are too few".formatted(many.counts().values())));
      assertThat(
          why(each, ColumnStats.counted(many.type(), Counts.of(10, 0)), many),
          is("nothing but counts is known of the values"));
    }
    assertThat(
        why(KS, times(TEN), LEFT),
        is("values are of type DOUBLE, those of the baseline of VARCHAR"));
  }

  @Test
  void ofRareValuesAloneNothingIsTold() {
    ColumnStats now = Columns.texts(0, each("now", 300));
    ColumnStats before = Columns.texts(0, each("before", 300));
    for (Comparison each : new Comparison[] {PSI, JENSEN_SHANNON, CHI_SQUARE, L_INFINITY}) {
      assertThat(why(each, now, before), is("no value is there often enough to be compared"));
    }
  }

  private static Map<String, Long> each(String word, int count) {
    return IntStream.range(0, count).boxed().collect(Collectors.toMap(i -> word + i, i -> 1L));
  }

  @Test
  void chanceIsLessTheMoreValuesThereAre() {
    double few = Distance.of(KS, times(TEN), times(OTHERS)).chance();
    assertThat(few, closeTo(1.9495 * Math.sqrt(0.2), 1e-4));
    ColumnStats many = Columns.texts(150_000, 60_000, 30_000, 10_000);
    for (Comparison each : new Comparison[] {PSI, JENSEN_SHANNON, CHI_SQUARE}) {
      double chance = Distance.of(each, many, many).chance();
      assertThat(each.word(), Distance.of(each, LEFT, LEFT).chance() > 10 * chance, is(true));
    }
  }

  @Test
  void newValuesAreThoseThatTheBaselineCannotHave() {
    assertThat(
        UnseenValues.of(Columns.texts(90, 5, 0, 3), Columns.texts(50, 50, 10)),
        is(List.of(new Item("d", 3, 3))));
    assertThat(UnseenValues.of(Columns.texts(10), Columns.texts(10, 5)), is(List.of()));
    ColumnStats crowded = Columns.texts(0, each("rare", 1000));
    Map<String, Long> now = new LinkedHashMap<>(Map.of("common", 4_000L));
    now.put("seldom", 1L);
    assertThat(
        UnseenValues.of(Columns.texts(0, now), crowded),
        is(List.of(new Item("common", 4_000, 4_000))));
  }
}
