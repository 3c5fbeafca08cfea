// SPDX-License-Identifier: Apache-2.0
package dev.sluice.stats.sketch;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.closeTo;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThanOrEqualTo;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.DoubleSupplier;
import java.util.stream.Collectors;
import org.apache.datasketches.theta.UpdateSketch;
import org.junit.jupiter.api.Test;

/** Sketches stay inside their published bounds over a hundred seeded distributions. */
class SketchBoundsTest {
  private static final int DISTRIBUTIONS = 100;
  private static final int VALUES = 20_000;

  /** Numbers of a distribution of its own for each seed: even, normal, skewed, lumpy, sorted. */
  private static double[] numbers(int seed) {
    Random random = new Random(seed);
    double scale = Math.pow(10, seed % 13 - 6);
    DoubleSupplier next =
        switch (seed % 5) {
          case 0 -> () -> scale * random.nextDouble();
          case 1 -> () -> scale * random.nextGaussian() + seed;
          case 2 -> () -> scale * Math.exp(2 * random.nextGaussian());
          case 3 -> () -> Math.floor(-Math.log(1 - random.nextDouble()) * (seed + 1));
          default -> () -> scale * Math.round(random.nextGaussian() * 1000);
        };
    double[] numbers = new double[VALUES];
    Arrays.setAll(numbers, i -> next.getAsDouble());
    if (seed % 3 == 0) {
      Arrays.sort(numbers);
    }
    return numbers;
  }

  /** Pieces of uneven length, some of them empty, in another order. */
  private static List<double[]> cut(double[] numbers, int seed) {
    Random random = new Random(~seed);
    List<double[]> pieces = new ArrayList<>();
    int from = 0;
    while (from < numbers.length) {
      int to = Math.min(numbers.length, from + random.nextInt(6_000));
      pieces.add(Arrays.copyOfRange(numbers, from, to));
      from = to;
    }
    Collections.shuffle(pieces, random);
    return pieces;
  }

  private static Distinct distinct(double[] numbers) {
    UpdateSketch fed = Distinct.feed();
    Arrays.stream(numbers).forEach(fed::update);
    return Distinct.of(fed);
  }

  @Test
  void ranksAreOffByNoMoreThanTheBoundInNinetyNineOfAHundredCases() {
    int outside = 0;
    int looks = 0;
    for (int seed = 0; seed < DISTRIBUTIONS; seed++) {
      double[] numbers = numbers(seed);
      Quantiles whole = Quantiles.of(numbers.clone());
      Quantiles sum =
          cut(numbers, seed).stream().map(Quantiles::of).reduce(Quantiles.NONE, Quantiles::plus);
      Arrays.sort(numbers);
      for (Quantiles each : List.of(whole, sum)) {
        assertThat(each.count(), is((long) VALUES));
        assertThat(each.at(0), is(numbers[0]));
        assertThat(each.at(1), is(numbers[VALUES - 1]));
        for (double share : new double[] {0.01, 0.1, 0.25, 0.5, 0.75, 0.9, 0.99}) {
          double[] ranks = ranks(numbers, each.at(share));
          double off = Math.max(0, Math.max(ranks[0] - share, share - ranks[1]));
          outside += off > each.error() ? 1 : 0;
          looks++;
        }
      }
    }
    assertThat(looks, is(1_400));
    assertThat("outside of the bound", outside, lessThanOrEqualTo(looks / 100));
  }

  /** The shares of numbers that are less than one, and that are not greater. */
  private static double[] ranks(double[] sorted, double number) {
    double below = Arrays.stream(sorted).filter(n -> n < number).count();
    double upTo = Arrays.stream(sorted).filter(n -> n <= number).count();
    return new double[] {below / sorted.length, upTo / sorted.length};
  }

  @Test
  void aSampleAddsNoMoreThanItsOwnError() {
    int outside = 0;
    for (int seed = 0; seed < DISTRIBUTIONS; seed++) {
      double[] numbers = numbers(seed);
      Random random = new Random(seed);
      int stride = 4;
      double[] sample = new double[VALUES / stride];
      Arrays.setAll(sample, i -> numbers[i * stride + random.nextInt(stride)]);
      Quantiles known = Quantiles.ofSorted(sorted(sample), upTo(sample.length));
      assertThat(known.count(), is((long) VALUES));
      double bound = known.error() + Sample.of(VALUES, sample.length).error();
      Arrays.sort(numbers);
      double[] ranks = ranks(numbers, known.at(0.5));
      outside += Math.max(ranks[0] - 0.5, 0.5 - ranks[1]) > bound ? 1 : 0;
    }
    assertThat(outside, lessThanOrEqualTo(1));
  }

  private static double[] sorted(double[] numbers) {
    double[] sorted = numbers.clone();
    Arrays.sort(sorted);
    return sorted;
  }

  private static long[] upTo(int size) {
    long[] upTo = new long[size];
    Arrays.setAll(upTo, i -> (long) VALUES / size * (i + 1));
    return upTo;
  }

