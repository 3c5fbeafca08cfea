// SPDX-License-Identifier: Apache-2.0
package dev.sluice.infer.type;

import static dev.sluice.infer.words.Evidence.count;
import static dev.sluice.infer.words.Evidence.quoted;

import dev.sluice.infer.profile.Candidate;
import dev.sluice.infer.profile.Candidate.Kind;
import dev.sluice.infer.profile.ColumnProfile;
import dev.sluice.infer.words.Evidence;
import dev.sluice.infer.words.NameHints;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Decides which type the texts of a column are of: the narrowest that every one of them is. */
final class TextTypes {
  private static final int MOST_DIGITS = 38;
  private static final int MONEY_SCALE = 4;
  private static final int MONEY_DIGITS = 12;

  private final ColumnProfile column;
  private final String name;
  private final Habits habits;

  private TextTypes(ColumnProfile column, String name, Habits habits) {
    this.name = name;
    this.column = column;
    this.habits = habits;
  }

  static TypeGuess of(ColumnProfile column, String name, Habits habits) {
    return new TextTypes(column, name, habits).decide();
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
    if ((isWhole || isHuge) && NameHints.isNoNumber(name)) {
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
    if (column.holds(days) && NameHints.isDate(name)) {
      return TypeGuess.of(
          "date",
          Form.formats(List.of(days.format())),
          List.of("written like " + quoted(column.example())));
    }
    return NameHints.isTruth(name)
        ? Truths.ofDigits(column).orElse(TypeGuess.of("bigint"))
        : TypeGuess.of("bigint");
  }

  private TypeGuess fraction() {
    boolean isMoney =
        NameHints.isMoney(name) && column.exponents() == 0 && column.scale() <= MONEY_SCALE;
    if (isMoney) {
      return money(column.scale(), Form.PLAIN);
    }
    return column.isWhole() && column.scale() > 0
        ? TypeGuess.of("double", "every value is whole, but written with a fraction")
        : TypeGuess.of("double");
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
              boolean isExact = NameHints.isMoney(name) && !isWhole;
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
    Optional<Candidate> near =
        column.holding().keySet().stream()
            .filter(each -> !column.misses(each).isEmpty())
            .max(Comparator.comparingLong(each -> column.holding().getOrDefault(each, 0L)));
    if (near.isPresent()) {
      return TypeGuess.of(TypeGuess.TEXT, nearly(near.get()));
    }
    return column.padded() > 0 && column.padded() == column.filled()
        ? TypeGuess.of(TypeGuess.TEXT, "every value has a blank at one end")
        : TypeGuess.of(TypeGuess.TEXT);
  }

  private String nearly(Candidate candidate) {
    long others = column.filled() - column.holding().getOrDefault(candidate, 0L);
    String example = column.misses(candidate).keySet().iterator().next();
    return "%s of %s %s no %s, such as %s: text, so that no row is dead"
        .formatted(
            Evidence.number(others),
            count(column.filled(), "value"),
            others == 1 ? "is" : "are",
            kind(candidate.kind()),
            quoted(example));
  }

  private static String kind(Kind kind) {
    return switch (kind) {
      case BIGINT, HUGE, DOUBLE -> "number";
      case DATE -> "date";
      case TIME -> "time of day";
      case TIMESTAMP, TIMESTAMPTZ -> "timestamp";
      case BOOLEAN -> "boolean";
      case UUID -> "UUID";
    };
  }
}
