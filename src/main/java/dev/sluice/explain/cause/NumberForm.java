// SPDX-License-Identifier: Apache-2.0
package dev.sluice.explain.cause;

import dev.sluice.kernel.StatementFailed;
import dev.sluice.kernel.sql.SqlName;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A way in which numbers are written.
 *
 * @param decimal what parts whole ones from the rest
 * @param thousands what parts thousands; empty for nothing
 */
record NumberForm(String decimal, String thousands) {
  /** What Sluice reads by itself. */
  static final NumberForm PLAIN_FORM = new NumberForm(".", "");

  /** Those that say less come first. */
  private static final List<NumberForm> ALL =
      List.of(
          PLAIN_FORM,
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

  /** More ways than that are none. */
  private static final int MOST = 3;

  /** Whether {@code val} is what Sluice reads by itself. */
  static final String PLAIN =
      "regexp_full_match(val, '[+-]?([0-9]+[.]?[0-9]*|[.][0-9]+)([eE][+-]?[0-9]+)?')";

  /** Whether a plain number is a whole one. */
  static final String WHOLE = "regexp_full_match(val, '[+-]?[0-9]+')";

  /**
   * The ways in which some values are written that are numbers in any way: one that reads them all,
   * or else several, those of most rows first; none where nothing is a number.
   */
  static List<NumberForm> of(Values values) throws StatementFailed {
    String any = ALL.stream().map(NumberForm::reads).collect(Collectors.joining(" OR ", "(", ")"));
    Values numbers = values.with(any);
    List<NumberForm> ways = new ArrayList<>();
    while (ways.size() < MOST && numbers.rows() > 0) {
      NumberForm best = best(numbers);
      ways.add(best);
      numbers = numbers.without(best.reads());
    }
    return ways;
  }

  private static NumberForm best(Values values) throws StatementFailed {
    List<Long> reads = values.sums(ALL.stream().map(NumberForm::reads).toList());
    int best = 0;
    for (int i = 1; i < reads.size(); i++) {
      if (reads.get(i) > reads.get(best)) {
        best = i;
      }
    }
    return ALL.get(best);
  }

  boolean isPlain() {
    return equals(PLAIN_FORM);
  }

  /** Whether {@code val} is written so. */
  String reads() {
    if (isPlain()) {
      return PLAIN;
    }
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