  @Test
  void bothErrorsOfSamplesAddUpAcrossFiles() {
    Sample whole = Sample.of(1_000, 1_000);
    Sample half = Sample.of(80_000, 20_000);
    assertThat(whole.error(), is(0.0));
    assertThat(half.error(), closeTo(Math.sqrt(Math.log(200) / 2 / 20_000), 1e-12));
    assertThat(half.plus(half).error(), closeTo(half.error() / Math.sqrt(2), 1e-12));
    assertThat(half.plus(whole).isWhole(), is(false));
  }

  @Test
  void histogramsOfEqualWidthHoldEveryNumber() {
    double[] numbers = numbers(1);
    List<Quantiles.Bar> bars = Quantiles.of(numbers.clone()).histogram(20);
    assertThat(bars.size(), is(20));
    assertThat(bars.stream().mapToDouble(Quantiles.Bar::count).sum(), closeTo(VALUES, 1e-6));
    for (Quantiles.Bar bar : bars.subList(0, 19)) {
      double exact = Arrays.stream(numbers).filter(n -> n >= bar.from() && n < bar.to()).count();
      assertThat(bar.count(), closeTo(exact, 2 * 0.0165 * VALUES));
    }
    assertThat(
        Quantiles.of(new double[] {7, 7, 7}).histogram(5), is(List.of(new Quantiles.Bar(7, 7, 3))));
    assertThat(Quantiles.NONE.histogram(5), is(List.of()));
  }

  @Test
  void differentValuesAreInsideTheBoundAndTheSameInAnyOrderAndCut() {
    int outside = 0;
    for (int seed = 0; seed < DISTRIBUTIONS; seed++) {
      double[] numbers = numbers(seed);
      Distinct whole = distinct(numbers);
      List<Distinct> pieces =
          cut(numbers, seed).stream().map(SketchBoundsTest::distinct).collect(Collectors.toList());
      Distinct sum = pieces.stream().reduce(Distinct.NONE, Distinct::plus);
      Collections.reverse(pieces);
      Distinct other = pieces.stream().reduce(Distinct.NONE, Distinct::plus);
      assertThat(sum.bytes(), equalTo(whole.bytes()));
      assertThat(other.bytes(), equalTo(whole.bytes()));
      long exact = Arrays.stream(numbers).distinct().count();
      outside += exact < whole.lower() || exact > whole.upper() ? 1 : 0;
      assertThat(whole.isExact(), is(exact <= Distinct.ENTRIES));
      if (whole.isExact()) {
        assertThat(whole.estimate(), is((double) exact));
      }
    }
    assertThat("outside of two deviations", outside, lessThanOrEqualTo(DISTRIBUTIONS / 20 + 3));
  }

  @Test
  void frequentValuesAreInsideTheBoundAndExactWhereTheyAreFew() {
    for (int seed = 0; seed < DISTRIBUTIONS; seed++) {
      double[] numbers = numbers(seed);
      int different = seed % 2 == 0 ? 300 : 5_000;
      Map<String, Long> exact = new TreeMap<>();
      List<Frequent> pieces = new ArrayList<>();
      for (double[] piece : cut(numbers, seed)) {
        Map<String, Long> counts = new HashMap<>();
        for (double number : piece) {
          long item = Math.floorMod(Double.hashCode(number), different);
          String value = "v" + (long) Math.sqrt(item);
          value = item % 3 == 0 ? "v" + item : value;
          counts.merge(value, 1L, Long::sum);
          exact.merge(value, 1L, Long::sum);
        }
        pieces.add(Frequent.of(counts));
      }
      Frequent sum = pieces.stream().reduce(Frequent.NONE, Frequent::plus);
      assertThat(sum.count(), is((long) VALUES));
      for (Frequent.Item item : sum.items()) {
        assertThat(item.count(), greaterThanOrEqualTo(exact.getOrDefault(item.value(), 0L)));
        assertThat(item.least(), lessThanOrEqualTo(exact.getOrDefault(item.value(), 0L)));
      }
      if (exact.size() <= Frequent.EXACT) {
        assertThat(sum.isExact(), is(true));
        assertThat(
            sum.items().stream()
                .collect(Collectors.toMap(Frequent.Item::value, Frequent.Item::count)),
            is(exact));
      }
      long often = 2 * sum.error();
      List<String> listed = sum.items().stream().map(Frequent.Item::value).toList();
      exact.forEach(
          (value, count) -> assertThat(value, count <= often || listed.contains(value), is(true)));
    }
  }

  @Test
  void textsThatAreTooLongAreCountedAndNotListed() {
    String tooLong = "x".repeat(Frequent.LONGEST + 1);
    Frequent known = Frequent.of(Map.of(tooLong, 5L, "a", 2L));
    assertThat(known.items(), is(List.of(new Frequent.Item("a", 2, 2))));
    assertThat(known.count(), is(7L));
    assertThat(known.unlisted(), is(5L));
    assertThat(known.isExact(), is(false));
  }
}
