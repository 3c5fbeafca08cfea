// SPDX-License-Identifier: Apache-2.0
package dev.sluice.stats.fill;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.closeTo;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.notANumber;

import dev.sluice.kernel.Kernel;
import dev.sluice.kernel.KernelSettings;
import dev.sluice.kernel.StatementFailed;
import dev.sluice.stats.ColumnStats;
import dev.sluice.stats.TableStats;
import dev.sluice.stats.ValueKind;
import dev.sluice.stats.measure.Counts;
import dev.sluice.stats.measure.Gaps;
import dev.sluice.stats.measure.Lengths;
import dev.sluice.stats.sketch.Frequent;
import dev.sluice.table.DataFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is told of a relation is what plain SQL says of it. */
class FileScanTest {
  /** Columns of every kind, of few and of many values, with nulls, NaN and infinities. */
  private static final String ROWS =
      """
      SELECT CASE WHEN i % 11 > 0 THEN i * 7919 % 100003 END AS whole,
        (i % 7)::INTEGER AS few,
        CASE WHEN i % 97 = 1 THEN 'nan'::DOUBLE WHEN i % 97 = 2 THEN 'inf'::DOUBLE
          WHEN i % 97 = 3 THEN '-inf'::DOUBLE ELSE sin(i) * 1000 END AS floating,
        (i % 40 / 8.0)::FLOAT AS single,
        (i - 3000)::DECIMAL(12, 2) / 4 AS money,
        (i::HUGEINT * 12345678901234567890)::DECIMAL(38, 0) AS huge,
        CASE i % 5 WHEN 0 THEN NULL WHEN 1 THEN '' ELSE 'Größe ' || i END AS text,
        ['x', 'yy', 'a@b.de'][1 + i % 3] AS word,
        CASE WHEN i % 4 > 0 THEN i % 3 = 0 END AS truth,
        DATE '2024-01-01' + (i % 400)::INTEGER AS day,
        CASE WHEN i = 5 THEN TIMESTAMP 'infinity'
          ELSE TIMESTAMP '2024-01-01' + to_seconds(i * i % 9000001) END AS moment,
        (i::VARCHAR || '-pad')::BLOB AS bytes,
        CASE WHEN i % 6 > 0 THEN range(i % 6) END AS list,
        CASE WHEN i % 8 = 0 THEN NULL WHEN i % 8 = 1 THEN ['nan', '1']::FLOAT[]
          ELSE [3, 4 * (i % 8 - 1)]::FLOAT[] END AS vector,
        {'a': i} AS nested, md5(i::VARCHAR)::UUID AS uuid, i AS secret
      FROM range(ROWS) t(i)
      """;

  private static String rows(int count) {
    return ROWS.replace("ROWS", String.valueOf(count));
  }

  private final Kernel kernel = Kernel.open(KernelSettings.closed());

  @AfterEach
  void close() {
    kernel.close();
  }

  private TableStats stats(String sql, String... personal) throws StatementFailed {
    kernel.execute("CREATE OR REPLACE TEMP TABLE given AS " + sql);
    List<DataFile.ColumnStats> columns = new ArrayList<>();
    for (String[] column :
        kernel.rows(
            "SELECT column_name, column_type FROM (DESCRIBE given)",
            row -> new String[] {row.getString(1), row.getString(2)})) {
      long nulls = Long.parseLong(one("count(*) - count(\"" + column[0] + "\")"));
      columns.add(new DataFile.ColumnStats(column[0], column[1], 0, nulls, "", ""));
    }
    DataFile.Content content = new DataFile.Content(Long.parseLong(one("count(*)")), 0, "abc");
    DataFile file = new DataFile("t", -1, "t.parquet", content, columns, "");
    return FileScan.of(kernel, "given", file, Set.of(personal));
  }

  private String one(String item) throws StatementFailed {
    return kernel
        .rows("SELECT (" + item + ")::VARCHAR FROM given", row -> String.valueOf(row.getString(1)))
        .get(0);
  }

  private long count(String item) throws StatementFailed {
    return Long.parseLong(one(item));
  }

