// SPDX-License-Identifier: Apache-2.0
package dev.sluice.infer.decide;

import static dev.sluice.infer.words.Evidence.number;
import static dev.sluice.infer.words.Evidence.quoted;

import dev.sluice.infer.decide.TableGuess.Nulls;
import dev.sluice.infer.profile.ColumnProfile;
import dev.sluice.infer.type.TypeGuess;
import dev.sluice.infer.words.Codes;
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
  /** What is seen more often among codes is none of them. */
  private static final double RARE = 0.02;

  /** Of a column of codes so many values at least are of one shape. */
  private static final double MOST = 0.9;

  private final List<ColumnProfile> columns;
  private final Map<String, TypeGuess> types;
  private final Set<String> quoted;
  private final boolean isSaidOnce;
  private final Map<String, Set<String>> meant = new LinkedHashMap<>();
  private final Nulls common;

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
    this.common = findCommon();
  }

  private boolean means(ColumnProfile column, String text) {
    if (!Objects.requireNonNull(types.get(column.name())).isText()) {
      return true;
    }
    return !text.isBlank() && Nothings.isSure(text) && !isCode(column, text);
  }

  /**
   * Whether a text is one code among others of its shape, as {@code NA} among countries and {@code
   * NAN} among airports. Of two letters it may be frequent; a longer one that is means null.
   */
  boolean isCode(ColumnProfile column, String text) {
    String shape = Codes.shape(text);
    long count = column.nothings().getOrDefault(text, 0L);
    if (shape.isEmpty() || count == 0 || column.filled() == 0) {
      return false;
    }
    long alike = column.codes(shape);
    boolean isRare = count == 1 || count <= column.filled() * RARE;
    boolean isOneOfPairs = text.length() == 2 && alike == column.filled();
    return isOneOfPairs || (isRare && alike >= column.filled() * MOST);
  }

  /** What is said of the source. */
  Nulls common() {
    return common;
  }

  private Nulls findCommon() {
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

  /** Whether a column has a text that means null by what is said of it or of the source. */
  boolean hasNull(ColumnProfile column) {
    boolean isEmptyNull = common().isQuoted() && column.nothings().containsKey("");
    return isEmptyNull || column.hasManyNothings() || !meant(column).isEmpty();
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
