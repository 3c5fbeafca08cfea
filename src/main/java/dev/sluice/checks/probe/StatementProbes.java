// SPDX-License-Identifier: Apache-2.0
package dev.sluice.checks.probe;

import dev.sluice.checks.probe.Probe.Against;
import dev.sluice.checks.probe.Probe.Order;
import dev.sluice.checks.probe.Probe.Side;
import dev.sluice.checks.probe.Probe.Words;
import dev.sluice.error.Plural;
import dev.sluice.kernel.sql.SqlName;
import dev.sluice.schema.Column;
import dev.sluice.spec.rule.CheckSpec.Expected;
import dev.sluice.spec.rule.CheckSpec.Golden;
import dev.sluice.spec.rule.CheckSpec.Sql;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Checks by statements and rows of the author's. */
final class StatementProbes {
  private final Subject subject;

  StatementProbes(Subject subject) {
    this.subject = subject;
  }

  /** The tables stand under their own names. */
  Probe sql(Sql check) {
    List<String> key = check.per().stream().map(SqlName::quote).toList();
    List<Side> sides =
        check.inputs().stream()
            .map(table -> new Side(table, table, subject.schema(table).names(), key, false, false))
            .toList();
    String statement = "SELECT * FROM (\n%s\n)".formatted(check.sql().text());
    return new Probe(
        sides,
        !check.isByRow(),
        Probe.state("found", "BIGINT"),
        List.of("SELECT count(*) AS found FROM (%s)".formatted(statement)),
        new Against("SELECT *, 1 AS __n FROM (%s)".formatted(statement), check.output().columns()),
        Probe.total(
            Map.of(
                "sample", "coalesce(sum(found), 0)::BIGINT",
                "found", "coalesce(sum(found), 0)::BIGINT")),
        new Words("rows returned", "0 rows returned", false));
  }

  /**
   * Each file says which of the expected rows it has, and how often; and how rows of the same key
   * differ from them.
   */
  Probe golden(Golden check) {
    String same = equal(check.columns());
    String met = check.key().isEmpty() ? same : equal(check.key());
    String look =
        "SELECT g.__i AS i, count(*) FILTER (%1$s) AS n, min(%2$s) FILTER (NOT (%1$s)) AS difference FROM __rows AS r JOIN (%3$s) AS g ON %4$s GROUP BY g.__i"
            .formatted(same, difference(check), expected(check), met);
    String missing =
        "SELECT g.*, greatest(g.__times - coalesce(s.n, 0), 0) AS __n, coalesce(s.difference, CASE WHEN s.n > 0 THEN 'too few' ELSE 'no such row' END) AS difference FROM (%s) AS g LEFT JOIN (SELECT i, sum(n) AS n, min(difference) AS difference FROM __seen GROUP BY i) AS s ON s.i = g.__i"
            .formatted(expected(check));
    String total =
        Probe.total(
            Map.of(
                "sample", "coalesce(sum(__times), 0)::BIGINT",
                "found", "coalesce(sum(__n), 0)::BIGINT"),
            "(" + missing + ")");
    List<Column> shown = new ArrayList<>(subject.columns(check.columns()));
    shown.add(Column.of("difference", "VARCHAR", true));
    return Probe.ofFiles(
        subject.rows(check.columns()),
        Probe.state("i", "BIGINT", "n", "BIGINT", "difference", "VARCHAR"),
        look,
        new Against("SELECT * FROM (%s) WHERE __n > 0".formatted(missing), shown, Order.SEEN, null),
        total,
        new Words(
            "rows missing",
            "the %s of %s".formatted(Plural.of(check.rows().size(), "row"), check.file()),
            false));
  }

  private static String equal(List<String> columns) {
    return columns.stream()
        .map(c -> "r.%1$s IS NOT DISTINCT FROM g.%1$s".formatted(SqlName.quote(c)))
        .collect(Collectors.joining(" AND "));
  }

  /** What a row of the table has in the place of expected values. */
  private String difference(Golden check) {
    return subject.columns(check.columns()).stream()
        .map(
            column ->
                "CASE WHEN r.%1$s IS DISTINCT FROM g.%1$s THEN %2$s || %3$s END"
                    .formatted(
                        SqlName.quote(column.name()),
                        SqlName.literal(column.name() + " is "),
                        column.pii()
                            ? "'another'"
                            : "coalesce(left(CAST(r.%s AS VARCHAR), 100), 'null')"
                                .formatted(SqlName.quote(column.name()))))
        .collect(Collectors.joining(", ", "concat_ws(', ', ", ")"));
  }

  /** Equal rows once, numbered, with how often they are expected. */
  private String expected(Golden check) {
    List<Column> columns = subject.columns(check.columns());
    String rows =
        check.rows().stream().map(row -> row(row, columns)).collect(Collectors.joining(", "));
    List<String> names = new ArrayList<>(check.columns());
    String list = SqlName.list(names);
    return "SELECT *, row_number() OVER (ORDER BY %1$s) AS __i FROM (SELECT %1$s, count(*) AS __times FROM (VALUES %2$s) AS v(%1$s) GROUP BY %1$s)"
        .formatted(list, rows);
  }

  private static String row(Expected row, List<Column> columns) {
    return IntStream.range(0, columns.size())
        .mapToObj(
            i ->
                "CAST(%s AS %s)"
                    .formatted(Values.orNull(row.values().get(i)), columns.get(i).type()))
        .collect(Collectors.joining(", ", "(", ")"));
  }
}
