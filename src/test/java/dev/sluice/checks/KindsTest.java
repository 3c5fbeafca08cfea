// SPDX-License-Identifier: Apache-2.0
package dev.sluice.checks;

import static dev.sluice.checks.CutFixture.check;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import dev.sluice.checks.probe.Subject.Earlier;
import dev.sluice.kernel.Kernel;
import dev.sluice.kernel.KernelSettings;
import dev.sluice.kernel.StatementFailed;
import dev.sluice.schema.TableSchema;
import dev.sluice.spec.rule.CheckSpec;
import dev.sluice.spec.rule.CheckSpec.AcceptedValues;
import dev.sluice.spec.rule.CheckSpec.Determines;
import dev.sluice.spec.rule.CheckSpec.Expected;
import dev.sluice.spec.rule.CheckSpec.Figure;
import dev.sluice.spec.rule.CheckSpec.Freshness;
import dev.sluice.spec.rule.CheckSpec.Golden;
import dev.sluice.spec.rule.CheckSpec.Kind;
import dev.sluice.spec.rule.CheckSpec.Limits;
import dev.sluice.spec.rule.CheckSpec.NotNull;
import dev.sluice.spec.rule.CheckSpec.NullRatio;
import dev.sluice.spec.rule.CheckSpec.Quantile;
import dev.sluice.spec.rule.CheckSpec.Range;
import dev.sluice.spec.rule.CheckSpec.Reconcile;
import dev.sluice.spec.rule.CheckSpec.RowCount;
import dev.sluice.spec.rule.CheckSpec.Share;
import dev.sluice.spec.rule.CheckSpec.Sql;
import dev.sluice.spec.rule.CheckSpec.Statistic;
import dev.sluice.spec.rule.CheckSpec.SumEquals;
import dev.sluice.spec.rule.CheckSpec.Unique;
import dev.sluice.spec.rule.SqlText;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What each kind of check says of good rows, bad ones, and of those that are at the edge. */
class KindsTest {
  private static final Limits ANY = new Limits(null, null);

  private @TempDir Path folder;
  private Kernel kernel;
  private CutFixture tables;

  @BeforeEach
  void open() {
    kernel =
        Kernel.open(
            new KernelSettings(
                KernelSettings.DEFAULT_MEMORY, folder + "/scratch", List.of(folder.toString())));
    tables = new CutFixture(kernel, folder);
  }

  @AfterEach
  void close() {
    kernel.close();
  }

  private static Limits limits(String min, String max) {
    return new Limits(min, max);
  }

  private static Kind figure(Statistic statistic, String min, String max, String... columns) {
    return new Figure(statistic, List.of(columns), limits(min, max));
  }

  private void judged(Kind kind, String verdict) throws StatementFailed {
    assertThat(kind.toString(), tables.judge(kind), is(verdict));
  }

