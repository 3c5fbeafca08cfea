// SPDX-License-Identifier: Apache-2.0
package dev.sluice.stats;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

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
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.zip.DeflaterOutputStream;
import org.apache.datasketches.theta.UpdateSketch;
import org.junit.jupiter.api.Test;

class TableStatsTest {
  private static ColumnStats text(String... values) {
    UpdateSketch distinct = Distinct.feed();
    ColumnStats sum = ColumnStats.none("VARCHAR");
    for (String value : values) {
      distinct.update(value.getBytes(StandardCharsets.UTF_8));
      sum =
          sum.plus(
              new ColumnStats(
                  "VARCHAR",
                  Counts.of(1, 0),
                  new Range(Range.Order.TEXT, value, value),
                  Moments.NONE,
                  new Lengths(1, value.length(), value.length(), value.length()),
                  Gaps.NONE,
                  new Shapes(Map.of(TextShape.of(value), 1L)),
                  new Sketches(
                      Distinct.of(distinct),
                      Quantiles.NONE,
                      Frequent.of(Map.of(value, 1L)),
                      Sample.of(1, 1))));
    }
    return sum;
  }

  private static ColumnStats number(String type, long... values) {
    UpdateSketch distinct = Distinct.feed();
    Arrays.stream(values).forEach(distinct::update);
    Moments moments =
        Arrays.stream(values)
            .mapToObj(value -> new Moments(1, value, 0))
            .reduce(Moments.NONE, Moments::plus);
    String min = String.valueOf(Arrays.stream(values).min().orElseThrow());
    String max = String.valueOf(Arrays.stream(values).max().orElseThrow());
    return new ColumnStats(
        type,
        Counts.of(values.length, 0),
        new Range(Range.Order.NUMBER, min, max),
        moments,
        Lengths.NONE,
        Gaps.NONE,
        Shapes.NONE,
        new Sketches(
            Distinct.of(distinct),
            Quantiles.of(Arrays.stream(values).asDoubleStream().toArray()),
            Frequent.of(Map.of(min, 1L)),
            Sample.of(values.length, values.length)));
  }

  @Test
  void aStateIsTheSameAfterItWasBytes() throws IOException {
    TableStats table =
        new TableStats(3, Map.of("name", text("a", "b", "a"), "amount", number("BIGINT", 1, 5, 9)));
    TableStats back = TableStats.of(table.bytes());
    assertThat(back.bytes(), equalTo(table.bytes()));
    assertThat(back.rows(), is(3L));
    ColumnStats name = back.column("name").orElseThrow();
    assertThat(name.range(), is(new Range(Range.Order.TEXT, "a", "b")));
    assertThat(name.sketches().distinct().estimate(), is(2.0));
    assertThat(name.sketches().frequent().items().get(0), is(new Frequent.Item("a", 2, 2)));
    assertThat(back.column("amount").orElseThrow().sketches().quantiles().at(0.5), is(5.0));
    assertThat(TableStats.of(TableStats.NONE.bytes()), is(TableStats.NONE));
  }

  /** What a release wrote that kept no rest of a mean. */
  @Test
  void readsTheFirstFormat() throws IOException {
    ColumnStats known = number("BIGINT", 1, 5, 9);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.write(1);
    try (DataOutputStream out = new DataOutputStream(new DeflaterOutputStream(bytes))) {
      out.writeLong(3);
      out.writeInt(1);
      out.writeUTF("amount");
      out.writeUTF(known.type());
      known.counts().write(out);
      known.range().write(out);
      out.writeLong(known.moments().count());
      out.writeDouble(known.moments().mean());
      out.writeDouble(known.moments().squares());
      known.lengths().write(out);
      known.gaps().write(out);
      known.shapes().write(out);
      known.sketches().write(out);
    }
    TableStats stats = TableStats.of(bytes.toByteArray());
    assertThat(stats.rows(), is(3L));
    ColumnStats amount = stats.column("amount").orElseThrow();
    assertThat(amount.moments(), is(new Moments(3, 5, 32)));
    assertThat(amount.sketches().quantiles().at(0.5), is(5.0));
  }

