// SPDX-License-Identifier: Apache-2.0
package dev.sluice.stats.measure;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.closeTo;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThanOrEqualTo;
import static org.hamcrest.Matchers.notANumber;

import dev.sluice.stats.measure.Gaps.Gap;
import dev.sluice.stats.measure.Shapes.TextShape;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MeasuresTest {
  private static Moments moments(double... numbers) {
    return Arrays.stream(numbers)
        .mapToObj(number -> new Moments(1, number, 0))
        .reduce(Moments.NONE, Moments::plus);
  }

  @Test
  void varianceKeepsItsDigitsWhereTheMeanIsLarge() {
    double far = 1e9;
    Moments moments = moments(far + 4, far + 7, far + 13, far + 16);
    assertThat(moments.mean(), is(far + 10));
    assertThat(moments.sampleVariance(), is(30.0));
    assertThat(moments.variance(), is(22.5));
    assertThat(moments.deviation(), closeTo(Math.sqrt(30), 1e-12));
  }

  @Test
  void varianceIsUnknownOfNoneOfOneAndOfWhatIsTooLarge() {
    assertThat(Moments.NONE.variance(), notANumber());
    assertThat(moments(3).variance(), is(0.0));
    assertThat(moments(3).sampleVariance(), notANumber());
    assertThat(moments(5, 5, 5).sampleVariance(), is(0.0));
    Moments large = moments(1e300, -1e300);
    assertThat(large.mean(), is(0.0));
    assertThat(large.variance(), notANumber());
    Moments largest = moments(Double.MAX_VALUE, -Double.MAX_VALUE);
    assertThat(largest.mean(), is(0.0));
  }

  @Test
  void rangesCompareNumbersByValueAndTextsByTheirBytes() {
    Range numbers = new Range(Range.Order.NUMBER, "9", "9");
    assertThat(numbers.plus(new Range(Range.Order.NUMBER, "10.50", "1e1")).max(), is("1e1"));
    assertThat(
        numbers
            .plus(new Range(Range.Order.NUMBER, "9223372036854775808", "9223372036854775808"))
            .max(),
        is("9223372036854775808"));
    Range texts = new Range(Range.Order.TEXT, "\uFFFD", "\uFFFD");
    assertThat(texts.plus(new Range(Range.Order.TEXT, "😀", "😀")).max(), is("😀"));
    assertThat(texts.plus(new Range(Range.Order.TEXT, "", "")).min(), is(""));
    assertThat(Range.NONE.plus(texts), is(texts));
    assertThat(texts.plus(Range.NONE), is(texts));
  }

  @Test
  void ofLongTextsARangeKeepsTheBeginning() {
    String text = "a".repeat(Range.LONGEST - 1) + "😀😀";
    Range range = new Range(Range.Order.TEXT, text, text);
    assertThat(range.min(), is("a".repeat(Range.LONGEST - 1)));
  }

  @Test
  void gapsOfTwoStatesAreWhereNeitherHasAValue() {
    Gaps one = Gaps.between(new long[] {0, 10, 10, 100});
    Gaps two = Gaps.between(new long[] {40, 60, 300});
    assertThat(one.longest(), is(90L));
    Gaps both = one.plus(two);
    assertThat(both, is(Gaps.between(new long[] {0, 10, 10, 40, 60, 100, 300})));
    assertThat(both, is(two.plus(one)));
    assertThat(both.longest(), is(200L));
    assertThat(Gaps.NONE.plus(one), is(one));
    assertThat(Gaps.between(new long[] {5}).longest(), is(0L));
    assertThat(
        Gaps.between(new long[] {5}).plus(Gaps.between(new long[] {9})).gaps(),
        is(List.of(new Gap(5, 9))));
  }

  @Test
  void gapsThatAreTooManyToBeKeptStayInsideTheirBound() {
    for (int seed = 0; seed < 100; seed++) {
      Random random = new Random(seed);
      long[] times = random.longs(3_000, 0, 1_000_000).toArray();
      Gaps sum = Gaps.NONE;
      for (int from = 0; from < times.length; from += 500) {
        long[] piece = Arrays.copyOfRange(times, from, from + 500);
        Arrays.sort(piece);
        sum = sum.plus(Gaps.between(piece));
      }
      Arrays.sort(times);
      long exact = Gaps.between(times).longest();
      assertThat(sum.longest(), lessThanOrEqualTo(exact));
      assertThat(exact, lessThanOrEqualTo(Math.max(sum.longest(), sum.unseen())));
      assertThat(sum.isExact() ? sum.longest() : exact, is(exact));
      assertThat(sum.first(), is(times[0]));
      assertThat(sum.last(), is(times[times.length - 1]));
    }
  }

  @Test
  void aLongGapStaysExactWhateverIsAround() {
    Random random = new Random(7);
    Gaps sum = Gaps.NONE;
    for (int piece = 0; piece < 20; piece++) {
      long[] times =
          random
              .longs(1_000, 0, 1_000_000)
              .map(t -> t < 500_000 ? t : t + 300_000)
              .sorted()
              .toArray();
      sum = sum.plus(Gaps.between(times));
    }
    assertThat(sum.isExact(), is(true));
    assertThat(sum.longest() >= 300_000, is(true));
  }

  @Test
  void textsHaveTheFirstShapeThatFits() {
    Map<String, TextShape> expected =
        Map.ofEntries(
            Map.entry("", TextShape.EMPTY),
            Map.entry(" \t", TextShape.BLANK),
            Map.entry("00123", TextShape.DIGITS),
            Map.entry("-1,234.50", TextShape.NUMBER),
            Map.entry("1e-9", TextShape.NUMBER),
            Map.entry("Größe", TextShape.LETTERS),
            Map.entry("Anna-Lena O'Neil", TextShape.WORDS),
            Map.entry("2024-02-29", TextShape.DATE),
            Map.entry("1.2.24", TextShape.DATE),
            Map.entry("12:30", TextShape.TIME),
            Map.entry("2024-02-29T12:30:00Z", TextShape.TIMESTAMP),
            Map.entry("a.b@example.org", TextShape.EMAIL),
            Map.entry("https://example.org/x?y=1", TextShape.URL),
            Map.entry("123e4567-e89b-12d3-a456-426614174000", TextShape.UUID),
            Map.entry("192.168.0.1", TextShape.IP),
            Map.entry("::1", TextShape.IP),
            Map.entry("+49 30 123456", TextShape.PHONE),
            Map.entry("{\"a\": 1}", TextShape.JSON),
            Map.entry("A-17_b", TextShape.CODE),
            Map.entry("what? this!", TextShape.OTHER));
    expected.forEach((text, shape) -> assertThat(text, TextShape.of(text), is(shape)));
  }

  @Test
  void aTextThatIsMadeToBeSlowIsNot() {
    assertThat(TextShape.of("1,".repeat(50_000) + "x"), is(TextShape.OTHER));
    assertThat(TextShape.of("1,1".repeat(80) + "x"), is(TextShape.OTHER));
  }
}
