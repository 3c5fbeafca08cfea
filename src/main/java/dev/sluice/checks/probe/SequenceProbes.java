// SPDX-License-Identifier: Apache-2.0
package dev.sluice.checks.probe;

import dev.sluice.checks.probe.Probe.Against;
import dev.sluice.checks.probe.Probe.Side;
import dev.sluice.checks.probe.Probe.Words;
import dev.sluice.kernel.sql.SqlName;
import dev.sluice.spec.rule.CheckSpec.Monotonic;
import dev.sluice.spec.rule.CheckSpec.NoGaps;
import java.util.List;
import java.util.stream.Stream;

/** Checks that compare a row with the one before it, among rows of one key. */
final class SequenceProbes {
  private final Subject subject;

  SequenceProbes(Subject subject) {
    this.subject = subject;
  }

  /**
   * Rows without a value, a place or a key are left out. Rows of one place are taken in the order
   * of their values, so that a tie is no fall. NaN is above all numbers and always against the
   * check.
   */
  Probe monotonic(Monotonic check) {
    String value = SqlName.quote(check.column());
    String by = SqlName.quote(check.by());
    List<String> own =
        Stream.concat(check.per().stream(), Stream.of(check.by(), check.column()))
            .distinct()
            .toList();
    String fall = value + (check.isStrict() ? " <= __before" : " < __before");
    boolean isFloating = Values.isFloating(subject.column(check.column()));
    String isAgainst = isFloating ? "(isnan(%s) OR %s)".formatted(value, fall) : fall;
    String ordered =
        "SELECT *, lag(%1$s) OVER (%2$sORDER BY %3$s, %1$s) AS __before FROM __rows WHERE %4$s"
            .formatted(value, partition(check.per()), by, Values.noNull(own));
    String expected = check.isStrict() ? "rises" : "never falls";
    return probe(
        check.per(),
        own,
        ordered,
        isAgainst,
        new Words(
            "rows below the one before",
            "%s %s by %s%s".formatted(check.column(), expected, check.by(), each(check.per())),
            false));
  }

  /** A value that stands there twice is no gap; nulls are left out. */
  Probe noGaps(NoGaps check) {
    String value = SqlName.quote(check.column());
    List<String> own = Stream.concat(check.per().stream(), Stream.of(check.column())).toList();
    String ordered =
        "SELECT *, lag(%1$s) OVER (%2$sORDER BY %1$s) AS __before FROM __rows WHERE %3$s"
            .formatted(value, partition(check.per()), Values.noNull(own));
    boolean isDate = subject.column(check.column()).type().equals("DATE");
    // The difference of any two whole numbers fits a HUGEINT.
    String step =
        isDate
            ? "date_diff('day', __before, %s) > 1".formatted(value)
            : "%s::HUGEINT - __before::HUGEINT > 1".formatted(value);
    return probe(
        check.per(),
        own,
        ordered,
        step,
        new Words(
            "gaps", "every %s%s".formatted(isDate ? "day" : "number", each(check.per())), false));
  }

  private Probe probe(
      List<String> per, List<String> columns, String ordered, String isAgainst, Words words) {
    List<String> told = subject.told(columns);
    List<String> key = per.stream().map(SqlName::quote).toList();
    String against =
        "SELECT * EXCLUDE (__before), 1 AS __n FROM (%s) WHERE %s".formatted(ordered, isAgainst);
    String look =
        "SELECT count(*) AS n, count(*) FILTER (%s) AS found FROM (%s)"
            .formatted(isAgainst, ordered);
    return KeyProbes.met(
        List.of(new Side(Probe.ROWS, subject.table(), told, key, !key.isEmpty(), true)),
        look,
        new Against(against, subject.columns(told)),
        words);
  }

  private static String partition(List<String> per) {
    return per.isEmpty() ? "" : "PARTITION BY %s ".formatted(SqlName.list(per));
  }

  private static String each(List<String> per) {
    return per.isEmpty() ? "" : " in each " + String.join(", ", per);
  }
}