  @Test
  void figuresOfNumbers() throws StatementFailed {
    tables.table(
        "t",
        "i INTEGER, d DECIMAL(9,2), f DOUBLE",
        "(1, 1.10, 0.1)",
        "(2, 2.20, 0.2)",
        "(NULL, NULL, NULL)",
        "(6, 0.30, 0.3)");
    judged(figure(Statistic.MIN, "1", null, "i"), "true 1 | at least 1");
    judged(figure(Statistic.MIN, "1.5", null, "i"), "false 1 | at least 1.5 1{i=1}");
    judged(figure(Statistic.MAX, null, "5", "i"), "false 6 | at most 5 1{i=6}");
    judged(figure(Statistic.MAX, "3", null, "i"), "true 6 | at least 3");
    judged(figure(Statistic.MAX, "7", null, "i"), "false 6 | at least 7");
    judged(figure(Statistic.MIN, null, "0", "i"), "false 1 | at most 0");
    judged(figure(Statistic.MEAN, "3", "3", "i"), "true 3 | 3 to 3");
    judged(figure(Statistic.MEAN, "0.2", "0.2", "f"), "true 0.2 | 0.2 to 0.2");
    judged(figure(Statistic.MEAN, "1.2", "1.2", "d"), "true 1.2 | 1.2 to 1.2");
    judged(figure(Statistic.SUM, "3.6", "3.6", "d"), "true 3.60 | 3.6 to 3.6");
    judged(figure(Statistic.SUM, "0.6", "0.6", "f"), "true 0.6 | 0.6 to 0.6");
    judged(figure(Statistic.SUM, "10", null, "i"), "false 9 | at least 10");
    judged(figure(Statistic.STDDEV, "0.1", "0.1", "f"), "true 0.1 | 0.1 to 0.1");
    judged(figure(Statistic.STDDEV, null, "2", "i"), "false 2.64575131106 | at most 2");
    judged(
        figure(Statistic.CORRELATION, "0.9", null, "i", "f"), "true 0.944911182523 | at least 0.9");
    judged(figure(Statistic.CORRELATION, null, "0", "i", "d"), "true -0.693375245282 | at most 0");
    judged(figure(Statistic.DISTINCT_COUNT, "4", null, "i"), "false 3 | at least 4");
    judged(new Quantile("i", 0.5, limits("2", "2")), "true 2 | 2 to 2");
    judged(new Quantile("i", 1, limits(null, "5")), "false 6 | at most 5");
    judged(new Quantile("i", 0, limits("1", null)), "true 1 | at least 1");
  }

  /** The deviation of 4, 7, 13 and 16 is the root of 30, wherever they begin. */
  @Test
  void largeNumbersThatAreCloseKeepTheirDistances() throws StatementFailed {
    tables.made(
        "t",
        """
        SELECT k::DOUBLE AS k, 9223372036854775000 + k AS i, -9223372036854775000 - k AS down,
          (170141183460469231731687303715884105700::HUGEINT + k) AS h,
          9999999999999900.25 + k::DECIMAL(18,2) AS d,
          99999999999999999999999999999999999.25::DECIMAL(38,2) + k::DECIMAL(38,2) AS wide
        FROM (VALUES (4), (7), (13), (16)) t(k)\
        """);
    for (String column : List.of("k", "i", "down", "h", "d", "wide")) {
      CheckSpec.Kind deviation = figure(Statistic.STDDEV, null, "6", column);
      judged(deviation, "true 5.47722557505 | at most 6");
      CheckSpec.Kind alike = figure(Statistic.CORRELATION, null, null, "k", column);
      String sign = column.equals("down") ? "-" : "";
      judged(alike, "true " + sign + "1 | anything");
      for (int seed = 0; seed < 3; seed++) {
        assertThat(
            column,
            CutFixture.text(tables.judge(CutFixture.check(deviation), 7, seed)),
            is("true 5.47722557505 | at most 6"));
      }
    }
    tables.made(
        "t",
        "SELECT unnest([-99999999999999999999999999999999999999, 99999999999999999999999999999999999999]::DECIMAL(38,0)[]) AS wide");
    judged(figure(Statistic.STDDEV, "0", null, "wide"), "true 1.41421356237e+38 | at least 0");
  }

