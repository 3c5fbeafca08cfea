// SPDX-License-Identifier: Apache-2.0
package dev.sluice.checks.probe;

import dev.sluice.checks.probe.Probe.Against;
import dev.sluice.checks.probe.Probe.State;
import dev.sluice.checks.probe.Probe.Words;
import dev.sluice.kernel.sql.SqlName;
import dev.sluice.schema.Column;
import dev.sluice.spec.rule.CheckSpec.Figure;
import dev.sluice.spec.rule.CheckSpec.Freshness;
import dev.sluice.spec.rule.CheckSpec.Limits;
import dev.sluice.spec.rule.CheckSpec.Statistic;
import dev.sluice.spec.unit.Spans;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Checks of one figure over all rows. What files give is put together so that no precision is lost:
 * sums as exact numbers, squares around each file's own mean, which is a double and what it is
 * short of.
 */
final class FigureProbes {
  private static final String NONE = "no values";

  private final Subject subject;

  FigureProbes(Subject subject) {
    this.subject = subject;
  }

  Probe of(Figure check) {
    Column column = subject.column(check.columns().get(0));
    return switch (check.statistic()) {
      case MIN, MAX -> extreme(check, column);
      case MEAN, SUM -> sum(check, column);
      case STDDEV -> stddev(check, column);
      case CORRELATION -> correlation(check, false);
      case RANK_CORRELATION -> correlation(check, true);
      case DISTINCT_COUNT ->
          throw new IllegalArgumentException("Rows must meet for " + check.statistic());
    };
  }

  private static String nans(Column column) {
    return Values.isFloating(column)
        ? "count(*) FILTER (isnan(%s))".formatted(SqlName.quote(column.name()))
        : "0";
  }

  /** Why a figure cannot be computed: there are no values, or some are NaN. */
  static String why(String... more) {
    StringBuilder why =
        new StringBuilder(
            "CASE WHEN coalesce(sum(n), 0) = 0 THEN '%s' WHEN sum(nans) > 0 THEN 'NaN in ' || sum(nans)::VARCHAR || ' of ' || sum(n)::VARCHAR || ' values'"
                .formatted(NONE));
    for (String each : more) {
      why.append(' ').append(each);
    }
    return why.append(" END").toString();
  }

  private Probe extreme(Figure check, Column column) {
    String value = SqlName.quote(column.name());
    String word = check.word();
    String look =
        "SELECT count(%s) AS n, %s AS nans, %s(%1$s) AS v FROM __rows"
            .formatted(value, nans(column), word);
    String found = "%s(v)".formatted(word);
    String total =
        Probe.total(
            Map.of(
                "sample", "coalesce(sum(n), 0)::BIGINT",
                "value", Values.text(found, Values.isFloating(column)),
                "is_within",
                    "coalesce(%s, false)"
                        .formatted(Values.isWithin(found, check.limits(), column.type())),
                "why", why()));
    return figure(
        column,
        Probe.state("n", "BIGINT", "nans", "BIGINT", "v", column.type()),
        look,
        beyond(check, column),
        total,
        check.limits());
  }

  private Probe figure(
      Column column,
      List<State> state,
      String look,
      @Nullable String against,
      String total,
      Limits limits) {
    List<String> read =
        against == null ? List.of(column.name()) : subject.told(List.of(column.name()));
    return Probe.ofFiles(
        subject.rows(read),
        state,
        look,
        against == null
            ? null
            : new Against("SELECT *, 1 AS __n FROM __rows WHERE " + against, subject.columns(read)),
        total,
        new Words("", limits.phrase(), column.pii()));
  }

  /** A greatest value is too great by some rows, and too small by none. */
  private static String beyond(Figure check, Column column) {
    String value = SqlName.quote(column.name());
    Limits own =
        check.statistic() == Statistic.MIN
            ? new Limits(check.limits().min(), null)
            : new Limits(null, check.limits().max());
    return "%s IS NOT NULL AND NOT %s".formatted(value, Values.isWithin(value, own, column.type()));
  }

