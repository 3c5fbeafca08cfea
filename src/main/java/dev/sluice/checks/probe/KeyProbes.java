// SPDX-License-Identifier: Apache-2.0
package dev.sluice.checks.probe;

import dev.sluice.checks.probe.Probe.Against;
import dev.sluice.checks.probe.Probe.Order;
import dev.sluice.checks.probe.Probe.Side;
import dev.sluice.checks.probe.Probe.State;
import dev.sluice.checks.probe.Probe.Words;
import dev.sluice.kernel.sql.SqlName;
import dev.sluice.schema.Column;
import dev.sluice.spec.rule.CheckSpec.Determines;
import dev.sluice.spec.rule.CheckSpec.Figure;
import dev.sluice.spec.rule.CheckSpec.Quantile;
import dev.sluice.spec.rule.CheckSpec.References;
import dev.sluice.spec.rule.CheckSpec.Unique;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Checks whose rows must meet by key. */
final class KeyProbes {
  private static final List<State> COUNTS = Probe.state("n", "BIGINT", "found", "BIGINT");
  private static final String COUNTED =
      Probe.total(
          Map.of(
              "sample", "coalesce(sum(n), 0)::BIGINT",
              "found", "coalesce(sum(found), 0)::BIGINT"));

  private final Subject subject;

  KeyProbes(Subject subject) {
    this.subject = subject;
  }

  private Side keyed(List<String> key, List<String> columns) {
    List<String> quoted = key.stream().map(SqlName::quote).toList();
    return new Side(Probe.ROWS, subject.table(), columns, quoted, true, true);
  }

  /** Rows that meet by key, and how many of them are against a check. */
  static Probe met(List<Side> sides, String look, Against against, Words words) {
    return new Probe(sides, true, COUNTS, List.of(look), against, COUNTED, words);
  }

  /** The first of several equal rows is not against the check. */
  Probe unique(Unique check) {
    List<String> columns = check.columns();
    String groups =
        "SELECT %1$s, count(*) AS __n FROM __rows WHERE %2$s GROUP BY %1$s"
            .formatted(SqlName.list(columns), Values.noNull(columns));
    String several = groups + " HAVING count(*) > 1";
    String rows =
        "SELECT * FROM __rows SEMI JOIN (%s) USING (%s)".formatted(several, SqlName.list(columns));
    return met(
        List.of(keyed(columns, columns)),
        "SELECT coalesce(sum(__n), 0)::BIGINT AS n, coalesce(sum(__n - 1), 0)::BIGINT AS found FROM (%s)"
            .formatted(groups),
        new Against(several, subject.columns(columns), Order.COUNTS, rows),
        new Words("duplicates", "0 duplicates", false));
  }

  Probe references(References check) {
    Column own = subject.column(check.column());
    Column other = subject.column(check.table(), check.to());
    String column = SqlName.quote(check.column());
    String lost =
        "SELECT __a.*, 1 AS __n FROM __rows AS __a ANTI JOIN __others AS __b ON __a.%1$s = __b.%2$s WHERE __a.%1$s IS NOT NULL"
            .formatted(column, SqlName.quote(check.to()));
    return met(
        List.of(
            side(Probe.ROWS, subject.table(), own, other),
            side(Probe.OTHERS, check.table(), other, own)),
        "SELECT (SELECT count(%s) FROM __rows) AS n, (SELECT count(*) FROM (%s)) AS found"
            .formatted(column, lost),
        new Against(lost, List.of(own), Order.COUNTS, lost),
        new Words(
            "rows without a match",
            "every value in %s.%s".formatted(check.table(), check.to()),
            false));
  }

  private static Side side(String name, String table, Column column, Column compared) {
    List<String> key =
        ComparedType.of(column.type(), compared.type())
            .map(type -> "CAST(%s AS %s)".formatted(SqlName.quote(column.name()), type))
            .stream()
            .toList();
    return new Side(name, table, List.of(column.name()), key, true, name.equals(Probe.ROWS));
  }

  Probe distinctCount(Figure check) {
    List<String> columns = check.columns();
    String total =
        Probe.total(
            Map.of(
                "sample", "coalesce(sum(n), 0)::BIGINT",
                "value", "coalesce(sum(d), 0)::BIGINT::VARCHAR",
                "is_within",
                    Values.isWithin("coalesce(sum(d), 0)::BIGINT", check.limits(), "BIGINT")));
    return new Probe(
        List.of(keyed(columns, columns)),
        true,
        Probe.state("n", "BIGINT", "d", "BIGINT"),
        List.of(
            "SELECT count(%1$s) AS n, count(DISTINCT %1$s) AS d FROM __rows"
                .formatted(SqlName.quote(columns.get(0)))),
        null,
        total,
        new Words("", check.limits().phrase(), false));
  }

  /** Rows without a value in the first column are left out, and so are nulls of the others. */
  Probe determines(Determines check) {
    List<String> all = new ArrayList<>(List.of(check.column()));
    all.addAll(check.columns());
    String own = SqlName.quote(check.column());
    String several =
        check.columns().stream()
            .map(c -> "count(DISTINCT %s) > 1".formatted(SqlName.quote(c)))
            .collect(Collectors.joining(" OR "));
    String keys =
        "SELECT %1$s FROM __rows WHERE %1$s IS NOT NULL GROUP BY %1$s HAVING %2$s"
            .formatted(own, several);
    String against =
        "SELECT *, 1 AS __n FROM __rows SEMI JOIN (%s) USING (%s)".formatted(keys, own);
    return met(
        List.of(keyed(List.of(check.column()), all)),
        "SELECT (SELECT count(%s) FROM __rows) AS n, (SELECT count(*) FROM (%s)) AS found"
            .formatted(own, against),
        new Against(against, subject.columns(all)),
        new Words(
            "rows in conflict",
            "one %s for each %s".formatted(String.join(", ", check.columns()), check.column()),
            false));
  }

  /** One look sees all values, in order: the smallest of which so many are no greater. */
  Probe quantile(Quantile check) {
    Column column = subject.column(check.column());
    String value = SqlName.quote(check.column());
    boolean isDouble = Values.isFloating(column);
    String nans = isDouble ? "count(*) FILTER (isnan(%s))".formatted(value) : "0";
    String at = RowProbes.plain(check.at());
    String look =
        """
        SELECT n, nans, (SELECT %1$s FROM __rows WHERE %1$s IS NOT NULL ORDER BY %1$s LIMIT 1
            OFFSET (SELECT greatest(ceil(%2$s * count(%1$s)) - 1, 0)::BIGINT FROM __rows)) AS v
        FROM (SELECT count(%1$s) AS n, %3$s AS nans FROM __rows)"""
            .formatted(value, at, nans);
    String total =
        Probe.total(
            Map.of(
                "sample", "coalesce(sum(n), 0)::BIGINT",
                "value", Values.text("max(v)", isDouble),
                "is_within",
                    "coalesce(%s, false)"
                        .formatted(Values.isWithin("max(v)", check.limits(), column.type())),
                "why", FigureProbes.why()));
    return new Probe(
        List.of(
            new Side(Probe.ROWS, subject.table(), List.of(check.column()), List.of(), false, true)),
        true,
        Probe.state("n", "BIGINT", "nans", "BIGINT", "v", column.type()),
        List.of(look),
        null,
        total,
        new Words("", check.limits().phrase(), column.pii()));
  }
}