  @Test
  void nothingIsComputedOfNoValues() throws StatementFailed {
    for (String[] rows : new String[][] {{}, {"(NULL, NULL)", "(NULL, NULL)"}}) {
      tables.table("t", "f DOUBLE, \"at\" TIMESTAMP", rows);
      String none = "false cannot be computed: no values | at least 1";
      for (Statistic statistic :
          List.of(Statistic.MIN, Statistic.MAX, Statistic.MEAN, Statistic.STDDEV)) {
        judged(figure(statistic, "1", null, "f"), none);
      }
      judged(figure(Statistic.CORRELATION, "1", null, "f", "f"), none);
      judged(new Quantile("f", 0.5, limits("1", null)), none);
      judged(figure(Statistic.SUM, "0", "0", "f"), "true 0 | 0 to 0");
      judged(figure(Statistic.DISTINCT_COUNT, "0", "0", "f"), "true 0 | 0 to 0");
      judged(new Range("f", limits("1", null)), "true 0 rows outside | at least 1");
      judged(new Unique(List.of("f")), "true 0 duplicates | 0 duplicates");
      judged(new Determines("f", List.of("at")), "true 0 rows in conflict | one at for each f");
      judged(
          new AcceptedValues("f", List.of(new Share("1", ANY))),
          "true 0 rows with other values | one of 1");
      judged(
          new AcceptedValues("f", List.of(new Share("1", limits("0.5", null)))),
          "false cannot be computed: no values | 1 at least 0.5");
      judged(
          new Freshness("at", Duration.ofHours(1)),
          "false cannot be computed: no values | within 1h of 2026-03-01T10:00:00Z");
      judged(new Reconcile(null, "t", null, null, null), "true %1$d | %1$d".formatted(rows.length));
      judged(
          new NullRatio("f", limits(null, "0.5")),
          rows.length == 0 ? "true 0 | at most 0.5" : "false 1 | at most 0.5 2{f=null, at=null}");
    }
  }

  /** As scipy.stats.spearmanr of SciPy 1.17.1 has it. */
  @Test
  void correlationOfRanksIsSpearmans() throws StatementFailed {
    tables.table(
        "t",
        "f DOUBLE, g DOUBLE",
        "(1, 2)",
        "(2, 1)",
        "(2, 5)",
        "(4, 5)",
        "(10, 9)",
        "(7, 3)",
        "(NULL, 1)",
        "(3, NULL)");
    judged(
        figure(Statistic.RANK_CORRELATION, "0.6", null, "f", "g"),
        "true 0.661764705882 | at least 0.6");
    tables.table("t", "f DOUBLE, g DOUBLE", "(1, 2)", "(2, 'inf')", "(3, 5)");
    judged(figure(Statistic.RANK_CORRELATION, "0.6", null, "f", "g"), "false 0.5 | at least 0.6");
    tables.table("t", "f DOUBLE, g DOUBLE", "(1, 2)", "(2, 'nan')", "(3, 5)");
    judged(
        figure(Statistic.RANK_CORRELATION, "0.6", null, "f", "g"),
        "false cannot be computed: NaN in 1 of 3 values | at least 0.6");
    tables.table("t", "f DOUBLE, g DOUBLE");
    judged(
        figure(Statistic.RANK_CORRELATION, "0.6", null, "f", "g"),
        "false cannot be computed: no values | at least 0.6");
  }

  @Test
  void oneValueAndConstants() throws StatementFailed {
    tables.table("t", "f DOUBLE, g DOUBLE", "(7, 1)");
    judged(figure(Statistic.MEAN, "7", "7", "f"), "true 7 | 7 to 7");
    judged(
        figure(Statistic.STDDEV, "0", null, "f"),
        "false cannot be computed: one value has no deviation | at least 0");
    judged(
        figure(Statistic.CORRELATION, "-1", null, "f", "g"),
        "false cannot be computed: one pair has no correlation | at least -1");
    judged(
        figure(Statistic.RANK_CORRELATION, "-1", null, "f", "g"),
        "false cannot be computed: one pair has no correlation | at least -1");
    tables.table("t", "f DOUBLE, g DOUBLE", "(7, 1)", "(7, 2)");
    judged(
        figure(Statistic.RANK_CORRELATION, "-1", null, "f", "g"),
        "false cannot be computed: a column is constant | at least -1");
    judged(figure(Statistic.STDDEV, "0", "0", "f"), "true 0 | 0 to 0");
    judged(
        figure(Statistic.CORRELATION, "-1", null, "f", "g"),
        "false cannot be computed: a column is constant | at least -1");
  }