  @Test
  void bytesOfAnotherFormatAndDamagedOnesAreRefused() {
    byte[] bytes = new TableStats(1, Map.of("name", text("a"))).bytes();
    byte[] newer = bytes.clone();
    newer[0] = 9;
    IOException refused = assertThrows(IOException.class, () -> TableStats.of(newer));
    assertThat(refused.getMessage(), containsString("format 9, this release reads 2"));
    byte[] cut = Arrays.copyOf(bytes, bytes.length / 2);
    assertThrows(IOException.class, () -> TableStats.of(cut));
    byte[] empty = {};
    assertThrows(IOException.class, () -> TableStats.of(empty));
  }

  @Test
  void aColumnThatOneSideLacksIsNullThere() {
    TableStats before = new TableStats(2, Map.of("name", text("a", "b")));
    TableStats after = new TableStats(1, Map.of("amount", number("BIGINT", 4)));
    for (TableStats sum : new TableStats[] {before.plus(after), after.plus(before)}) {
      assertThat(sum.rows(), is(3L));
      assertThat(sum.column("name").orElseThrow().counts(), is(Counts.of(3, 1)));
      assertThat(sum.column("amount").orElseThrow().counts(), is(Counts.of(3, 2)));
      assertThat(sum.column("amount").orElseThrow().moments().mean(), is(4.0));
    }
  }

  @Test
  void ofAColumnThatBecameAnotherKindOnlyCountsAreLeft() {
    ColumnStats sum = number("BIGINT", 1, 2).plus(text("a"));
    assertThat(sum.counts(), is(Counts.of(3, 0)));
    assertThat(sum.isCountedOnly(), is(true));
    assertThat(sum.range().isEmpty(), is(true));
    assertThat(sum.sketches().distinct().isKnown(), is(false));
    assertThat(sum.plus(text("b")).counts(), is(Counts.of(4, 0)));
    assertThat(sum.plus(text("b")).isCountedOnly(), is(true));
  }

  @Test
  void ofAColumnThatWasWidenedDifferentValuesAreNotKnown() {
    ColumnStats sum = number("INTEGER", 1, 2).plus(number("BIGINT", 3));
    assertThat(sum.type(), is("BIGINT"));
    assertThat(sum.moments().mean(), is(2.0));
    assertThat(sum.range(), is(new Range(Range.Order.NUMBER, "1", "3")));
    assertThat(sum.sketches().distinct().isKnown(), is(false));
    assertThat(sum.isCountedOnly(), is(false));
    ColumnStats nulls = ColumnStats.nulls("INTEGER", 3);
    assertThat(nulls.plus(number("BIGINT", 3)).sketches().distinct().isExact(), is(true));
  }

  @Test
  void nullsOfAnotherTypeDoNotHideThatValuesAreOfTwo() {
    ColumnStats nulls = ColumnStats.nulls("BIGINT", 2);
    ColumnStats sum = number("INTEGER", 1, 2).plus(nulls);
    assertThat(sum.type(), is("INTEGER"));
    assertThat(nulls.plus(number("INTEGER", 1, 2)).type(), is("INTEGER"));
    assertThat(sum.plus(number("BIGINT", 1, 2)).sketches().distinct().isKnown(), is(false));
    assertThat(sum.plus(number("INTEGER", 2, 3)).sketches().distinct().estimate(), is(3.0));
    assertThat(ColumnStats.nulls("INTEGER", 1).plus(nulls).type(), is("BIGINT"));
  }

  @Test
  void kindsFollowTheTypesOfTheKernel() {
    assertThat(ValueKind.of("DECIMAL(15,2)"), is(ValueKind.NUMBER));
    assertThat(ValueKind.of("UBIGINT"), is(ValueKind.NUMBER));
    assertThat(ValueKind.of("TIMESTAMP WITH TIME ZONE"), is(ValueKind.TIME));
    assertThat(ValueKind.of("TIME"), is(ValueKind.OTHER));
    assertThat(ValueKind.of("FLOAT[768]"), is(ValueKind.VECTOR));
    assertThat(ValueKind.of("DOUBLE[]"), is(ValueKind.VECTOR));
    assertThat(ValueKind.of("VARCHAR[]"), is(ValueKind.LIST));
    assertThat(ValueKind.of("STRUCT(a INTEGER)"), is(ValueKind.OTHER));
    assertThat(ValueKind.of("STRUCT(a INTEGER)[]"), is(ValueKind.LIST));
  }
}
