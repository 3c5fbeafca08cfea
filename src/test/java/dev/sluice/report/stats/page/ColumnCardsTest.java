// SPDX-License-Identifier: Apache-2.0
package dev.sluice.report.stats.page;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;
import static org.hamcrest.Matchers.not;

import dev.sluice.report.html.HtmlText;
import dev.sluice.stats.ColumnStats;
import dev.sluice.stats.TableStats;
import dev.sluice.stats.measure.Counts;
import dev.sluice.stats.measure.Gaps;
import dev.sluice.stats.measure.Lengths;
import dev.sluice.stats.measure.Moments;
import dev.sluice.stats.measure.Range;
import dev.sluice.stats.measure.Shapes;
import dev.sluice.stats.measure.Shapes.TextShape;
import dev.sluice.stats.sketch.Distinct;
import dev.sluice.stats.sketch.Frequent;
import dev.sluice.stats.sketch.Quantiles;
import dev.sluice.stats.sketch.Sample;
import dev.sluice.stats.sketch.Sketches;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.apache.datasketches.theta.UpdateSketch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ColumnCardsTest {
  private static final double DAY = 86_400e6;

  private static final String EVIL = "<script>alert(1)</script>\"'&\u202e\u0000";
  private static final String ESCAPED =
      "&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#39;&amp;\\u202e\\u0000";

  @Test
  void drawsNumbersWithTheirNullsAndWhatTheyWereBefore() {
    String html = card(numbers("BIGINT", 1, 1, 2, 3, 4), numbers("BIGINT", 3, 4, 4, 5));
    assertThat(
        html,
        allOf(
            containsString("<span>16.7 % null <small>was 20.0 %</small></span>"),
            containsString("<span>4 different</span> <span>mean 2.2, was 4</span>"),
            containsString(
                "<div class=\"chart bins\" data-from=\"0.5\" data-to=\"5.5\" data-unit=\"whole\""
                    + " data-last=\"5\" data-now=\"5\" data-lone=\"\" data-was=\"4\">"),
            containsString(
                "<div role=\"img\" aria-label=\"1 to 4, half of them up to 2, before 4\"></div>"),
            containsString(
                "<pre>from\t%\t% before\n1\t40\t0\n2\t20\t0\n3\t20\t25\n4\t20\t50\n5\t0\t25</pre>"),
            containsString("<span>1</span><span>median 2</span><span>4</span>")));
  }

  /** A sketch of ranks is off by one percent, which a bar of four percent would show. */
  @Test
  void drawsEachOfFewWholeNumbersByItsCount() {
    double[] hours = IntStream.range(0, 24_000).mapToDouble(i -> i % 24).toArray();
    String html = card(numbers("BIGINT", hours), null);
    for (int hour = 0; hour < 24; hour++) {
      assertThat(html, containsString("\n" + hour + "\t4.17"));
    }
    double[] days = IntStream.range(0, 310).mapToDouble(i -> 1 + i % 31).toArray();
    assertThat(
        card(numbers("INTEGER", days), null),
        allOf(containsString("\n1\t3.23\n"), containsString("\n31\t3.23")));
  }

  @Test
  void leavesOutOfThePictureWhatLiesFarOff() {
    double[] many =
        DoubleStream.concat(
                IntStream.range(0, 1000).mapToDouble(i -> i / 10.0), DoubleStream.of(1e300))
            .toArray();
    assertThat(
        card(numbers("DOUBLE", many), null),
        allOf(
            containsString("<p class=\"ends\"><span>0</span><span>median"),
            containsString("<p class=\"hint\">not drawn: 1.0 % above, up to 1.000e+300</p>")));
    assertThat(
        card(numbers("DOUBLE", -Double.MAX_VALUE, Double.MAX_VALUE), null),
        allOf(
            containsString("<pre>from\t%\n-1.798e+308\t50\n"),
            containsString("\n1.648e+308\t50</pre>")));
  }

  /** A sketch keeps a few hundred of them, and seldom the one that lies far off. */
  @Test
  void saysTheLeastAndTheGreatestOfManyExactly() {
    double[] usual = IntStream.range(0, 40_000).mapToDouble(i -> i % 10_007 / 100.0).toArray();
    ColumnStats about = numbers("DOUBLE", usual);
    ColumnStats exact =
        new ColumnStats(
            "DOUBLE",
            about.counts(),
            new Range(Range.Order.NUMBER, "-50000.0", "999999999.0"),
            about.moments(),
            about.lengths(),
            about.gaps(),
            about.shapes(),
            about.sketches());
    String html = card(exact, null);
    assertThat(
        html,
        allOf(
            containsString("aria-label=\"-50,000 to 999,999,999, half of them up to "),
            containsString("<p class=\"ends\"><span>-50,000</span>"),
            containsString("<span>999,999,999</span></p>"),
            containsString(" below, from -50,000 on; "),
            containsString(" above, up to 999,999,999</p>")));
    ColumnStats days =
        times("DATE", IntStream.range(0, 280).mapToDouble(i -> i % 28 * DAY).toArray());
    ColumnStats withFar =
        new ColumnStats(
            "DATE",
            days.counts(),
            new Range(Range.Order.NUMBER, "0", "30000000000000000"),
            days.moments(),
            days.lengths(),
            days.gaps(),
            days.shapes(),
            days.sketches());
    assertThat(
        card(withFar, null),
        allOf(
            containsString("<span>1970-01-01</span>"),
            containsString(
                "<p class=\"hint\">not drawn: under 0.1 % above, up to 2920-08-30</p>")));
  }

  @Test
  void saysOfTimesWhereStretchesBeginToWhatTellsThemApart() {
    assertThat(
        card(times("DATE", DAY, 2 * DAY, 2 * DAY, 4 * DAY), null),
        allOf(
            containsString("data-from=\"43200.0\" data-to=\"388800.0\" data-unit=\"day\""),
            containsString(
                "<pre>from\t%\n1970-01-02\t25\n1970-01-03\t50\n1970-01-04\t0\n1970-01-05\t25</pre>")));
    assertThat(
        card(times("TIMESTAMPTZ", 0, DAY), null),
        allOf(
            containsString("data-from=\"0.0\" data-to=\"86400.0\" data-unit=\"time\""),
            containsString("\n1970-01-01 01:00\t0\n")));
    assertThat(
        card(times("TIMESTAMPTZ", 0, DAY / 1440), null), containsString("\n1970-01-01 00:00:02"));
  }

  @Test
  void drawsOneValueNoValueAndNoRow() {
    assertThat(
        card(numbers("BIGINT", 7), null),
        containsString("<pre>from\t%\n7\t100</pre></div>\n<p class=\"ends\"><span>7</span>"));
    assertThat(card(ColumnStats.none("BIGINT"), null), containsString("<span>no rows</span>"));
    ColumnStats nulls = ColumnStats.none("BIGINT").plus(numbers("BIGINT"));
    assertThat(
        card(nulls, null),
        allOf(containsString("100 % null"), not(containsString("class=\"chart"))));
  }

  @Test
  void drawsTheMostFrequentTextsWhateverTheyHold() {
    String html =
        card(
            texts(Map.of(EVIL, 5L, "", 3L, "x", 2L), TextShape.OTHER),
            texts(Map.of(EVIL, 1L, "x", 3L), TextShape.OTHER));
    assertThat(
        html,
        allOf(
            containsString("<code>" + ESCAPED + "</code><svg"),
            containsString("<span>50.0 % <small>was 25.0 %</small></span>"),
            containsString("<i>empty text</i>"),
            containsString("<span>20.0 % <small>was 75.0 %</small></span>")));
    assertThat(html, not(containsString("<script")));
    assertThat(html, not(containsString("\u202e")));
  }

  @Test
  void saysWhatTextsLookLikeThatAreAllDifferent() {
    String html = card(texts(Map.of("a@x.org", 1L, "b@x.org", 1L), TextShape.EMAIL), null);
    assertThat(html, containsString("<i>like email</i>"));
    assertThat(html, not(containsString("a@x.org")));
  }

  @Test
  void tellsNothingOfPersonalValues() {
    String html =
        card(
            ColumnStats.counted("VARCHAR", Counts.of(10, 4)),
            texts(Map.of("a", 9L), TextShape.CODE));
    assertThat(
        html,
        allOf(
            containsString("<span>40.0 % null <small>was 10.0 %</small></span>"),
            containsString("Rows are counted, and nothing of values is told.")));
    assertThat(html, not(containsString("<code>a")));
  }

  @Test
  void closesMostOfAWideTableAndStaysSmall() {
    Map<String, ColumnStats> columns = new LinkedHashMap<>();
    for (int i = 0; i < 500; i++) {
      columns.put(
          "column_" + i,
          i % 2 == 0
              ? numbers("DOUBLE", DoubleStream.iterate(i, x -> x * 1.01 + 1).limit(500).toArray())
              : texts(Map.of(EVIL + i, 9L, "b", 8L, "c", 7L, "d", 6L), TextShape.OTHER));
    }
    TableStats stats = new TableStats(500, columns);
    HtmlText html = new HtmlText();
    new ColumnCards(stats, stats).write(html, titled(stats));
    String text = html.toString();
    assertThat(text.split("<div class=\"column\">", -1).length, is(501));
    assertThat(text.split("<details", -1).length, is(22));
    assertThat(text.split("<details open", -1).length, is(2));
    assertThat(html.bytes(), lessThan(700_000));
  }

  private static String card(ColumnStats now, @Nullable ColumnStats before) {
    HtmlText html = new HtmlText();
    TableStats stats = new TableStats(1, Map.of("c", now));
    new ColumnCards(stats, before == null ? null : new TableStats(1, Map.of("c", before)))
        .write(html, titled(stats));
    return html.toString();
  }

  private static List<ColumnCards.Titled> titled(TableStats stats) {
    return stats.columns().keySet().stream()
        .map(name -> new ColumnCards.Titled(name, "type", "", html -> {}))
        .toList();
  }

  private static Counts counts(long values) {
    return Counts.of(values + 1, 1);
  }

  private static ColumnStats times(String type, double... micros) {
    return numbers(type, micros);
  }

  private static ColumnStats numbers(String type, double... values) {
    UpdateSketch distinct = Distinct.feed();
    Arrays.stream(values).forEach(distinct::update);
    return new ColumnStats(
        type,
        counts(values.length),
        Range.NONE,
        Moments.of(values, null, values.length),
        Lengths.NONE,
        Gaps.NONE,
        Shapes.NONE,
        new Sketches(
            Distinct.of(distinct),
            Quantiles.of(values),
            Frequent.of(
                Arrays.stream(values)
                    .boxed()
                    .collect(Collectors.groupingBy(String::valueOf, Collectors.counting()))),
            Sample.of(values.length, values.length)));
  }

  private static ColumnStats texts(Map<String, Long> counts, TextShape shape) {
    UpdateSketch distinct = Distinct.feed();
    counts.keySet().forEach(each -> distinct.update(each.getBytes(StandardCharsets.UTF_8)));
    long rows = counts.values().stream().mapToLong(Long::longValue).sum();
    return new ColumnStats(
        "VARCHAR",
        counts(rows),
        Range.NONE,
        Moments.NONE,
        Lengths.NONE,
        Gaps.NONE,
        new Shapes(Map.of(shape, rows)),
        new Sketches(
            Distinct.of(distinct), Quantiles.NONE, Frequent.of(counts), Sample.of(rows, rows)));
  }
}