  @Test
  void numbersThatAreNone() throws StatementFailed {
    tables.table("t", "f DOUBLE, g DOUBLE", "('nan', 1)", "(1, 2)", "(2, 4)");
    String nan = "false cannot be computed: NaN in 1 of 3 values | at least 0";
    for (Statistic statistic :
        List.of(Statistic.MIN, Statistic.MAX, Statistic.MEAN, Statistic.SUM, Statistic.STDDEV)) {
      assertThat(
          tables.judge(figure(statistic, "0", null, "f")).replaceAll(" 1\\{.*", ""), is(nan));
    }
    judged(figure(Statistic.CORRELATION, "0", null, "f", "g"), nan);
    judged(new Quantile("f", 0.5, limits("0", null)), nan);
    judged(new Range("f", limits("0", null)), "false 1 row outside | at least 0 1{f=nan, g=1.0}");
    judged(figure(Statistic.DISTINCT_COUNT, "3", "3", "f"), "true 3 | 3 to 3");
    judged(new SumEquals("f", "t", "g"), "false cannot be computed: the sum is NaN | 7.0");
    tables.table("t", "f DOUBLE, g DOUBLE", "('inf', 1)", "(1, 2)");
    judged(figure(Statistic.MAX, null, "9", "f"), "false inf | at most 9 1{f=inf}");
    judged(figure(Statistic.MEAN, null, "9", "f"), "false inf | at most 9");
    judged(figure(Statistic.SUM, "0", null, "f"), "true inf | at least 0");
    judged(
        figure(Statistic.STDDEV, "0", null, "f"),
        "false cannot be computed: infinite values | at least 0");
    judged(
        figure(Statistic.CORRELATION, "0", null, "f", "g"),
        "false cannot be computed: infinite values | at least 0");
    judged(new Range("f", limits("0", null)), "true 0 rows outside | at least 0");
    judged(new SumEquals("f", "t", "f"), "true inf | inf");
  }

  @Test
  void daysAndTexts() throws StatementFailed {
    tables.table(
        "t",
        "\"at\" TIMESTAMP, day DATE, s VARCHAR",
        "('2026-03-01 08:00:00', '2026-02-28', 'b')",
        "('2026-02-01 00:00:00', '2025-01-01', 'a''s')");
    judged(
        new Freshness("at", Duration.ofHours(2)),
        "true 2026-03-01 08:00:00 | within 2h of 2026-03-01T10:00:00Z");
    judged(
        new Freshness("at", Duration.ofMinutes(119)),
        "false 2026-03-01 08:00:00 | within 119m of 2026-03-01T10:00:00Z");
    judged(
        new Freshness("day", Duration.ofDays(2)),
        "true 2026-02-28 | within 2d of 2026-03-01T10:00:00Z");
    judged(
        figure(Statistic.MIN, "2025-01-02", null, "day"),
        "false 2025-01-01 | at least 2025-01-02 1{day=2025-01-01}");
    judged(figure(Statistic.MAX, "a", "c", "s"), "true b | a to c");
    judged(
        new Range("s", limits("b", null)),
        "false 1 row outside | at least b 1{at=2026-02-01 00:00:00, day=2025-01-01, s=a's}");
    judged(
        new Quantile("day", 0.9, limits(null, "2026-12-31")),
        "true 2026-02-28 | at most 2026-12-31");
    kernel.execute("INSERT INTO all_t VALUES ('infinity', NULL, NULL)");
    judged(
        new Freshness("at", Duration.ofHours(2)),
        "false cannot be computed: an infinite value | within 2h of 2026-03-01T10:00:00Z");
  }

  @Test
  void values() throws StatementFailed {
    tables.table(
        "t",
        "s VARCHAR, i INTEGER",
        "('a', 1)",
        "('a', 1)",
        "('b', 2)",
        "('c', 2)",
        "(NULL, NULL)");
    Share a = new Share("a", limits("0.5", "0.5"));
    judged(
        new AcceptedValues("s", List.of(new Share("a", ANY), new Share("b", ANY))),
        "false 1 row with other values | one of a, b 1{s=c, i=2}");
    judged(
        new AcceptedValues("i", List.of(new Share("1", ANY), new Share("2", ANY))),
        "true 0 rows with other values | one of 1, 2");
    judged(
        new AcceptedValues(
            "s", List.of(a, new Share("b", limits(null, "0.2")), new Share("c", ANY))),
        "false a 0.5, b 0.25, c 0.25, others 0 | a 0.5 to 0.5, b at most 0.2, c");
    judged(
        new AcceptedValues("s", List.of(a, new Share("b", ANY))),
        "false a 0.5, b 0.25, others 0.25 | a 0.5 to 0.5, b 1{s=c, i=2}");
    judged(
        new AcceptedValues(
            "s", List.of(a, new Share("b", ANY), new Share("c", limits("0.25", null)))),
        "true a 0.5, b 0.25, c 0.25, others 0 | a 0.5 to 0.5, b, c at least 0.25");
  }