  /** Doubles are 256 apart where these numbers are. */
  @Test
  void largeNumbersThatAreCloseKeepTheirDistances() throws StatementFailed {
    String all =
        """
        SELECT 1700000000000000000 + i AS big, -9223372036854767000 - i AS least,
          (9000000000000000.25 + i)::DECIMAL(18, 2) AS money,
          (9999999999999999999999999.25::DECIMAL(38, 2) + i)::DECIMAL(38, 2) AS wide,
          (i % 3 + 4611686018427387904)::BIGINT AS few, i AS number
        FROM range(7000) t(i)\
        """;
    List<TableStats> parts = new ArrayList<>(List.of(stats(all)));
    TableStats sum = TableStats.NONE;
    for (int part = 0; part < 7; part++) {
      sum = sum.plus(stats("SELECT * FROM (%s) WHERE number %% 7 = %d".formatted(all, part)));
    }
    parts.add(sum);
    for (TableStats each : parts) {
      double deviation = Math.sqrt(7000.0 * 7001 / 12); // of 0 to n - 1, a sample
      for (String name : List.of("big", "least", "money", "wide", "number")) {
        assertThat(
            name, each.column(name).orElseThrow().moments().deviation(), closeTo(deviation, 1e-8));
      }
      assertThat(
          each.column("few").orElseThrow().moments().deviation(),
          closeTo(Math.sqrt((11_665 - 6_999.0 * 6_999 / 7_000) / 6_999), 1e-9));
      assertThat(each.column("big").orElseThrow().moments().mean(), is(1700000000000003499.5));
    }
  }

  /** A few rows are all taken in; of many, columns of few values are counted by the kernel. */
  @Test
  void whatIsExactEqualsPlainSql() throws StatementFailed {
    for (int rows : new int[] {1, 100, 6_000}) {
      TableStats stats = stats(rows(rows));
      assertThat(stats.rows(), is((long) rows));
      for (Map.Entry<String, ColumnStats> each : stats.columns().entrySet()) {
        compare(rows + " rows, " + each.getKey(), each.getKey(), each.getValue());
      }
    }
  }

  private void compare(String what, String name, ColumnStats column) throws StatementFailed {
    Counts counts = column.counts();
    assertThat(what, counts.rows(), is(count("count(*)")));
    assertThat(what, counts.nulls(), is(count("count(*) - count(" + name + ")")));
    switch (column.kind()) {
      case NUMBER -> numbers(what, name, column);
      case TEXT -> {
        assertThat(what, column.range().min(), is(shown("min(" + name + ")")));
        assertThat(what, column.range().max(), is(shown("max(" + name + ")")));
        lengths(what, column.lengths(), "length(" + name + "::VARCHAR)");
        distinct(what, name, column);
      }
      case TIME -> {
        String micros = "(epoch_us(%1$s::TIMESTAMP)) FILTER (isfinite(%1$s))".formatted(name);
        assertThat(what, column.range().min(), is(shown("min" + micros)));
        assertThat(what, column.range().max(), is(shown("max" + micros)));
        distinct(what, name, column);
        gaps(what, name, column.gaps());
      }
      case TRUTH -> {
        assertThat(what, counts.trues(), is(count("count(*) FILTER (" + name + ")")));
        assertThat(what, counts.falses(), is(count("count(*) FILTER (NOT " + name + ")")));
      }
      case VECTOR, LIST -> lengths(what, column.lengths(), "len(" + name + ")");
      case BINARY -> lengths(what, column.lengths(), "octet_length(" + name + ")");
      case OTHER -> assertThat(what, column.lengths(), is(Lengths.NONE));
    }
  }

  private String shown(String item) throws StatementFailed {
    String value = one(item);
    return value.equals("null") ? null : value;
  }

