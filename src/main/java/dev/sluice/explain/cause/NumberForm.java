// SPDX-License-Identifier: Apache-2.0
package dev.sluice.explain.cause;

import dev.sluice.kernel.StatementFailed;
import dev.sluice.kernel.sql.SqlName;
import java.util.List;
import java.util.Optional;

/**
 * A way in which numbers are written.
 *
 * @param decimal what parts whole ones from the rest
 * @param thousands what parts thousands; empty for nothing
 */
record NumberForm(String decimal, String thousands) {
  /** Those that say less come first. */
  private static final List<NumberForm> ALL =
      List.of(
          new NumberForm(".", ","),
          new NumberForm(",", ""),
          new NumberForm(",", "."),
          new NumberForm(".", " "),
          new NumberForm(",", " "),
          new NumberForm(".", "'"),
          new NumberForm(",", "'"),
          new NumberForm(".", "_"),
          new NumberForm(".", "\u00a0"),
          new NumberForm(",", "\u00a0"),
          new NumberForm(".", "\u202f"),
          new NumberForm(",", "\u202f"),
          new NumberForm(".", "\u2019"));

  /** What Sluice reads by itself. */
  static final String PLAIN =
      "regexp_full_match(val, '[+-]?([0-9]+[.]?[0-9]*|[.][0-9]+)([eE][+-]?[0-9]+)?')";

  /** Whether a plain number is a whole one. */
  static final String WHOLE = "regexp_full_match(val, '[+-]?[0-9]+')";

  /** The way in which most of some values are written that are no plain numbers; empty for none. */
  static Optional<NumberForm> of(Values values) throws StatementFailed {
    List<Long> reads = values.sums(ALL.stream().map(NumberForm::reads).toList());
    NumberForm best = null;
    long most = 0;
    for (int i = 0; i < reads.size(); i++) {
      if (reads.get(i) > most) {
        most = reads.get(i);
        best = ALL.get(i);
      }
    }
    return Optional.ofNullable(best);
  }

  /** Whether {@code val} is written so. */
  String reads() {
    String digits =
        thousands.isEmpty()
            ? "[0-9]+"
            : "([0-9]+|[0-9]{1,3}(%s[0-9]{3})+)".formatted(escaped(thousands));
    String point = escaped(decimal);
    return "regexp_full_match(val, %s)"
        .formatted(
            SqlName.literal("[+-]?(%s(%s[0-9]*)?|%s[0-9]+)".formatted(digits, point, point)));
  }

  /** {@code val} as Sluice reads it by itself. */
  String plain() {
    String bare =
        thousands.isEmpty() ? "val" : "replace(val, %s, '')".formatted(SqlName.literal(thousands));
    return decimal.equals(".")
        ? bare
        : "replace(%s, %s, '.')".formatted(bare, SqlName.literal(decimal));
  }

  private static String escaped(String character) {
    return character.equals(".") ? "[.]" : character;
  }
}