  @Test
  void dependencies() throws StatementFailed {
    tables.table(
        "t",
        "zip INTEGER, city VARCHAR, state VARCHAR",
        "(1, 'x', 'u')",
        "(1, 'x', NULL)",
        "(2, 'x', 'u')",
        "(2, 'y', 'u')",
        "(NULL, 'z', 'u')",
        "(NULL, 'v', 'u')");
    judged(
        new Determines("zip", List.of("city", "state")),
        "false 2 rows in conflict | one city, state for each zip"
            + " 1{zip=2, city=x, state=u} 1{zip=2, city=y, state=u}");
    judged(
        new Determines("zip", List.of("state")),
        "true 0 rows in conflict | one state for each zip");
  }

  @Test
  void otherTables() throws StatementFailed {
    tables.table("t", "i INTEGER, d DOUBLE", "(1, 1.5)", "(2, 2.5)");
    tables.table("u", "i BIGINT, d DECIMAL(9,2)", "(1, 4)", "(2, 0.1)", "(3, NULL)");
    judged(new Reconcile(null, "u", null, null, null), "false 2 | 3");
    judged(new Reconcile(null, "u", null, "1", null), "true 2 | 3 within 1");
    judged(new Reconcile(null, "u", null, null, 0.3), "false 2 | 3 within 0.3 of it");
    judged(new Reconcile("i", "u", "i", null, 0.5), "true 3 | 6 within 0.5 of it");
    judged(new Reconcile("d", "u", "d", "0.2", 0.01), "false 4.0 | 4.10 within 0.2 and 0.01 of it");
    judged(new Reconcile("d", "u", "d", "0.2", null), "true 4.0 | 4.10 within 0.2");
  }

  @Test
  void expectedRows() throws StatementFailed {
    tables.table(
        "t", "id INTEGER, d DECIMAL(9,2), s VARCHAR", "(1, 1, 'a')", "(2, 2, NULL)", "(3, 3, 'c')");
    List<String> columns = List.of("id", "d", "s");
    judged(
        new Golden(
            "e.csv", columns, List.of("id"), List.of(row("1", "1.0", "a"), row("2", "2", null))),
        "true 0 rows missing | the 2 rows of e.csv");
    List<Expected> wrong =
        List.of(row("1", "1", "b"), row("3", "3", "c"), row("3", "3", "c"), row("9", "1", null));
    judged(
        new Golden("e.csv", columns, List.of("id"), wrong),
        "false 3 rows missing | the 4 rows of e.csv"
            + " 1{id=1, d=1.00, s=b, difference=s is a}"
            + " 1{id=3, d=3.00, s=c, difference=too few}"
            + " 1{id=9, d=1.00, s=null, difference=no such row}");
    tables.table("t", "id INTEGER, d DECIMAL(9,2), s VARCHAR");
    judged(
        new Golden("e.csv", List.of("id"), List.of(), List.of(row("1"))),
        "false 1 row missing | the 1 row of e.csv 1{id=1, difference=no such row}");
  }

  private static Expected row(String... values) {
    return new Expected(Arrays.asList(values));
  }

  @Test
  void statements() throws StatementFailed {
    tables.table("t", "id INTEGER, d INTEGER", "(1, 1)", "(2, -2)");
    TableSchema output = new TableSchema(List.of());
    SqlText sql = new SqlText("SELECT id FROM t WHERE d < 0 -- why", CutFixture.AT, 0);
    judged(
        new Sql(sql, List.of(), List.of("t"), true, idOnly(output)),
        "false 1 row returned | 0 rows returned 1{id=2}");
  }

