// SPDX-License-Identifier: Apache-2.0
package dev.sluice.checks.probe;

import dev.sluice.checks.probe.Probe.Against;
import dev.sluice.checks.probe.Probe.Words;
import dev.sluice.kernel.sql.SqlName;
import dev.sluice.schema.Column;
import dev.sluice.spec.rule.CheckSpec.AcceptedValues;
import dev.sluice.spec.rule.CheckSpec.Limits;
import dev.sluice.spec.rule.CheckSpec.NotNull;
import dev.sluice.spec.rule.CheckSpec.NullRatio;
import dev.sluice.spec.rule.CheckSpec.Range;
import dev.sluice.spec.rule.CheckSpec.RowCount;
import dev.sluice.spec.rule.CheckSpec.Share;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Checks for which rows are counted one by one. */
final class RowProbes {
  /** How many rows, and how many of them are against the check. */
  private static final String[] COUNTS = {"n", "BIGINT", "found", "BIGINT"};

  private static final String ALL = "coalesce(sum(n), 0)::BIGINT";
  private static final String FOUND = "coalesce(sum(found), 0)::BIGINT";

  private final Subject subject;

  RowProbes(Subject subject) {
    this.subject = subject;
  }

  Probe rowCount(RowCount check) {
    Subject.Earlier earlier = subject.earlier();
    List<String> expected = new ArrayList<>();
    List<String> within = new ArrayList<>();
    Limits limits = check.limits();
    if (limits.min() != null || limits.max() != null) {
      expected.add(limits.phrase());
      within.add(Values.isWithin(ALL, limits, "BIGINT"));
    }
    Double change = check.change();
    if (change != null && earlier == null) {
      expected.add("a change of at most %s (no earlier run)".formatted(plain(change)));
    } else if (change != null && earlier != null) {
      BigDecimal by = decimal(change).multiply(BigDecimal.valueOf(earlier.rows()));
      BigDecimal rows = BigDecimal.valueOf(earlier.rows());
      BigDecimal least = rows.subtract(by).setScale(0, RoundingMode.CEILING);
      BigDecimal most = rows.add(by).setScale(0, RoundingMode.FLOOR);
      within.add("%s BETWEEN %s AND %s".formatted(ALL, least, most));
      expected.add(
          "%s to %s (%d in run %d, changed by at most %s)"
              .formatted(least, most, earlier.rows(), earlier.run(), plain(change)));
    }
    String total =
        Probe.total(
            Map.of(
                "sample",
                ALL,
                "value",
                ALL + "::VARCHAR",
                "is_within",
                within.isEmpty() ? "true" : String.join(" AND ", within)));
    return Probe.ofFiles(
        subject.rows(List.of()),
        Probe.state(COUNTS),
        "SELECT count(*) AS n, 0 AS found FROM __rows",
        null,
        total,
        new Words("", String.join("; ", expected), false));
  }

  /** Nulls are counted one by one, also several of one row. */
  Probe notNull(NotNull check) {
    List<String> told = subject.recognised(check.columns());
    String against = "SELECT *, 1 AS __n FROM __rows WHERE " + Values.anyNull(check.columns());
    return Probe.ofFiles(
        subject.rows(told),
        Probe.state(COUNTS),
        nulls(check.columns()),
        new Against(against, subject.columns(told)),
        counted(),
        new Words("nulls", "0 nulls", false));
  }

  Probe nullRatio(NullRatio check) {
    List<String> told = subject.recognised(List.of(check.column()));
    Limits limits = check.limits();
    List<String> within = new ArrayList<>();
    if (limits.min() != null) {
      within.add("%s >= %s * %s".formatted(FOUND, decimal(limits.min()), ALL));
    }
    if (limits.max() != null) {
      within.add("%s <= %s * %s".formatted(FOUND, decimal(limits.max()), ALL));
    }
    String share = "CASE WHEN %1$s = 0 THEN 0 ELSE %2$s / %1$s END".formatted(ALL, FOUND);
    String total =
        Probe.total(
            Map.of(
                "sample",
                ALL,
                "value",
                shown(share),
                "is_within",
                within.isEmpty() ? "true" : String.join(" AND ", within)));
    String against =
        "SELECT *, 1 AS __n FROM __rows WHERE " + Values.anyNull(List.of(check.column()));
    return Probe.ofFiles(
        subject.rows(told),
        Probe.state(COUNTS),
        nulls(List.of(check.column())),
        new Against(against, subject.columns(told)),
        total,
        new Words("", limits.phrase(), false));
  }

  /** To as many digits as figures: one that is beyond a bound is not shown as the bound. */
  private static String shown(String share) {
    return Values.text(Values.rounded(share), true);
  }

