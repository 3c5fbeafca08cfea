// SPDX-License-Identifier: Apache-2.0
package dev.sluice.infer.type;

import dev.sluice.infer.profile.ColumnProfile;
import dev.sluice.infer.words.Evidence;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Pairs of words that say true and false. */
final class Truths {
  private static final List<Map.Entry<String, String>> PAIRS =
      List.of(
          Map.entry("yes", "no"),
          Map.entry("y", "n"),
          Map.entry("t", "f"),
          Map.entry("on", "off"),
          Map.entry("ja", "nein"),
          Map.entry("oui", "non"),
          Map.entry("si", "no"),
          Map.entry("s\u00ed", "no"));
  private static final List<Map.Entry<String, String>> DIGITS = List.of(Map.entry("1", "0"));

  private Truths() {}

  static Optional<TypeGuess> of(ColumnProfile column) {
    return among(PAIRS, column);
  }

  /** Of a column whose name asks a question. */
  static Optional<TypeGuess> ofDigits(ColumnProfile column) {
    return among(DIGITS, column);
  }

  private static Optional<TypeGuess> among(
      List<Map.Entry<String, String>> pairs, ColumnProfile column) {
    if (column.hasManyValues()) {
      return Optional.empty();
    }
    List<String> words =
        column.values().keySet().stream()
            .filter(value -> !column.nothings().containsKey(value))
            .toList();
    return pairs.stream().flatMap(pair -> of(pair, words, column).stream()).findFirst();
  }

  private static Optional<TypeGuess> of(
      Map.Entry<String, String> pair, List<String> words, ColumnProfile column) {
    List<String> yes = new ArrayList<>();
    List<String> no = new ArrayList<>();
    for (String word : words) {
      String lower = word.toLowerCase(Locale.ROOT);
      if (lower.equals(pair.getKey())) {
        yes.add(word);
      } else if (lower.equals(pair.getValue())) {
        no.add(word);
      } else {
        return Optional.empty();
      }
    }
    if (yes.isEmpty() || no.isEmpty()) {
      return Optional.empty();
    }
    String evidence =
        "only `%s` (%s) and `%s` (%s)"
            .formatted(yes.get(0), count(yes, column), no.get(0), count(no, column));
    return Optional.of(TypeGuess.of("boolean", Form.truth(yes, no), List.of(evidence)));
  }

  private static String count(List<String> words, ColumnProfile column) {
    return Evidence.number(
        words.stream().mapToLong(word -> column.values().getOrDefault(word, 0L)).sum());
  }
}
