// SPDX-License-Identifier: Apache-2.0
package dev.sluice.letters.book;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A dead letter as people see it; values of personal columns are tokens.
 *
 * @param id equal whenever the same record dies again
 * @param table the table or model
 * @param stage where it died: {@code read}, {@code contract}, {@code rules} or {@code model}
 * @param origin the source file; empty when its row was derived
 * @param row its number in the origin; 0 when it has none
 * @param line on which it begins there, as an editor counts them; null when nobody knows
 * @param reasons of the last time it died
 * @param fate what became of it
 */
public record DeadLetter(
    String id,
    String table,
    String stage,
    String origin,
    long row,
    @Nullable Long line,
    List<Reason> reasons,
    Fate fate) {
  public DeadLetter {
    reasons = List.copyOf(reasons);
  }

  /** A letter of which nobody has looked up the line. */
  public DeadLetter(
      String id,
      String table,
      String stage,
      String origin,
      long row,
      List<Reason> reasons,
      Fate fate) {
    this(id, table, stage, origin, row, null, reasons, fate);
  }

  /** The same with the line on which it begins. */
  public DeadLetter at(long line) {
    return new DeadLetter(id, table, stage, origin, row, line, reasons, fate);
  }

  /**
   * Why it died.
   *
   * @param rule the rule that it broke; null when it broke its contract
   * @param column the columns that were looked at; null when none was
   * @param value what stood there; null when nothing did
   */
  public record Reason(
      String code,
      @Nullable String rule,
      @Nullable String column,
      @Nullable String value,
      String message) {}

  /**
   * What became of it.
   *
   * @param firstAt the logical time of the run in which it died first
   * @param runId the run in which it died last
   * @param deaths in how many runs it died
   * @param failures in how many of them it had been replayed
   * @param closedBy the run that resolved or superseded it, or who gave it up; null while it is
   *     neither
   * @param why the reason for which it was given up; null when it was not
   */
  public record Fate(
      LetterState state,
      String firstAt,
      String runId,
      long deaths,
      long failures,
      @Nullable String closedBy,
      @Nullable String why) {}
}
