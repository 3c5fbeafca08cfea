// SPDX-License-Identifier: Apache-2.0
package dev.sluice.history;

import dev.sluice.table.Verdict.Row;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;

/**
 * What is said of a check.
 *
 * @param rows some that are against it
 */
record Answer(boolean passed, String observed, String expected, List<Row> rows) {
  private static final MathContext DIGITS = new MathContext(6);
  private static final MathContext FEW_DIGITS = new MathContext(3);

  Answer {
    rows = List.copyOf(rows);
  }

  static Answer of(boolean passed, String observed, String expected) {
    return new Answer(passed, observed, expected, List.of());
  }

  /** What cannot be computed never passes. */
  static Answer none(String why, String expected) {
    return of(false, "cannot be computed: " + why, expected);
  }

  /** A distance, of which a few digits tell enough. */
  static String few(double value) {
    return Double.isFinite(value)
        ? new BigDecimal(value).round(FEW_DIGITS).stripTrailingZeros().toPlainString()
        : "infinite";
  }

  /** A figure; whole numbers with all their digits. */
  static String number(double value) {
    BigDecimal exact = new BigDecimal(value);
    boolean isWhole = value == Math.rint(value) && Math.abs(value) < 1e15;
    return isWhole
        ? exact.toBigInteger().toString()
        : exact.round(DIGITS).stripTrailingZeros().toPlainString();
  }

  /** A limit, as its author wrote it. */
  static String plain(double value) {
    return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
  }
}