  private void numbers(String what, String name, ColumnStats column) throws StatementFailed {
    String finite = " FILTER (isfinite(" + name + "::DOUBLE))";
    Counts counts = column.counts();
    assertThat(what, counts.nan(), is(count("count(*) FILTER (isnan(" + name + "::DOUBLE))")));
    assertThat(
        what,
        counts.positiveInfinities() + counts.negativeInfinities(),
        is(count("count(*) FILTER (isinf(" + name + "::DOUBLE))")));
    assertThat(
        what,
        counts.negatives(),
        is(count("count(*) FILTER (" + name + " < 0 AND isfinite(" + name + "::DOUBLE))")));
    assertThat(what, counts.zeros(), is(count("count(*) FILTER (" + name + " = 0)")));
    assertThat(what, column.moments().count(), is(count("count(" + name + ")" + finite)));
    if (column.moments().count() > 0) {
      double min = Double.parseDouble(one("min(" + name + ")" + finite));
      double max = Double.parseDouble(one("max(" + name + ")" + finite));
      double size = Math.max(1e-9, Math.max(Math.abs(min), Math.abs(max)));
      assertThat(what, Double.parseDouble(column.range().min()), closeTo(min, size * 1e-7));
      assertThat(what, Double.parseDouble(column.range().max()), closeTo(max, size * 1e-7));
      double mean = Double.parseDouble(one("avg(" + name + "::DOUBLE)" + finite));
      double variance = Double.parseDouble(one("var_pop(" + name + "::DOUBLE)" + finite));
      assertThat(what, column.moments().mean(), closeTo(mean, size * 1e-9));
      assertThat(what, column.moments().variance(), closeTo(variance, size * size * 1e-9));
    }
    distinct(what, name, column);
  }

  private void distinct(String what, String name, ColumnStats column) throws StatementFailed {
    long exact = count("count(DISTINCT " + name + ")");
    double estimate = column.sketches().distinct().estimate();
    if (column.sketches().distinct().isExact()) {
      assertThat(what, estimate, is((double) exact));
    } else {
      assertThat(what, estimate, closeTo(exact, exact * 0.1));
    }
  }

  private void lengths(String what, Lengths lengths, String item) throws StatementFailed {
    assertThat(what, lengths.count(), is(count("count(" + item + ")")));
    if (lengths.count() > 0) {
      assertThat(what, lengths.min(), is(count("min(" + item + ")")));
      assertThat(what, lengths.max(), is(count("max(" + item + ")")));
      assertThat(what, lengths.sum(), is(count("sum(" + item + ")")));
    }
  }

  private void gaps(String what, String name, Gaps gaps) throws StatementFailed {
    String longest =
        "SELECT coalesce(max(gap), 0)::VARCHAR FROM (SELECT m - lag(m) OVER (ORDER BY m) AS gap FROM (SELECT DISTINCT epoch_us(%1$s::TIMESTAMP) AS m FROM given WHERE isfinite(%1$s)))";
    assertThat(
        what,
        gaps.longest(),
        is(kernel.rows(longest.formatted(name), row -> Long.parseLong(row.getString(1))).get(0)));
    assertThat(what, gaps.isExact(), is(true));
  }

  @Test
  void valuesThatAreFewAreListedWithTheirCounts() throws StatementFailed {
    TableStats stats = stats(rows(6_000));
    for (String name : List.of("few", "word", "single")) {
      Map<String, Long> exact =
          kernel
              .rows(
                  "SELECT %1$s::VARCHAR, count(*) FROM given GROUP BY ALL".formatted(name),
                  row -> Map.entry(row.getString(1), row.getLong(2)))
              .stream()
              .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
      Frequent frequent = stats.column(name).orElseThrow().sketches().frequent();
      assertThat(name, frequent.isExact(), is(true));
      assertThat(
          name,
          frequent.items().stream()
              .collect(Collectors.toMap(Frequent.Item::value, Frequent.Item::count)),
          is(exact));
    }
  }