  private static TableSchema idOnly(TableSchema none) {
    return none.columns().isEmpty()
        ? new TableSchema(List.of(dev.sluice.schema.Column.of("id", "INTEGER", true)))
        : none;
  }

  @Test
  void onlySomeRowsOfWhichSomeMayBeAgainst() throws StatementFailed {
    tables.table("t", "id INTEGER, s VARCHAR", "(1, 'x')", "(2, 'x')", "(-3, 'y')", "(-4, 'x')");
    Kind positive = new Range("id", limits("0", null));
    assertThat(
        text(positive, "s = 'y'", null, null, 0),
        is("false 1 row outside | at least 0 1{id=-3, s=y}"));
    assertThat(
        text(positive, "s = 'x' -- those", null, 0.5, 0),
        is("true 1 row outside of 3 (0.333333) | at least 0, but for at most 0.5 of them"));
    assertThat(
        text(positive, null, 2L, null, 0),
        is("true 2 rows outside | at least 0, but for at most 2 rows"));
    assertThat(
        text(positive, null, 2L, 0.4, 0),
        is(
            "false 2 rows outside of 4 (0.5) | at least 0, but for at most 2 rows and 0.4 of them"
                + " 1{id=-3, s=y} 1{id=-4, s=x}"));
    assertThat(
        text(positive, "s = 'y'", null, null, 2),
        is("true not judged: 1 of at least 2 rows | at least 0"));
    assertThat(
        text(new NotNull(List.of("id", "s")), null, 0L, null, 0),
        is("true 0 nulls | at most 0 rows"));
    assertThat(
        text(new RowCount(limits("2", null), null), "s = 'y'", null, null, 0),
        is("false 1 | at least 2"));
  }

  @Test
  void countsAgainstTheLastRun() throws StatementFailed {
    tables.table("t", "id INTEGER", "(1)", "(2)", "(3)");
    assertThat(after(null, 0.5), is("true 3 | a change of at most 0.5 (no earlier run)"));
    assertThat(
        after(new Earlier(7, 2), 0.5), is("true 3 | 1 to 3 (2 in run 7, changed by at most 0.5)"));
    assertThat(
        after(new Earlier(7, 2), 0.49),
        is("false 3 | 2 to 2 (2 in run 7, changed by at most 0.49)"));
    assertThat(
        after(new Earlier(7, 0), 1), is("false 3 | 0 to 0 (0 in run 7, changed by at most 1)"));
  }

  private String after(Earlier earlier, double change) throws StatementFailed {
    CheckSpec check = check(new RowCount(ANY, change));
    return CutFixture.text(tables.judge(new Check.Task("t", check, List.of(), earlier), 2, 1));
  }

  @Test
  void personalValuesAreTokens() throws StatementFailed {
    tables.table("t", "id INTEGER, mail VARCHAR", "(1, 'a@x.ch')").personal("t", "mail");
    for (Kind kind :
        List.of(
            figure(Statistic.MIN, "b", null, "mail"),
            new Range("mail", limits("b", null)),
            new AcceptedValues("mail", List.of(new Share("b", ANY))),
            new Determines("mail", List.of("id")),
            new Quantile("mail", 0.5, limits("b", null)))) {
      String verdict = tables.judge(kind);
      assertThat(verdict, verdict.contains("x.ch"), is(false));
    }
  }

  private String text(Kind kind, String where, Long rows, Double ratio, long sample)
      throws StatementFailed {
    SqlText condition = where == null ? null : new SqlText(where, CutFixture.AT, 0);
    CheckSpec.Terms terms =
        new CheckSpec.Terms(condition, new CheckSpec.Allowance(rows, ratio), sample, 5, false);
    CheckSpec plain = check(kind);
    return CutFixture.text(
        tables.judge(
            new CheckSpec(plain.name(), plain.consequence(), plain.position(), terms, kind), 1, 0));
  }
}