  private Probe sum(Figure check, Column column) {
    String value = SqlName.quote(column.name());
    boolean isDouble = Values.isFloating(column);
    String look =
        "SELECT count(%s) AS n, %s AS nans, %s AS s FROM __rows"
            .formatted(value, nans(column), Values.sum(value, column.type()));
    String all = Values.sum("s", Values.sumType(column.type()));
    boolean isMean = check.word().equals("mean");
    String figure =
        isMean
            ? Values.rounded("CAST(%s AS DOUBLE) / sum(n)".formatted(all))
            : isDouble ? Values.rounded(all) : "coalesce(sum(s), 0)";
    String type = isMean || isDouble ? "DOUBLE" : Values.sumType(column.type());
    String shown = isMean || isDouble ? "coalesce(%s, 0)".formatted(figure) : figure;
    String why =
        isDouble ? why("WHEN isnan(%s) THEN 'infinities of both signs'".formatted(shown)) : why();
    String none = isMean ? why : why.replace("'%s'".formatted(NONE), "NULL");
    String total =
        Probe.total(
            Map.of(
                "sample",
                "coalesce(sum(n), 0)::BIGINT",
                "value",
                Values.text(shown, type.equals("DOUBLE")),
                "is_within",
                Values.isWithin(shown, check.limits(), type),
                "why",
                none));
    return figure(
        column,
        Probe.state("n", "BIGINT", "nans", "BIGINT", "s", Values.sumType(column.type())),
        look,
        null,
        total,
        check.limits());
  }

  private Probe stddev(Figure check, Column column) {
    Apart apart = Apart.of(column.type());
    String look =
        """
        WITH __x AS (SELECT %s AS x FROM __rows),
          __m AS (SELECT %s AS m FROM __x),
          __d AS (SELECT x, m, %s AS fine, %s AS d FROM __x, __m)
        SELECT count(x) AS n, count(*) FILTER (%s) AS nans,
          count(*) FILTER (%s) AS infs, any_value(m) AS m,
          fsum(d) FILTER (fine) / nullif(count(*) FILTER (fine), 0) AS l,
          fsum(d * d) FILTER (fine) AS m2
        FROM __d\
        """
            .formatted(
                apart.value(SqlName.quote(column.name())),
                apart.middle("x", apart.isFinite("x")),
                apart.isFinite("x"),
                apart.from("x", "m"),
                apart.isNan("x"),
                apart.isInfinite("x"));
    String figure = Values.rounded("sqrt(greatest(max(all2), 0) / nullif(sum(n) - 1, 0))");
    String from =
        """
        (SELECT *, fsum(m2 - n * l * l + n * (o - mean) * (o - mean)) OVER () AS all2
          FROM (SELECT *, fsum(n * o) OVER () / nullif(sum(n) OVER (), 0) AS mean
            FROM (SELECT *, %s + l AS o
              FROM (SELECT *, min(m) OVER () AS least FROM __seen WHERE n > 0))))\
        """
            .formatted(apart.from("m", "least"));
    String total =
        total(figure, check.limits(), from, "WHEN sum(n) < 2 THEN 'one value has no deviation'");
    return Probe.ofFiles(
        subject.rows(List.of(column.name())),
        Probe.state(
            "n",
            "BIGINT",
            "nans",
            "BIGINT",
            "infs",
            "BIGINT",
            "m",
            apart.type(),
            "l",
            "DOUBLE",
            "m2",
            "DOUBLE"),
        look,
        null,
        total,
        new Words("", check.limits().phrase(), false));
  }

  /** The total of a figure that finite numbers alone have, with further reasons to have none. */
  private static String total(String figure, Limits limits, String from, String... reasons) {
    List<String> all = new ArrayList<>(List.of("WHEN sum(infs) > 0 THEN 'infinite values'"));
    all.addAll(List.of(reasons));
    return Probe.total(
        Map.of(
            "sample", "coalesce(sum(n), 0)::BIGINT",
            "value", Values.text(figure, true),
            "is_within", "coalesce(%s, false)".formatted(Values.isWithin(figure, limits, "DOUBLE")),
            "why", why(all.toArray(String[]::new))),
        from);
  }

  /** The values of two columns, or their ranks, of which equal values have the middle one. */
  private static String pairs(List<String> columns, List<Apart> aparts, boolean isOfRanks) {
    String x = SqlName.quote(columns.get(0));
    String y = SqlName.quote(columns.get(1));
    if (!isOfRanks) {
      return "SELECT %s AS x, %s AS y FROM __rows"
          .formatted(aparts.get(0).value(x), aparts.get(1).value(y));
    }
    String rank =
        "CASE WHEN isnan(CAST(%1$s AS DOUBLE)) THEN 'nan'::DOUBLE ELSE rank() OVER (ORDER BY %1$s)"
            + " + (count(*) OVER (PARTITION BY %1$s) - 1) / 2 END";
    return "SELECT %s AS x, %s AS y FROM __rows WHERE %s IS NOT NULL AND %s IS NOT NULL"
        .formatted(rank.formatted(x), rank.formatted(y), x, y);
  }

