// SPDX-License-Identifier: Apache-2.0
package dev.sluice.infer.type;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.infer.profile.Candidate;
import dev.sluice.infer.profile.ColumnProfile;
import dev.sluice.infer.profile.JsonProfile;
import dev.sluice.infer.words.Evidence;
import dev.sluice.infer.words.NameHints;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Decides the type of what stands under a key of JSON, whose values say their kinds. */
final class JsonTypes {
  private static final List<Candidate> GROUPED =
      List.of(Candidate.number(".", ","), Candidate.number(",", "."));

  /** By the words for people. */
  private static final Map<String, List<String>> KINDS = kinds();

  private static Map<String, List<String>> kinds() {
    Map<String, List<String>> kinds = new LinkedHashMap<>();
    kinds.put("text", List.of("VARCHAR"));
    kinds.put("number", List.of("BIGINT", "UBIGINT", "HUGEINT", "DOUBLE", "DECIMAL"));
    kinds.put("true or false", List.of("BOOLEAN"));
    kinds.put("object", List.of("OBJECT"));
    kinds.put("list", List.of("ARRAY"));
    return kinds;
  }

  private JsonTypes() {}

  static TypeGuess of(JsonProfile.Key key, Habits habits) {
    long texts = key.of("VARCHAR");
    long whole = key.of("BIGINT", "UBIGINT", "HUGEINT");
    long numbers = whole + key.of("DOUBLE", "DECIMAL");
    long truths = key.of("BOOLEAN");
    long nested = key.of("OBJECT", "ARRAY");
    long all = texts + numbers + truths + nested;
    if (all == 0) {
      return TypeGuess.of(TypeGuess.TEXT, "no value in any record");
    }
    if (numbers == all) {
      return number(key, whole == all);
    }
    if (truths == all) {
      return TypeGuess.of("boolean");
    }
    JsonNode structure = key.structure();
    boolean isOneKind = key.of("OBJECT") == all || key.of("ARRAY") == all;
    if (structure != null && isOneKind) {
      return TypeGuess.of(SourceTypes.of(structure));
    }
    if (texts > 0 && texts + numbers == all && isNumber(key.column(), numbers > 0)) {
      return quotedNumber(key, habits);
    }
    return texts < all ? mixed(key) : text(key, habits);
  }

  /** Numbers of which some are strings: a string is none unless the spec says how it is written. */
  private static TypeGuess quotedNumber(JsonProfile.Key key, Habits habits) {
    ColumnProfile column = key.column();
    TypeGuess guess = TextTypes.of(column, column.name(), habits);
    if (guess.isText()) {
      return mixed(key);
    }
    return guess.form().isPlain()
        ? TypeGuess.of(guess.type(), Form.QUOTED, List.of("numbers, some of them in quotes"))
        : guess;
  }

  private static TypeGuess mixed(JsonProfile.Key key) {
    boolean isShown = !NameHints.isPersonal(key.column().name());
    String kinds =
        KINDS.entrySet().stream()
            .map(each -> new Kind(each.getKey(), key, each.getValue()))
            .filter(kind -> kind.rows() > 0)
            .sorted(Comparator.comparingLong(Kind::rows).reversed())
            .map(kind -> kind.text(isShown))
            .collect(Collectors.joining(", "));
    return TypeGuess.of(TypeGuess.TEXT, "values of several kinds, kept as they stand: " + kinds);
  }

  /** Values of one kind, as {@code json_type} names it. */
  private record Kind(String word, JsonProfile.Key key, List<String> names) {
    long rows() {
      return key.of(names.toArray(String[]::new));
    }

    String text(boolean isShown) {
      String example = isShown ? key.example(names.toArray(String[]::new)) : "";
      return "%s in %s%s"
          .formatted(
              word,
              Evidence.count(rows(), "row"),
              example.isEmpty() ? "" : " (" + Evidence.quoted(example) + ")");
    }
  }

  /**
   * Whether strings are numbers: where others stand there bare, or where marks part thousands;
   * plain digits in quotes are an identifier.
   */
  private static boolean isNumber(ColumnProfile column, boolean isBare) {
    return column.holds(Candidate.Kind.DOUBLE)
        ? isBare && column.zeroLed() == 0
        : GROUPED.stream().anyMatch(column::holds);
  }

  private static TypeGuess number(JsonProfile.Key key, boolean isWhole) {
    if (!isWhole) {
      return TextTypes.fraction(key.column());
    }
    return key.column().wholeDigits() > 18 ? TypeGuess.of("decimal(38,0)") : TypeGuess.of("bigint");
  }

  /** A string says dates, times and identifiers, and no number or boolean. */
  private static TypeGuess text(JsonProfile.Key key, Habits habits) {
    if (!key.column().nothings().isEmpty()) {
      return TypeGuess.of(TypeGuess.TEXT);
    }
    TypeGuess guess = TextTypes.of(key.column(), key.column().name(), habits);
    return switch (guess.type()) {
      case "date", "time", "timestamp", "timestamptz", "uuid" -> guess;
      default -> TypeGuess.of(TypeGuess.TEXT);
    };
  }
}
