// SPDX-License-Identifier: Apache-2.0
package dev.sluice.checks.probe;

import dev.sluice.schema.Column;
import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * How a check is computed. Each look, at a file or at a shard, gives some rows of its state; all of
 * these together are {@link #SEEN}, of which one statement makes what is judged. In whichever way
 * the rows are cut, the result is the same.
 *
 * @param sides the rows that it reads, each by the name that statements have for it
 * @param isMet whether rows of all sides meet by key; else each file is looked at by itself
 * @param state the columns of what one look gives
 * @param looks SELECTs of the state's columns: one for each side, or a single one where rows meet
 * @param against which rows are against it; null when there are none to show
 * @param total a SELECT of {@link Total}'s columns over {@link #SEEN}
 * @param words how it is said
 */
public record Probe(
    List<Side> sides,
    boolean isMet,
    List<State> state,
    List<String> looks,
    @Nullable Against against,
    String total,
    Words words)
    implements Serializable {
  /** The rows whose check it is. */
  public static final String ROWS = "__rows";

  /** The rows that they are held against. */
  public static final String OTHERS = "__others";

  /** What all looks gave. */
  public static final String SEEN = "__seen";

  /**
   * Rows of one table.
   *
   * @param name for statements
   * @param columns that are read, and no others
   * @param key expressions of which equal values are to meet; none where they need not
   * @param isWithoutNulls whether rows are left out in which part of the key is null
   * @param isFiltered whether {@code where} speaks of them
   */
  public record Side(
      String name,
      String table,
      List<String> columns,
      List<String> key,
      boolean isWithoutNulls,
      boolean isFiltered)
      implements Serializable {
    /** Rows that are looked at as they lie. */
    static Side of(String name, String table, List<String> columns) {
      return new Side(name, table, columns, List.of(), false, name.equals(ROWS));
    }
  }

  /**
   * A column of what one look gives.
   *
   * @param type as the kernel calls it; values travel as text
   */
  public record State(String name, String type) implements Serializable {}

  /**
   * Rows that are against a check.
   *
   * @param sql a SELECT of the columns and of {@code __n}, how many rows each stands for
   * @param columns in their order
   * @param order which of them come first
   * @param rows a SELECT of every one of them as it is, of all the columns that a look has; null
   *     where there is none
   */
  public record Against(String sql, List<Column> columns, Order order, @Nullable String rows)
      implements Serializable {
    /** Rows that stand for themselves: the statement gives all that a look has of them. */
    Against(String sql, List<Column> columns) {
      this(sql, columns, Order.VALUES, sql);
    }
  }

  /** Which rows are shown first; in either order the same ones, however rows are cut. */
  public enum Order {
    /** In the order of their values. */
    VALUES,
    /** Those of which there are most: equal rows are in one look. */
    COUNTS,
    /** By what all looks together gave, over {@link #SEEN}, in the order of values. */
    SEEN
  }

  /**
   * How a result is said.
   *
   * @param noun what is counted, such as {@code duplicates}; empty where nothing is
   * @param expected what is asked, where the total does not say it
   * @param isPersonal whether the observed value is one of a person
   */
  public record Words(String noun, String expected, boolean isPersonal) implements Serializable {}

  /**
   * What all looks come to.
   *
   * @param sample how many rows, or values, were looked at
   * @param found how many of them are against the check
   * @param value what was observed; null to say what was found
   * @param isWithin whether it is as it should be, apart from what was found
   * @param why it cannot be computed; null when it can
   * @param expected what is asked, where only the rows tell
   */
  public record Total(
      long sample,
      long found,
      @Nullable String value,
      boolean isWithin,
      @Nullable String why,
      @Nullable String expected) {}

  /** A probe that looks at the files of one table. */
  static Probe ofFiles(
      Side side,
      List<State> state,
      String look,
      @Nullable Against against,
      String total,
      Words words) {
    return new Probe(List.of(side), false, state, List.of(look), against, total, words);
  }

  /** The state's columns, from their types by name. */
  static List<State> state(String... namesAndTypes) {
    return IntStream.range(0, namesAndTypes.length / 2)
        .mapToObj(i -> new State(namesAndTypes[2 * i], namesAndTypes[2 * i + 1]))
        .toList();
  }

  /**
   * A total over {@link #SEEN}.
   *
   * @param parts those of its columns that are not as in any
   */
  static String total(Map<String, String> parts) {
    return total(parts, SEEN);
  }

  /** A total over what is made of {@link #SEEN}. */
  static String total(Map<String, String> parts, String from) {
    Map<String, String> all = new LinkedHashMap<>();
    all.put("sample", "0");
    all.put("found", "0");
    all.put("value", "NULL");
    all.put("is_within", "true");
    all.put("why", "NULL");
    all.put("expected", "NULL");
    all.putAll(parts);
    return all.entrySet().stream()
        .map(each -> each.getValue() + " AS " + each.getKey())
        .collect(Collectors.joining(", ", "SELECT ", " FROM " + from));
  }
}
