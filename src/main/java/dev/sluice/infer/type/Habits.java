// SPDX-License-Identifier: Apache-2.0
package dev.sluice.infer.type;

import dev.sluice.infer.profile.Candidate;
import dev.sluice.infer.profile.ColumnProfile;
import dev.sluice.infer.words.NameHints;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How those write who made a file, by the columns in which it shows; it decides those that could be
 * read in two ways.
 *
 * @param isDayFirst whether the day comes before the month; empty where no column shows it
 * @param isComma whether a comma stands before fractions
 * @param isTrade whether columns are called as those of orders and payments are
 */
record Habits(Optional<Boolean> isDayFirst, boolean isComma, boolean isTrade) {
  private static final List<Candidate> POINT =
      List.of(number(".", ","), number(".", " "), number(".", "'"));
  private static final List<Candidate> COMMA =
      List.of(number(",", ""), number(",", "."), number(",", " "));

  static final Habits UNKNOWN = new Habits(Optional.empty(), false, false);

  private static Candidate number(String decimal, String thousands) {
    return new Candidate(Candidate.Kind.DOUBLE, "", decimal, thousands);
  }

  static Habits of(List<ColumnProfile> columns, char delimiter) {
    boolean isDay = false;
    boolean isMonth = false;
    boolean isComma = false;
    boolean isPoint = false;
    for (ColumnProfile column : columns) {
      for (Candidate each : column.holding().keySet()) {
        boolean isOnly = column.holds(each) && !column.holds(each.swapped());
        isDay |= isOnly && each.isDayFirst();
        isMonth |=
            isOnly
                && each.isFormat()
                && each.format().contains("%m")
                && !each.isDayFirst()
                && !each.format().startsWith("%Y");
      }
      boolean byPoint = POINT.stream().anyMatch(column::holds) || isFraction(column);
      boolean byComma = COMMA.stream().anyMatch(column::holds);
      isComma |= byComma && !byPoint;
      isPoint |= byPoint && !byComma;
    }
    return new Habits(
        isDay == isMonth ? Optional.empty() : Optional.of(isDay),
        isComma == isPoint ? delimiter == ';' : isComma,
        columns.stream().anyMatch(column -> NameHints.isTrade(column.name())));
  }

  private static boolean isFraction(ColumnProfile column) {
    return column.holds(Candidate.Kind.DOUBLE) && !column.holds(Candidate.Kind.BIGINT);
  }

  /** The ways to write numbers, the likeliest first. */
  List<Candidate> numbers() {
    return Stream.concat((isComma ? COMMA : POINT).stream(), (isComma ? POINT : COMMA).stream())
        .toList();
  }
}
