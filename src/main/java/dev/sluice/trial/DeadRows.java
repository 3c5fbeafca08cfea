// SPDX-License-Identifier: Apache-2.0
package dev.sluice.trial;

import dev.sluice.trial.TrialKernel.Letter;
import dev.sluice.trial.TrialKernel.Why;
import dev.sluice.trial.cases.GivenRows;
import dev.sluice.trial.cases.GivenRows.Cell;
import dev.sluice.trial.cases.GivenRows.Row;
import dev.sluice.trial.cases.TestCase;
import dev.sluice.trial.cases.TestCase.Death;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Compares the rows that died with those that were to die. */
final class DeadRows {
  private final TestCase test;
  private final List<Letter> left;
  private final List<String> wrong = new ArrayList<>();

  private DeadRows(TestCase test, List<Letter> letters) {
    this.test = test;
    this.left = new ArrayList<>(letters);
    left.sort(Comparator.comparingLong(Letter::row));
  }

  /** What is not as expected, each a sentence. */
  static List<String> compare(TestCase test, List<Letter> letters) {
    DeadRows rows = new DeadRows(test, letters);
    test.expected().dead().forEach(rows::look);
    rows.left.forEach(
        letter ->
            rows.wrong.add(
                "%s is dead, and is to be good: %s"
                    .formatted(shown(letter), messages(letter.reasons()))));
    return rows.wrong;
  }

  private void look(Death death) {
    List<Letter> meant = left.stream().filter(letter -> isMeant(death, letter)).toList();
    Letter letter =
        meant.stream()
            .filter(each -> isAsSaid(death, each))
            .findFirst()
            .orElse(meant.isEmpty() ? null : meant.get(0));
    if (letter == null) {
      wrong.add(
          "%s is not dead, and is to be: %s"
              .formatted(death.shown(), String.join(", ", death.reasons())));
      return;
    }
    left.remove(letter);
    if (!isAsSaid(death, letter)) {
      wrong.add(
          "%s is dead for %s, and is to be for %s"
              .formatted(
                  death.shown(),
                  letter.reasons().stream().map(Why::shown).collect(Collectors.joining(", ")),
                  String.join(", ", death.reasons())));
    }
  }

  private boolean isMeant(Death death, Letter letter) {
    if (death.number() > 0) {
      return death.number() == letter.row();
    }
    return death.cells().entrySet().stream()
        .allMatch(each -> isSame(each.getValue(), value(letter, each.getKey())));
  }

  /** As it was given, or else as the letter holds it. */
  private @Nullable String value(Letter letter, String column) {
    GivenRows given = test.given().get(test.subject());
    if (given == null || letter.row() < 1 || letter.row() > given.rows().size()) {
      String value = letter.values().get(column);
      return "null".equals(value) ? null : value;
    }
    Row row = given.rows().get(Math.toIntExact(letter.row() - 1));
    Cell cell = row.cells().get(column);
    return cell == null ? null : cell.text();
  }

  private static boolean isSame(Cell wanted, @Nullable String value) {
    String text = wanted.text();
    return Objects.equals(text, value)
        || (text != null && value != null && isSameNumber(text, value));
  }

  private static boolean isSameNumber(String a, String b) {
    try {
      return new BigDecimal(a).compareTo(new BigDecimal(b)) == 0;
    } catch (NumberFormatException e) {
      return false;
    }
  }

  private static boolean isAsSaid(Death death, Letter letter) {
    return letter.reasons().stream()
            .allMatch(why -> death.reasons().stream().anyMatch(why::isMeantBy))
        && death.reasons().stream()
            .allMatch(text -> letter.reasons().stream().anyMatch(why -> why.isMeantBy(text)));
  }

  private static String shown(Letter letter) {
    return letter.row() > 0
        ? "row " + letter.row()
        : letter.values().entrySet().stream()
            .limit(4)
            .map(Map.Entry::toString)
            .collect(Collectors.joining(" ", "row ", ""));
  }

  private static String messages(List<Why> reasons) {
    return reasons.stream()
        .map(why -> why.shown() + ": " + why.message())
        .collect(Collectors.joining("; "));
  }
}
