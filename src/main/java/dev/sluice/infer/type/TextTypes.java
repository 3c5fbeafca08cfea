// SPDX-License-Identifier: Apache-2.0
package dev.sluice.infer.type;

import static dev.sluice.infer.words.Evidence.count;
import static dev.sluice.infer.words.Evidence.quoted;

import dev.sluice.infer.profile.Candidate;
import dev.sluice.infer.profile.Candidate.Kind;
import dev.sluice.infer.profile.ColumnProfile;
import dev.sluice.infer.words.Evidence;
import dev.sluice.infer.words.NameHints;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Decides which type the texts of a column are of: the narrowest that every one of them is. */
final class TextTypes {
  private static final int MOST_DIGITS = 38;
  private static final int MONEY_SCALE = 4;
  private static final int MONEY_DIGITS = 12;

  private final ColumnProfile column;
  private final Habits habits;

  private TextTypes(ColumnProfile column, Habits habits) {
    this.column = column;
    this.habits = habits;
  }

  static TypeGuess of(ColumnProfile column, Habits habits) {
    return new TextTypes(column, habits).decide();
  }

  private TypeGuess decide() {
    if (column.filled() == 0) {
      return TypeGuess.of(TypeGuess.TEXT, "no value in any row");
    }
    if (column.holds(Kind.BOOLEAN)) {
      return TypeGuess.of("boolean");
    }
    return number()
        .or(() -> plain(Kind.UUID, "uuid"))
        .or(() -> plain(Kind.DATE, "date"))
        .or(() -> plain(Kind.TIME, "time"))
        .or(() -> plain(Kind.TIMESTAMP, "timestamp"))
        .or(() -> plain(Kind.TIMESTAMPTZ, "timestamptz"))
        .or(() -> TimeTypes.of(column, habits))
        .or(this::spelledNumber)
        .or(() -> Truths.of(column))
        .orElseGet(this::text);
  }

  private Optional<TypeGuess> plain(Kind kind, String type) {
    return column.holds(kind) ? Optional.of(TypeGuess.of(type)) : Optional.empty();
  }

  private Optional<TypeGuess> number() {
    boolean isWhole = column.holds(Kind.BIGINT);
    boolean isHuge = column.holds(Kind.HUGE) && column.scale() == 0;
    if (!isWhole && !isHuge && !column.holds(Kind.DOUBLE)) {
      return Optional.empty();
    }
    if (column.zeroLed() > 0) {
      String led =
          "%s with a zero in front: digits, no numbers".formatted(count(column.zeroLed(), "value"));
      return Optional.of(TypeGuess.of(TypeGuess.TEXT, led));
    }
    if ((isWhole || isHuge) && NameHints.isNoNumber(column.name())) {
      return Optional.of(TypeGuess.of(TypeGuess.TEXT, "digits that nobody adds up, by its name"));
    }
    if (isWhole) {
      return Optional.of(whole());
    }
    return isHuge
        ? Optional.of(TypeGuess.of("decimal(38,0)", "up to " + column.wholeDigits() + " digits"))
        : Optional.of(fraction());
  }

  private TypeGuess whole() {
    Candidate days = Candidate.timed(Kind.DATE, "%Y%m%d");
    if (column.holds(days) && NameHints.isDate(column.name())) {
      return TypeGuess.of(
          "date",
          Form.formats(List.of(days.format())),
          List.of("written like " + quoted(column.example())));
    }
    return NameHints.isTruth(column.name())
        ? Truths.ofDigits(column).orElse(TypeGuess.of("bigint"))
        : TypeGuess.of("bigint");
  }

  private TypeGuess fraction() {
    boolean isMoney =
        NameHints.isMoney(column.name())
            && column.exponents() == 0
            && column.scale() <= MONEY_SCALE;
    return isMoney ? money(column.scale(), Form.PLAIN) : TypeGuess.of("double");
  }

  private TypeGuess money(long scale, Form form) {
    long digits = Math.max(MONEY_DIGITS, Math.min(column.wholeDigits() + scale + 3, MOST_DIGITS));
    return TypeGuess.of(
        "decimal(" + digits + "," + scale + ")",
        form,
        List.of("at most " + count(scale, "digit") + " behind the point"));
  }

  private Optional<TypeGuess> spelledNumber() {
    return habits.numbers().stream()
        .filter(column::holds)
        .findFirst()
        .map(
            each -> {
              Form form = Form.number(each.decimal(), each.thousands());
              boolean isWhole =
                  each.decimal().equals(".") ? column.scale() == 0 : column.commaScale() == 0;
              boolean isExact = NameHints.isMoney(column.name()) && !isWhole;
              long scale = each.decimal().equals(".") ? column.scale() : column.commaScale();
              if (isExact && scale <= MONEY_SCALE) {
                return money(scale, form);
              }
              return TypeGuess.of(
                  isWhole ? "bigint" : "double",
                  form,
                  List.of("written like " + quoted(column.example())));
            });
  }

  /** A text, and what it nearly was. */
  private TypeGuess text() {
    for (Kind kind : List.of(Kind.BIGINT, Kind.DOUBLE, Kind.DATE, Kind.TIMESTAMP)) {
      Candidate candidate = Candidate.of(kind);
      long holding = column.holding().getOrDefault(candidate, 0L);
      Map<String, Long> misses = column.misses(candidate);
      if (!misses.isEmpty() && holding > column.filled() * 0.9) {
        String first = misses.keySet().iterator().next();
        return TypeGuess.of(
            TypeGuess.TEXT,
            "%s of %s would be %s, not %s: a text, so that no row is dead"
                .formatted(
                    Evidence.number(holding),
                    Evidence.number(column.filled()),
                    kind(kind),
                    quoted(first)));
      }
    }
    return column.padded() > 0 && column.padded() == column.filled()
        ? TypeGuess.of(TypeGuess.TEXT, "every value has a blank at one end")
        : TypeGuess.of(TypeGuess.TEXT);
  }

  private static String kind(Kind kind) {
    return switch (kind) {
      case BIGINT, HUGE -> "whole numbers";
      case DOUBLE -> "numbers";
      case DATE -> "dates";
      case TIME -> "times of day";
      case TIMESTAMP, TIMESTAMPTZ -> "timestamps";
      case BOOLEAN -> "true or false";
      case UUID -> "UUIDs";
    };
  }
}
