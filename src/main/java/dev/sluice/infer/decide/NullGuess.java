// SPDX-License-Identifier: Apache-2.0
package dev.sluice.infer.decide;

import static dev.sluice.infer.words.Evidence.number;
import static dev.sluice.infer.words.Evidence.quoted;

import dev.sluice.infer.decide.TableGuess.Nulls;
import dev.sluice.infer.profile.ColumnProfile;
import dev.sluice.infer.type.TypeGuess;
import dev.sluice.infer.words.Nothings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Decides which texts mean null: beside numbers and dates every one that looks so, beside words
 * only those that nobody means otherwise. What all columns agree in is said once, of the source.
 */
final class NullGuess {
  /** Two capitals: so are countries and states written, and Namibia is `NA`. */
  private static final String CODE = "[A-Z]{2}";

  private final List<ColumnProfile> columns;
  private final Map<String, TypeGuess> types;
  private final Set<String> quoted;
  private final boolean isSaidOnce;
  private final Map<String, Set<String>> meant = new LinkedHashMap<>();

  /**
   * Decides for the columns of a table.
   *
   * @param types by the columns' names
   * @param quoted texts that stand in quotes somewhere
   * @param isSaidOnce whether a source of the format can say it of all columns
   */
  NullGuess(
      List<ColumnProfile> columns,
      Map<String, TypeGuess> types,
      Set<String> quoted,
      boolean isSaidOnce) {
    this.columns = columns;
    this.types = types;
    this.quoted = quoted;
    this.isSaidOnce = isSaidOnce;
    for (ColumnProfile column : columns) {
      Set<String> texts = new LinkedHashSet<>();
      column.nothings().keySet().stream().filter(text -> means(column, text)).forEach(texts::add);
      meant.put(column.name(), texts);
    }
  }

  private boolean means(ColumnProfile column, String text) {
    if (!Objects.requireNonNull(types.get(column.name())).isText()) {
      return true;
    }
    boolean isOnly = column.filled() == 0;
    if (text.isBlank() || !Nothings.isSure(text)) {
      return false;
    }
    boolean isAmongCodes =
        text.matches(CODE)
            && !column.values().isEmpty()
            && column.values().keySet().stream()
                .filter(value -> !column.nothings().containsKey(value))
                .allMatch(value -> value.matches(CODE));
    return isOnly || !isAmongCodes;
  }

  /** What is said of the source. */
  Nulls common() {
    List<String> values = new ArrayList<>(List.of(""));
    List<String> evidence = new ArrayList<>();
    boolean isQuoted = false;
    for (String text : all()) {
      if (isCommon(text)) {
        isQuoted |= quoted.contains(text);
        if (!text.isEmpty()) {
          values.add(text);
        }
        evidence.add(evidence(text));
      }
    }
    return new Nulls(values, isQuoted, evidence);
  }

  /** Whether a text means null in a column. */
  boolean isNull(ColumnProfile column, String text) {
    return meant(column).contains(text);
  }

  /** What is said of one column alone. */
  List<String> own(ColumnProfile column) {
    return meant(column).stream().filter(text -> !isCommon(text)).toList();
  }

  /** In how many rows a column has a text that means null. */
  long count(ColumnProfile column) {
    return meant(column).stream().mapToLong(text -> column.nothings().getOrDefault(text, 0L)).sum();
  }

  private Set<String> meant(ColumnProfile column) {
    return meant.getOrDefault(column.name(), Set.of());
  }

  private Set<String> all() {
    Set<String> all = new LinkedHashSet<>();
    meant.values().forEach(all::addAll);
    return all;
  }

  /** Whether every column that has a text means null by it; an empty text harms no text. */
  private boolean isCommon(String text) {
    if (!isSaidOnce || text.isEmpty()) {
      return isSaidOnce;
    }
    return columns.stream()
        .filter(column -> column.nothings().containsKey(text))
        .allMatch(column -> meant(column).contains(text));
  }

  private String evidence(String text) {
    List<String> phrases = new ArrayList<>();
    for (ColumnProfile column : columns) {
      if (meant(column).contains(text)) {
        phrases.add(
            "%s of %s rows of %s"
                .formatted(
                    number(column.nothings().getOrDefault(text, 0L)),
                    number(column.rows()),
                    column.name()));
      }
    }
    int more = phrases.size() - 3;
    String where = String.join(", ", phrases.subList(0, Math.min(3, phrases.size())));
    return "%s in %s%s: null"
        .formatted(quoted(text), where, more > 0 ? ", and " + more + " more columns" : "");
  }
}
