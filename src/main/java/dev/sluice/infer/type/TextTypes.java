// SPDX-License-Identifier: Apache-2.0
package dev.sluice.infer.type;

import static dev.sluice.infer.words.Evidence.count;
import static dev.sluice.infer.words.Evidence.quoted;

import dev.sluice.infer.profile.Candidate;
import dev.sluice.infer.profile.Candidate.Kind;
import dev.sluice.infer.profile.ColumnProfile;
import dev.sluice.infer.words.Evidence;
import dev.sluice.infer.words.NameHints;
import dev.sluice.schema.spelling.YamlText;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Decides which type the texts of a column are of: the narrowest that every one of them is. */
final class TextTypes {
  private static final int MOST_DIGITS = 38;
  private static final int MONEY_SCALE = 4;
  private static final int CENTS = 2;
  private static final int MONEY_DIGITS = 12;

  /** A type that more values are not of is none to choose. */
  private static final double FEW = 0.01;

  private static final int EXAMPLES = 3;

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

  /** The type of numbers of which some are no whole ones. */
  static TypeGuess fraction(ColumnProfile column) {
    return new TextTypes(column, column.name(), Habits.UNKNOWN).fraction();
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
    if (column.exponents() == 0 && isMoney(column.scale())) {
      return money(column.scale(), Form.PLAIN);
    }
    return column.isWhole() && column.scale() > 0
        ? TypeGuess.of("double", "every value is whole, but written with a fraction")
        : TypeGuess.of("double");
  }

  /**
   * By its name, where two digits behind the point are the most if that may say something else; or,
   * in a table of orders or payments, because every value is in cents.
   */
  private boolean isMoney(long scale) {
    return (NameHints.isMoney(name) && scale <= MONEY_SCALE)
        || (NameHints.isAmount(name) && scale == CENTS)
        || isInCents();
  }

  private boolean isInCents() {
    return column.isInCents() && habits.isTrade() && !NameHints.isMeasure(name);
  }

  private TypeGuess money(long scale, Form form) {
    return TypeGuess.of(
        decimal(scale),
        form,
        List.of(
            column.isInCents()
                ? "two digits behind the point in every value"
                : "at most " + count(scale, "digit") + " behind the point"));
  }

  /** Cents have room, though no value may have any yet. */
  private String decimal(long least) {
    long scale = Math.max(CENTS, least);
    long digits = Math.max(MONEY_DIGITS, Math.min(column.wholeDigits() + scale + 3, MOST_DIGITS));
    return "decimal(" + digits + "," + scale + ")";
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
              long scale = each.decimal().equals(".") ? column.scale() : column.commaScale();
              if (!isWhole && isMoney(scale)) {
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
    String first =
        "%s of %s %s no %s, such as %s: text, so that no row is dead"
            .formatted(
                Evidence.number(others),
                count(column.filled(), "value"),
                others == 1 ? "is" : "are",
                kind(candidate.kind()),
                examples(candidate));
    return others <= Math.max(1, column.filled() * FEW)
        ? "%s; with `%s` %s a dead letter, which `tolerate: {dead_rows: %d}` allows"
            .formatted(
                first,
                spelled(candidate),
                others == 1 ? "that row would be" : "each of them would be",
                others)
        : first;
  }

  private String examples(Candidate candidate) {
    return column.misses(candidate).keySet().stream()
        .limit(EXAMPLES)
        .map(Evidence::quoted)
        .collect(Collectors.joining(", "));
  }

  /** What to write for the type that nearly all values are of. */
  private String spelled(Candidate candidate) {
    String type =
        switch (candidate.kind()) {
          case HUGE -> "decimal(38,0)";
          case DOUBLE ->
              candidate.isNumber() || !isMoney(column.scale()) ? "double" : decimal(column.scale());
          case TIMESTAMPTZ -> "timestamptz";
          default -> candidate.kind().name().toLowerCase(Locale.ROOT);
        };
    List<String> traits = new ArrayList<>(List.of("type: " + type));
    if (candidate.isFormat()) {
      traits.add("format: " + YamlText.of(candidate.format()));
    }
    Form form =
        candidate.isNumber() ? Form.number(candidate.decimal(), candidate.thousands()) : Form.PLAIN;
    if (!form.decimal().isEmpty()) {
      traits.add("decimal: " + YamlText.of(form.decimal()));
    }
    if (!form.thousands().isEmpty()) {
      traits.add("thousands: " + YamlText.of(form.thousands()));
    }
    return traits.size() == 1 ? type : "{" + String.join(", ", traits) + "}";
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