  @Test
  void quantilesAreInsideTheBoundOfTheSketchAndOfTheSample() throws StatementFailed {
    TableStats stats = stats("SELECT hash(i) % 1000000 AS n FROM range(200000) t(i)");
    ColumnStats column = stats.column("n").orElseThrow();
    double error = column.sketches().quantiles().error() + column.sketches().sample().error();
    assertThat(column.sketches().sample().isWhole(), is(false));
    for (double share : new double[] {0.05, 0.5, 0.95}) {
      double at = column.sketches().quantiles().at(share);
      double rank =
          count("count(*) FILTER (n <= %s)".formatted(String.format(Locale.ROOT, "%.1f", at)))
              / 200_000.0;
      assertThat(rank, closeTo(share, error));
    }
  }

  @Test
  void ofVectorsNormsAreNumbersAndLengthsDimensions() throws StatementFailed {
    ColumnStats vector =
        stats(
                "SELECT unnest([[3, 4]::DOUBLE[], ['nan'::DOUBLE, 1], [0, 0]::DOUBLE[], NULL, []::DOUBLE[]]) AS v")
            .column("v")
            .orElseThrow();
    assertThat(vector.kind(), is(ValueKind.VECTOR));
    assertThat(vector.counts(), is(new Counts(5, 1, 1, 0, 0, 0, 2, 0)));
    assertThat(vector.range().max(), is("5.0"));
    assertThat(vector.lengths(), is(new Lengths(4, 0, 2, 6)));
  }

  @Test
  void nothingButNullsIsDescribedAsThat() throws StatementFailed {
    for (String type :
        List.of(
            "BIGINT",
            "DOUBLE",
            "VARCHAR",
            "DATE",
            "TIMESTAMP",
            "BOOLEAN",
            "DOUBLE[]",
            "BLOB",
            "DECIMAL(38,2)")) {
      ColumnStats column =
          stats("SELECT NULL::" + type + " AS c FROM range(5000)").column("c").orElseThrow();
      assertThat(type, column.counts(), is(Counts.of(5_000, 5_000)));
      assertThat(type, column.range().isEmpty(), is(true));
      assertThat(type, column.moments().mean() == 0 && column.moments().count() == 0, is(true));
      assertThat(type, column.sketches().quantiles().at(0.5), notANumber());
      assertThat(type, column.sketches().frequent().items(), is(List.of()));
    }
  }

  @Test
  void ofPersonalColumnsNothingButCountsIsTold() throws StatementFailed {
    ColumnStats secret = stats(rows(100), "secret").column("secret").orElseThrow();
    assertThat(secret, is(ColumnStats.counted("BIGINT", Counts.of(100, 0))));
    assertThat(secret.isCountedOnly(), is(true));
  }

  /** Cut anywhere and added up, it is what it is as a whole. */
  @Test
  void piecesAddUpToTheWhole() throws StatementFailed {
    TableStats whole = stats(rows(6_000));
    TableStats sum = TableStats.NONE;
    String all = "(" + rows(6_000) + ") WHERE secret ";
    for (String piece : List.of("< 17", "BETWEEN 17 AND 5100", "> 5100")) {
      sum = stats("SELECT * FROM " + all + piece).plus(sum);
    }
    assertThat(sum.rows(), is(6_000L));
    for (Map.Entry<String, ColumnStats> each : whole.columns().entrySet()) {
      ColumnStats one = each.getValue();
      ColumnStats other = sum.column(each.getKey()).orElseThrow();
      assertThat(each.getKey(), other.counts(), is(one.counts()));
      assertThat(each.getKey(), other.range(), is(one.range()));
      assertThat(each.getKey(), other.lengths(), is(one.lengths()));
      long gap = one.gaps().longest();
      assertThat(each.getKey(), other.gaps().longest() <= gap, is(true));
      assertThat(
          each.getKey(), gap <= Math.max(other.gaps().longest(), other.gaps().unseen()), is(true));
      assertThat(each.getKey(), other.shapes(), is(one.shapes()));
      double size = Math.max(1, Math.abs(one.moments().variance()));
      if (one.moments().count() > 0) {
        assertThat(
            each.getKey(),
            other.moments().variance(),
            closeTo(one.moments().variance(), size * 1e-9));
      }
      assertThat(
          each.getKey(),
          other.sketches().distinct().bytes(),
          equalTo(one.sketches().distinct().bytes()));
    }
  }
}