  /** Over the rows that have both values; ranks are told where one look sees all of them. */
  private Probe correlation(Figure check, boolean isOfRanks) {
    List<String> columns = check.columns();
    List<Apart> aparts =
        columns.stream()
            .map(each -> Apart.of(isOfRanks ? "DOUBLE" : subject.column(each).type()))
            .toList();
    Apart ax = aparts.get(0);
    Apart ay = aparts.get(1);
    String look =
        """
        WITH __x AS (SELECT *, %s AND %s AS fine
            FROM (%s)
            WHERE x IS NOT NULL AND y IS NOT NULL),
          __m AS (SELECT %s AS mx, %s AS my FROM __x WHERE fine),
          __d AS (SELECT *, %s AS dx, %s AS dy FROM __x, __m)
        SELECT count(*) AS n, count(*) FILTER (%s OR %s) AS nans,
          count(*) FILTER (%s OR %s) AS infs,
          any_value(mx) AS mx, fsum(dx) FILTER (fine) / nullif(count(*) FILTER (fine), 0) AS lx,
          any_value(my) AS my, fsum(dy) FILTER (fine) / nullif(count(*) FILTER (fine), 0) AS ly,
          fsum(dx * dx) FILTER (fine) AS xx, fsum(dy * dy) FILTER (fine) AS yy,
          fsum(dx * dy) FILTER (fine) AS xy
        FROM __d\
        """
            .formatted(
                ax.isFinite("x"),
                ay.isFinite("y"),
                pairs(columns, aparts, isOfRanks),
                ax.middle("x", "true"),
                ay.middle("y", "true"),
                ax.from("x", "mx"),
                ay.from("y", "my"),
                ax.isNan("x"),
                ay.isNan("y"),
                ax.isInfinite("x"),
                ay.isInfinite("y"));
    String figure =
        Values.rounded(
            "CASE WHEN max(axx) > 0 AND max(ayy) > 0 THEN least(1, greatest(-1, max(axy) /"
                + " (sqrt(max(axx)) * sqrt(max(ayy))))) END");
    String from =
        """
        (SELECT *, fsum(xx - n * lx * lx + n * (ox - ax) * (ox - ax)) OVER () AS axx,
            fsum(yy - n * ly * ly + n * (oy - ay) * (oy - ay)) OVER () AS ayy,
            fsum(xy - n * lx * ly + n * (ox - ax) * (oy - ay)) OVER () AS axy
          FROM (SELECT *, fsum(n * ox) OVER () / nullif(sum(n) OVER (), 0) AS ax,
              fsum(n * oy) OVER () / nullif(sum(n) OVER (), 0) AS ay
            FROM (SELECT *, %s + lx AS ox, %s + ly AS oy
              FROM (SELECT *, min(mx) OVER () AS leastx, min(my) OVER () AS leasty
                FROM __seen WHERE n > 0))))\
        """
            .formatted(ax.from("mx", "leastx"), ay.from("my", "leasty"));
    String total =
        total(
            figure,
            check.limits(),
            from,
            "WHEN sum(n) < 2 THEN 'one pair has no correlation'",
            "WHEN max(axx) <= 0 OR max(ayy) <= 0 THEN 'a column is constant'");
    return new Probe(
        List.of(subject.rows(columns)),
        isOfRanks,
        Probe.state(
            "n", "BIGINT", "nans", "BIGINT", "infs", "BIGINT", "mx", ax.type(), "lx", "DOUBLE",
            "my", ay.type(), "ly", "DOUBLE", "xx", "DOUBLE", "yy", "DOUBLE", "xy", "DOUBLE"),
        List.of(look),
        null,
        total,
        new Words("", check.limits().phrase(), false));
  }

  /** Against the run's own time, so that a re-run says the same. */
  Probe freshness(Freshness check) {
    Column column = subject.column(check.column());
    Instant oldest = Instant.parse(subject.createdAt()).minus(check.within());
    String value = SqlName.quote(column.name());
    String newest = "max(v)";
    String total =
        Probe.total(
            Map.of(
                "sample", "coalesce(sum(n), 0)::BIGINT",
                "value", "CAST(%s AS VARCHAR)".formatted(newest),
                "is_within",
                    "coalesce(CAST(%s AS TIMESTAMPTZ) >= CAST(%s AS TIMESTAMPTZ), false)"
                        .formatted(newest, SqlName.literal(oldest.toString())),
                "why",
                    "CASE WHEN coalesce(sum(n), 0) = 0 THEN '%s' WHEN NOT isfinite(%s) THEN 'an infinite value' END"
                        .formatted(NONE, newest)));
    String expected = "within %s of %s".formatted(Spans.spell(check.within()), subject.createdAt());
    return Probe.ofFiles(
        subject.rows(List.of(column.name())),
        Probe.state("n", "BIGINT", "v", column.type()),
        "SELECT count(%s) AS n, max(%1$s) AS v FROM __rows".formatted(value),
        null,
        total,
        new Words("", expected, column.pii()));
  }
}
