// SPDX-License-Identifier: Apache-2.0
package dev.sluice.checks.probe;

import dev.sluice.checks.probe.Probe.Side;
import dev.sluice.checks.probe.Probe.Words;
import dev.sluice.kernel.sql.SqlName;
import dev.sluice.schema.Column;
import dev.sluice.spec.rule.CheckSpec.Reconcile;
import dev.sluice.spec.rule.CheckSpec.SumEquals;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Checks of a figure against that of another table: each adds up over its own files. */
final class PairProbes {
  private final Subject subject;

  PairProbes(Subject subject) {
    this.subject = subject;
  }

  /** What is added up of one table: its rows, or one column. */
  private record Sum(String table, @Nullable Column column) {
    String added() {
      return column == null ? "count(*)" : Values.sum(SqlName.quote(column.name()), column.type());
    }

    String type() {
      return column == null ? "BIGINT" : Values.sumType(column.type());
    }

    /** All of it, from what files gave. */
    String total(String state) {
      String sum = Values.sum(state, type());
      return isDouble() ? Values.rounded(sum) : sum;
    }

    boolean isDouble() {
      return type().equals("DOUBLE");
    }

    List<String> columns() {
      return column == null ? List.of() : List.of(column.name());
    }

    boolean isPersonal() {
      return column != null && column.pii();
    }
  }

  Probe sumEquals(SumEquals check) {
    Sum own = new Sum(subject.table(), subject.column(check.column()));
    Sum other = new Sum(check.table(), subject.column(check.table(), check.other()));
    return equal(own, other);
  }

  Probe reconcile(Reconcile check) {
    Sum own =
        new Sum(subject.table(), check.column() == null ? null : subject.column(check.column()));
    String to = check.to();
    Sum other = new Sum(check.table(), to == null ? null : subject.column(check.table(), to));
    String difference = check.difference();
    Double ratio = check.ratio();
    if (difference == null && ratio == null) {
      return equal(own, other);
    }
    List<String> within = new ArrayList<>();
    List<String> allowed = new ArrayList<>();
    if (difference != null) {
      within.add("abs(a - b) <= " + difference);
      allowed.add(difference);
    }
    if (ratio != null) {
      String share = BigDecimal.valueOf(ratio).toPlainString();
      within.add("abs(a - b) <= %s * abs(b)".formatted(share));
      allowed.add(RowProbes.plain(ratio) + " of it");
    }
    String said = " || ' within ' || " + SqlName.literal(String.join(" and ", allowed));
    return compared(own, other, String.join(" AND ", within), "b::VARCHAR" + said);
  }

  /** Exactly, or within what adding doubles loses. */
  private Probe equal(Sum own, Sum other) {
    boolean isDouble = own.isDouble() || other.isDouble();
    String isEqual =
        isDouble
            ? "a::DOUBLE = b::DOUBLE OR abs(a::DOUBLE - b::DOUBLE) <= 1e-9 * greatest(1, abs(b::DOUBLE))"
            : "a = b";
    return compared(own, other, isEqual, "b::VARCHAR");
  }

  private Probe compared(Sum own, Sum other, String isWithin, String expected) {
    String total =
        Probe.total(
            Map.of(
                "sample",
                "n",
                "value",
                "a::VARCHAR",
                "is_within",
                "coalesce(%s, false)".formatted(isWithin),
                "expected",
                expected,
                "why",
                why(own, other)),
            "(SELECT coalesce(sum(n), 0)::BIGINT AS n, coalesce(%s, 0) AS a, coalesce(%s, 0) AS b FROM __seen)"
                .formatted(own.total("a"), other.total("b")));
    String type = "SELECT %s AS n, %s AS a, %s AS b FROM %s";
    return new Probe(
        List.of(
            Side.of(Probe.ROWS, own.table(), own.columns()),
            Side.of(Probe.OTHERS, other.table(), other.columns())),
        false,
        Probe.state("n", "BIGINT", "a", own.type(), "b", other.type()),
        List.of(
            type.formatted("count(*)", own.added(), "NULL", Probe.ROWS),
            type.formatted("0", "NULL", other.added(), Probe.OTHERS)),
        null,
        total,
        new Words("", "", own.isPersonal() || other.isPersonal()));
  }

  /** Sums with NaN are not equal to anything, not even to each other. */
  private static String why(Sum own, Sum other) {
    StringBuilder why = new StringBuilder("CASE");
    if (own.isDouble()) {
      why.append(" WHEN isnan(a) THEN 'the sum is NaN'");
    }
    if (other.isDouble()) {
      why.append(" WHEN isnan(b) THEN 'the other sum is NaN'");
    }
    return why.length() == 4 ? "NULL" : why.append(" END").toString();
  }
}
