// SPDX-License-Identifier: Apache-2.0
package dev.sluice.stats.series;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.closeTo;
import static org.hamcrest.Matchers.is;

import dev.sluice.spec.history.Usual;
import dev.sluice.stats.series.HoltWinters.Start;
import dev.sluice.stats.series.HoltWinters.Weights;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BandTest {
  private static Band of(Usual usual, double... past) {
    return Band.of(usual, past, false);
  }

  @Test
  void aChangeIsAShareOfTheMedian() {
    assertThat(of(new Usual.Change(0.4), 90, 100, 300), is(new Band(60, 100, 140)));
    assertThat(of(new Usual.Change(0.4), -100), is(new Band(-140, -100, -60)));
    assertThat(of(new Usual.Change(0.4), 0, 0), is(new Band(0, 0, 0)));
    assertThat(of(new Usual.Change(0.4), 90, 110).has(140), is(true));
    assertThat(of(new Usual.Change(0.4), 90, 110).has(140.001), is(false));
  }

  @Test
  void aDifferenceIsFromTheMedian() {
    assertThat(of(new Usual.Difference(5), 10, 20, 12), is(new Band(7, 12, 17)));
  }

  @Test
  void aZScoreIsStudentsWhereRunsAreFew() {
    // scipy.stats.t.ppf(scipy.stats.norm.cdf(3), 4) is 6.620206.
    Band band = of(new Usual.ZScore(3), 10, 12, 14, 16, 18);
    double wide = 6.620206 * Math.sqrt(10) * Math.sqrt(1.2);
    assertThat(band.middle(), is(14.0));
    assertThat(band.high(), closeTo(14 + wide, 1e-4));
    assertThat(band.low(), closeTo(14 - wide, 1e-4));
    double[] many = IntStream.range(0, 1000).mapToDouble(i -> i % 2).toArray();
    assertThat(Band.of(new Usual.ZScore(3), many, false).high(), closeTo(2.0, 0.02));
  }

  @Test
  void fencesAreTukeys() {
    // numpy.percentile([1, 2, 3, 4, 10], [25, 75]) is 2 and 4.
    assertThat(of(new Usual.Fences(1.5), 1, 2, 3, 4, 10), is(new Band(-1, 3, 7)));
    // numpy.percentile([1, 2, 4, 10], [25, 50, 75]) is 1.75, 3 and 5.5.
    assertThat(of(new Usual.Fences(2), 10, 1, 2, 4), is(new Band(-5.75, 3, 13)));
  }

  @Test
  void whatWasConstantMayBeOffByAHundredth() {
    for (Usual usual : new Usual[] {new Usual.ZScore(3), new Usual.Fences(3)}) {
      assertThat(of(usual, 100, 100, 100), is(new Band(99, 100, 101)));
      assertThat(of(usual, 0, 0, 0), is(new Band(0, 0, 0)));
      assertThat(Band.of(usual, new double[] {0, 0, 0}, true), is(new Band(-0.01, 0, 0.01)));
    }
    double[] constant = new double[30];
    Arrays.fill(constant, 100);
    Band season = of(new Usual.Season(7, 3), constant);
    assertThat(season.low(), closeTo(99, 1e-9));
    assertThat(season.high(), closeTo(101, 1e-9));
  }

  /** As statsmodels 0.15.0 has it: ExponentialSmoothing with these weights and this start. */
  @Test
  void holtAndWintersForecastIsThatOfStatsmodels() {
    double[] values = {
      30.05, 19.15, 25.32, 27.59, 32.08, 23.49, 28.47, 35.12, 36.84, 25.01, 30.72, 28.69, 36.64,
      23.82, 29.31, 31.77
    };
    HoltWinters fitted =
        HoltWinters.of(
            values, new Start(25.0, 0.5, List.of(4.0, -5.0, 0.0, 1.0)), new Weights(0.3, 0.1, 0.2));
    assertThat(fitted.next(), closeTo(36.25542413, 1e-8));
    double squares = Arrays.stream(fitted.errors()).map(x -> x * x).sum();
    assertThat(squares, closeTo(85.61438464966128, 1e-9));
    assertThat(values[4] - fitted.errors()[4], closeTo(30.90629258, 1e-8));
  }

  @Test
  void aSeasonAndATrendAreFollowed() {
    int[] week = {0, 10, 20, 10, 0, -20, -20};
    double[] past = IntStream.range(0, 28).mapToDouble(i -> 100 + 2 * i + week[i % 7]).toArray();
    Band band = of(new Usual.Season(7, 3), past);
    assertThat(band.middle(), closeTo(156, 1e-9));
    assertThat(band.has(156), is(true));
    assertThat(band.has(150), is(false));
  }
}