  /** The sample are the values: so many of each row as there are columns. */
  private static String nulls(List<String> columns) {
    String nulls =
        columns.stream()
            .map(c -> "count(*) FILTER (%s IS NULL)".formatted(SqlName.quote(c)))
            .collect(Collectors.joining(" + "));
    return "SELECT count(*) * %d AS n, %s AS found FROM __rows".formatted(columns.size(), nulls);
  }

  private static String counted() {
    return Probe.total(Map.of("sample", ALL, "found", FOUND));
  }

  /** Nulls are left out; NaN is outside of any bounds. */
  Probe range(Range check) {
    Column column = subject.column(check.column());
    String value = SqlName.quote(check.column());
    String outside =
        "%s IS NOT NULL AND NOT %s"
            .formatted(value, Values.isWithin(value, check.limits(), column.type()));
    return conditioned(check.column(), outside, "rows outside", check.limits().phrase());
  }

  private Probe conditioned(String column, String isAgainst, String noun, String expected) {
    List<String> told = subject.recognised(List.of(column));
    return Probe.ofFiles(
        subject.rows(told),
        Probe.state(COUNTS),
        "SELECT count(%s) AS n, count(*) FILTER (%s) AS found FROM __rows"
            .formatted(SqlName.quote(column), isAgainst),
        new Against("SELECT *, 1 AS __n FROM __rows WHERE " + isAgainst, subject.columns(told)),
        counted(),
        new Words(noun, expected, false));
  }

  Probe acceptedValues(AcceptedValues check) {
    Column column = subject.column(check.column());
    String value = SqlName.quote(check.column());
    String listed =
        check.values().stream()
            .map(share -> Values.literal(share.value(), column.type()))
            .collect(Collectors.joining(", "));
    String other = "%s IS NOT NULL AND %1$s NOT IN (%s)".formatted(value, listed);
    String values = check.values().stream().map(Share::value).collect(Collectors.joining(", "));
    if (check.values().stream().allMatch(share -> share.limits().equals(NO_LIMITS))) {
      return conditioned(check.column(), other, "rows with other values", "one of " + values);
    }
    List<String> told = subject.recognised(List.of(check.column()));
    StringBuilder place = new StringBuilder("CASE");
    for (int i = 0; i < check.values().size(); i++) {
      String each = Values.literal(check.values().get(i).value(), column.type());
      place.append(" WHEN %s = %s THEN %d".formatted(value, each, i + 1));
    }
    String look =
        "SELECT i, count(*) AS n FROM (SELECT %s ELSE 0 END AS i FROM __rows WHERE %s IS NOT NULL) GROUP BY i"
            .formatted(place, value);
    return Probe.ofFiles(
        subject.rows(told),
        Probe.state("i", "INTEGER", "n", "BIGINT"),
        look,
        new Against("SELECT *, 1 AS __n FROM __rows WHERE " + other, subject.columns(told)),
        shares(check.values()),
        new Words("rows with other values", expected(check.values()), false));
  }

  private static final Limits NO_LIMITS = new Limits(null, null);

  private static String expected(List<Share> values) {
    return values.stream()
        .map(
            share ->
                share.limits().equals(NO_LIMITS)
                    ? share.value()
                    : share.value() + " " + share.limits().phrase())
        .collect(Collectors.joining(", "));
  }

  /** Each value's share of all that are not null. */
  private static String shares(List<Share> values) {
    List<String> within = new ArrayList<>();
    List<String> shown = new ArrayList<>();
    for (int i = 0; i <= values.size(); i++) {
      int place = i == values.size() ? 0 : i + 1;
      String count = "coalesce(sum(n) FILTER (i = %d), 0)::BIGINT".formatted(place);
      String name = place == 0 ? "others" : values.get(i).value();
      shown.add(
          SqlName.literal(name + " ")
              + " || "
              + shown("CASE WHEN %s = 0 THEN 0 ELSE %s / %1$s END".formatted(ALL, count)));
      Limits limits = place == 0 ? NO_LIMITS : values.get(i).limits();
      if (limits.min() != null) {
        within.add("%s >= %s * %s".formatted(count, decimal(limits.min()), ALL));
      }
      if (limits.max() != null) {
        within.add("%s <= %s * %s".formatted(count, decimal(limits.max()), ALL));
      }
    }
    return Probe.total(
        Map.of(
            "sample", ALL,
            "found", "coalesce(sum(n) FILTER (i = 0), 0)::BIGINT",
            "value", String.join(" || ', ' || ", shown),
            "is_within", String.join(" AND ", within),
            "why", "CASE WHEN %s = 0 THEN 'no values' END".formatted(ALL)));
  }

  /** A share as a decimal of SQL, so that products are exact. */
  private static String decimal(String share) {
    return decimal(Double.parseDouble(share)).toPlainString();
  }

  private static BigDecimal decimal(double share) {
    return BigDecimal.valueOf(share);
  }

  static String plain(double share) {
    return BigDecimal.valueOf(share).stripTrailingZeros().toPlainString();
  }
}
