// SPDX-License-Identifier: Apache-2.0
package dev.sluice.infer.decide;

import dev.sluice.infer.decide.TableDecision.KeyChoice;
import dev.sluice.infer.decide.TableGuess.Identity;
import dev.sluice.infer.decide.TableGuess.NearKey;
import dev.sluice.infer.profile.ColumnProfile;
import dev.sluice.infer.words.NameHints;
import dev.sluice.infer.words.Names;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;

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

  /** Beyond these, of three columns together none is tried. */
  private static final long MOST_ROWS_OF_THREE = 1_000_000;

  /** A column of which more rows repeat a value is not meant to be a key. */
  private static final double MOST_REPEATS = 0.1;

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
    Optional<NearKey> near = Optional.empty();
    if (rows >= ENOUGH_ROWS && choice.hashes().isComplete()) {
      List<Integer> single =
          whole.stream()
              .filter(i -> columns.get(i).isUniqueSoFar() && isLikely(i))
              .filter(i -> unique(List.of(i)))
              .sorted(Comparator.comparingInt(this::rank))
              .toList();
      single.forEach(i -> keys.add(List.of(guesses.get(i).name())));
      isSure = !single.isEmpty() && isId(single.get(0));
      near = isSure ? Optional.empty() : near(whole, rows);
      if (single.isEmpty() && rows >= 10 && rows <= MOST_ROWS_TOGETHER) {
        Optional<List<Integer>> together = together(whole, rows);
        together.ifPresent(places -> keys.add(places.stream().map(this::name).toList()));
        boolean isNearer = near.filter(NearKey::isKeyButForFew).isPresent();
        isSure = together.isPresent() && !isNearer && isNumbered(together.get());
      }
      near = isSure ? Optional.empty() : near;
    }
    String moment = moment(isNeverNull, NameHints::isChange).map(this::name).orElse("");
    Optional<Integer> cursor = cursor(isNeverNull, rows);
    boolean isRising = cursor.map(i -> columns.get(i).isGrowing()).orElse(false);
    return new Identity(keys, isSure, near, moment, cursor.map(this::name).orElse(""), isRising);
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

  /** The smallest set of columns that no two rows agree in, of two or three. */
  private Optional<List<Integer>> together(List<Integer> whole, long rows) {
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
    Optional<List<Integer>> two = sets(tried, 2).filter(this::unique).findFirst();
    return two.isPresent() || rows > MOST_ROWS_OF_THREE
        ? two
        : sets(tried, 3).filter(this::unique).findFirst();
  }

  /** All sets of so many of some, in their order. */
  private static Stream<List<Integer>> sets(List<Integer> of, int size) {
    return size == 0
        ? Stream.of(List.of())
        : IntStream.range(0, of.size())
            .boxed()
            .flatMap(
                i ->
                    sets(of.subList(i + 1, of.size()), size - 1)
                        .map(rest -> Stream.concat(Stream.of(of.get(i)), rest.stream()).toList()));
  }

  /** Whether columns are one of identifiers and one of numbers that count the rows of each. */
  private boolean isNumbered(List<Integer> places) {
    return places.size() == 2
        && isId(places.get(0))
        && NameHints.isLine(name(places.get(1)))
        && isWhole(places.get(1));
  }

  /** The column likeliest to be the key but for a few rows, if there is one. */
  private Optional<NearKey> near(List<Integer> whole, long rows) {
    return whole.stream()
        .filter(i -> isId(i) && choice.hashes().knows(columns.get(i).name()))
        .sorted(Comparator.comparingInt(this::rank))
        .flatMap(i -> near(i, rows).stream())
        .findFirst();
  }

  private Optional<NearKey> near(int place, long rows) {
    String column = columns.get(place).name();
    return choice
        .hashes()
        .repeats(choice.kernel(), column)
        .filter(found -> rows >= 10 && found.rows() <= Math.max(1, rows * MOST_REPEATS))
        .map(
            found ->
                new NearKey(
                    name(place),
                    found.rows(),
                    rows,
                    NameHints.isPersonal(name(place))
                        ? ""
                        : choice
                            .hashes()
                            .value(choice.kernel(), found, column, choice.files(), choice.source())
                            .orElse(""),
                    found.rowsOfFirst()));
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
