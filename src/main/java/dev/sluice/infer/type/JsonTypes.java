// SPDX-License-Identifier: Apache-2.0
package dev.sluice.infer.type;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.infer.profile.JsonProfile;

/** Decides the type of what stands under a key of JSON, whose values say their kinds. */
final class JsonTypes {
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
    if (texts < all) {
      return TypeGuess.of(TypeGuess.TEXT, "values of several kinds: kept as they stand");
    }
    return text(key, habits);
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
