// SPDX-License-Identifier: Apache-2.0
package dev.sluice.infer.decide;

import dev.sluice.infer.decide.TableDecision.KeyChoice;
import dev.sluice.infer.decide.TableGuess.Identity;
import dev.sluice.infer.profile.ColumnProfile;
import dev.sluice.infer.words.NameHints;
import dev.sluice.infer.words.Names;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * Decides what identifies a row: a column that is never null and never the same twice, called like
 * an identifier if there is one; where there is none, two or three columns together.
 */
final class KeyGuess {
  /** Fewer rows may differ by chance. */
  private static final long ENOUGH_ROWS = 2;

  /** Columns of which two or three are tried together. */
  private static final int TRIED_TOGETHER = 8;

  /** Fewer rows may be in order by chance. */
  private static final long ENOUGH_GROWTH = 20;

  private static final long MOST_ROWS_TOGETHER = 5_000_000;

  private final String table;
  private final List<ColumnProfile> columns;
  private final List<ColumnGuess> guesses;
  private final KeyChoice choice;

  KeyGuess(String table, List<ColumnProfile> columns, List<ColumnGuess> guesses, KeyChoice choice) {
    this.table = table;
    this.columns = columns;
    this.guesses = guesses;
    this.choice = choice;
  }

  Identity identity(Predicate<ColumnProfile> isNeverNull) {
    long rows = columns.stream().mapToLong(ColumnProfile::rows).max().orElse(0);
    List<Integer> whole =
        IntStream.range(0, columns.size())
            .filter(i -> isNeverNull.test(columns.get(i)) && mayIdentify(guesses.get(i)))
            .boxed()
            .toList();
    List<List<String>> keys = new ArrayList<>();
    boolean isSure = false;
    if (rows >= ENOUGH_ROWS && choice.hashes().isComplete()) {
      List<Integer> single =
          whole.stream()
              .filter(i -> columns.get(i).isUniqueSoFar() && isLikely(i))
              .filter(i -> unique(List.of(i)))
              .sorted(Comparator.comparingInt(this::rank))
              .toList();
      single.forEach(i -> keys.add(List.of(guesses.get(i).name())));
      isSure = !single.isEmpty() && isId(single.get(0));
      if (single.isEmpty() && rows >= 10 && rows <= MOST_ROWS_TOGETHER) {
        together(whole).ifPresent(keys::add);
      }
    }
    String moment = moment(isNeverNull, NameHints::isChange).map(this::name).orElse("");
    Optional<Integer> cursor = cursor(isNeverNull, rows);
    boolean isRising = cursor.map(i -> columns.get(i).isGrowing()).orElse(false);
    return new Identity(keys, isSure, moment, cursor.map(this::name).orElse(""), isRising);
  }

  /** A time by its name, then what is seen to grow: a time, and a number that is never the same. */
  private Optional<Integer> cursor(Predicate<ColumnProfile> isNeverNull, long rows) {
    return moment(isNeverNull, NameHints::isChange)
        .or(() -> moment(isNeverNull, NameHints::isMoment))
        .or(() -> rows < ENOUGH_GROWTH ? Optional.empty() : rising(isNeverNull));
  }

  private Optional<Integer> rising(Predicate<ColumnProfile> isNeverNull) {
    List<Integer> rising =
        IntStream.range(0, columns.size())
            .filter(i -> columns.get(i).isGrowing() && isNeverNull.test(columns.get(i)))
            .boxed()
            .toList();
    return rising.stream()
        .filter(this::isTime)
        .findFirst()
        .or(() -> rising.stream().filter(i -> isWhole(i) && unique(List.of(i))).findFirst());
  }

  private boolean isTime(int place) {
    return guesses.get(place).type().matches("date|timestamp(tz)?");
  }

  private boolean isWhole(int place) {
    return guesses.get(place).type().matches("int|bigint");
  }

  private String name(int place) {
    return guesses.get(place).name();
  }

  private static boolean mayIdentify(ColumnGuess guess) {
    return switch (guess.type()) {
      case "double", "float", "boolean", "bytes" -> false;
      default ->
          !guess.type().contains("(")
              || guess.type().equals("decimal(38,0)")
              || guess.type().equals("decimal(20,0)");
    };
  }

  /** A number that is not called like an identifier differs by chance, but in the first column. */
  private boolean isLikely(int place) {
    String type = guesses.get(place).type();
    return place == 0 || rank(place) < 20_000 || !(type.equals("bigint") || type.equals("int"));
  }

  private boolean unique(List<Integer> places) {
    return choice
        .hashes()
        .areUnique(choice.kernel(), places.stream().map(i -> columns.get(i).name()).toList());
  }

  /** An identifier by its name comes first, and among equals the first column. */
  private int rank(int place) {
    String name = guesses.get(place).name();
    String snake = Names.snake(name);
    String one = NameHints.singular(table);
    boolean isOwn = snake.equals(one + "_id") || snake.equals(one + "id") || snake.equals(one);
    int kind = NameHints.isPlainId(name) || isOwn ? 0 : NameHints.isId(name) ? 1 : 2;
    return kind * 10_000 + place;
  }

  private boolean isId(int place) {
    boolean isMoment = guesses.get(place).type().matches("date|time.*");
    return !isMoment && rank(place) < 20_000;
  }

  private Optional<List<String>> together(List<Integer> whole) {
    List<Integer> tried =
        whole.stream()
            .filter(i -> choice.hashes().knows(columns.get(i).name()))
            .sorted(
                Comparator.<Integer>comparingInt(
                        i ->
                            NameHints.isId(guesses.get(i).name())
                                ? 0
                                : guesses.get(i).type().matches("date|time.*") ? 1 : 2)
                    .thenComparingInt(i -> i))
            .limit(TRIED_TOGETHER)
            .sorted()
            .toList();
    for (int a = 0; a < tried.size(); a++) {
      for (int b = a + 1; b < tried.size(); b++) {
        if (unique(List.of(tried.get(a), tried.get(b)))) {
          return Optional.of(names(tried.get(a), tried.get(b)));
        }
      }
    }
    return Optional.empty();
  }

  private List<String> names(int... places) {
    return IntStream.of(places).mapToObj(i -> guesses.get(i).name()).toList();
  }

  /** A time that is called so; one that grows before others. */
  private Optional<Integer> moment(
      Predicate<ColumnProfile> isNeverNull, Predicate<String> isNamed) {
    return IntStream.range(0, columns.size())
        .filter(i -> isTime(i) && isNamed.test(name(i)) && isNeverNull.test(columns.get(i)))
        .boxed()
        .min(Comparator.comparing(i -> !columns.get(i).isGrowing()));
  }
}
