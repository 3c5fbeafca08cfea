// SPDX-License-Identifier: Apache-2.0
package dev.sluice.infer.profile;

import dev.sluice.infer.profile.Candidate.Kind;
import dev.sluice.infer.words.Codes;
import dev.sluice.infer.words.Nothings;
import dev.sluice.kernel.Kernel;
import dev.sluice.kernel.StatementFailed;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Counts the values of one column of texts in one batch. Each value is looked at once, however
 * often it stands there; a candidate that most values are not of is looked at no more.
 */
final class TextCounting {
  /**
   * The different values of the batch: {@code v}, how often each stands there, and whether it is
   * none.
   */
  private static final String VALUES = "__values";

  private static final double ENOUGH = 0.5;
  private static final int SAMPLE = 80;

  /** A number or a day, whatever blanks stand around it. */
  private static final String BARE =
      "[ \t]*([+-]?([0-9]+[.]?[0-9]*|[.][0-9]+)([eE][+-]?[0-9]+)?"
          + "|[0-9]{1,4}([-/.])[0-9]{1,2}[-/.][0-9]{1,4}([ T][0-9:.]+)?)[ \t]*";

  /** A number with two digits behind the point, or the comma. */
  private static final String CENTS = "[+-]?[0-9][0-9., ]*[.,][0-9]{2}";

  private final Kernel kernel;
  private final ColumnProfile column;

  TextCounting(Kernel kernel, ColumnProfile column) {
    this.kernel = kernel;
    this.column = column;
  }

  /**
   * Counts a batch.
   *
   * @param relation that holds its rows
   * @param name of the column there
   */
  void count(String relation, String name, long rows) throws StatementFailed {
    kernel.execute(
        ("CREATE OR REPLACE TEMP TABLE %s AS SELECT v, n, %s AS x FROM"
                + " (SELECT %s AS v, count(*) AS n FROM %s GROUP BY 1) WHERE v IS NOT NULL")
            .formatted(VALUES, Nothings.isOne("v"), name, relation));
    column.rows += rows;
    nothings();
    addFormats();
    shapes(rows);
    codes();
    candidates();
    values();
    new GrowthCounting(kernel, column).count(relation, name);
  }

  private void nothings() throws StatementFailed {
    kernel
        .rows(
            "SELECT v, n FROM " + VALUES + " WHERE x ORDER BY n DESC LIMIT 40",
            row -> {
              column.nothings.add(row.getString(1), row.getLong(2));
              return 0;
            })
        .clear();
  }

  /** Formats by which values are dates that no format so far explains. */
  private void addFormats() throws StatementFailed {
    if (column.filled > 0 && column.families.values().stream().noneMatch(n -> n == column.filled)) {
      return;
    }
    List<String> known =
        column.holding.keySet().stream()
            .filter(each -> isTimed(each.kind()))
            .map(each -> "NOT coalesce(" + each.holds("v") + ", false)")
            .toList();
    Set<Candidate> found = new LinkedHashSet<>();
    for (String text :
        kernel.rows(
            "SELECT v FROM %s WHERE NOT x AND regexp_matches(v, '[0-9]') AND length(v) BETWEEN 4 AND 45 AND %s LIMIT %d"
                .formatted(VALUES, known.isEmpty() ? "true" : String.join(" AND ", known), SAMPLE),
            row -> row.getString(1))) {
      found.addAll(TimeFormats.of(text));
    }
    found.forEach(each -> column.holding.putIfAbsent(each, 0L));
  }

  private static boolean isTimed(Kind kind) {
    return kind == Kind.DATE
        || kind == Kind.TIME
        || kind == Kind.TIMESTAMP
        || kind == Kind.TIMESTAMPTZ;
  }

  private void shapes(long rows) throws StatementFailed {
    String all =
        "SELECT coalesce(sum(n), 0), coalesce(sum(n) FILTER (WHERE NOT x), 0), coalesce(bool_and(n = 1), true),"
            + " coalesce(sum(n) FILTER (WHERE NOT x AND v <> trim(v, ' \t')), 0),"
            + " coalesce(sum(n) FILTER (WHERE regexp_full_match(v, '[+-]?0[0-9]+')), 0),"
            + " coalesce(sum(n) FILTER (WHERE NOT x AND regexp_matches(v, '^[+-]?[0-9.]+[eE]')), 0),"
            + " coalesce(max(length(v)) FILTER (WHERE NOT x), 0),"
            + " coalesce(max(length(regexp_extract(v, '^[+-]?([0-9]+)', 1))) FILTER (WHERE NOT x), 0),"
            + " coalesce(max(length(regexp_extract(v, '[.]([0-9]+)$', 1))) FILTER (WHERE NOT x), 0),"
            + " coalesce(max(length(regexp_extract(v, ',([0-9]+)$', 1))) FILTER (WHERE NOT x), 0),"
            + " coalesce(min(v) FILTER (WHERE NOT x), ''),"
            + " coalesce(sum(n) FILTER (WHERE NOT x AND regexp_full_match(v, '"
            + BARE
            + "')), 0),"
            + " coalesce(sum(n) FILTER (WHERE NOT x AND regexp_full_match(v, '[+-]?[0-9]+([.]0*)?')), 0),"
            + " coalesce(sum(n) FILTER (WHERE NOT x AND regexp_full_match(v, '"
            + CENTS
            + "')), 0),"
            + " coalesce(sum(n) FILTER (WHERE NOT x AND regexp_full_match(v, '.*[.,][0-9]0')), 0) FROM "
            + VALUES;
    kernel
        .rows(
            all,
            row -> {
              column.nulls += rows - row.getLong(1);
              column.filled += row.getLong(2);
              column.isUnique &= row.getBoolean(3);
              column.padded += row.getLong(4);
              column.zeroLed += row.getLong(5);
              column.exponents += row.getLong(6);
              column.longest = Math.max(column.longest, row.getLong(7));
              column.wholeDigits = Math.max(column.wholeDigits, row.getLong(8));
              column.scale = Math.max(column.scale, row.getLong(9));
              column.commaScale = Math.max(column.commaScale, row.getLong(10));
              column.example = column.example.isEmpty() ? row.getString(11) : column.example;
              column.bare += row.getLong(12);
              column.whole += row.getLong(13);
              column.cents += row.getLong(14);
              column.padding += row.getLong(15);
              return 0;
            })
        .clear();
  }

  private void codes() throws StatementFailed {
    kernel
        .rows(
            "SELECT %s AS c, sum(n) FROM %s WHERE NOT x GROUP BY 1 HAVING c IS NOT NULL"
                .formatted(Codes.shapeOf("v"), VALUES),
            row -> {
              column.shapes.merge(row.getString(1), row.getLong(2), Long::sum);
              return 0;
            })
        .clear();
  }

  private void candidates() throws StatementFailed {
    List<Candidate> alive = List.copyOf(column.holding.keySet());
    if (alive.isEmpty()) {
      return;
    }
    List<String> counts = new ArrayList<>();
    alive.forEach(each -> counts.add(counted(each.holds("v"))));
    alive.forEach(each -> counts.add(counted(either(each, alive))));
    List<Kind> kinds = List.of(Kind.DATE, Kind.TIME, Kind.TIMESTAMP, Kind.TIMESTAMPTZ);
    kinds.forEach(kind -> counts.add(counted(any(kind, alive))));
    List<Long> found =
        kernel
            .rows(
                "SELECT " + String.join(", ", counts) + " FROM " + VALUES + " WHERE NOT x",
                row -> {
                  List<Long> numbers = new ArrayList<>();
                  for (int i = 1; i <= counts.size(); i++) {
                    numbers.add(row.getLong(i));
                  }
                  return numbers;
                })
            .get(0);
    for (int i = 0; i < alive.size(); i++) {
      column.holding.merge(alive.get(i), found.get(i), Long::sum);
      column.pairs.merge(alive.get(i), found.get(alive.size() + i), Long::sum);
    }
    for (int i = 0; i < kinds.size(); i++) {
      column.families.merge(kinds.get(i), found.get(2 * alive.size() + i), Long::sum);
    }
    for (Candidate each : alive) {
      keepOrDrop(each);
    }
  }

  private void keepOrDrop(Candidate candidate) throws StatementFailed {
    long holding = column.holding.getOrDefault(candidate, 0L);
    boolean isHopeless =
        (candidate.isFormat() || isTimed(candidate.kind()))
            ? holding == 0
            : holding < column.filled * ENOUGH;
    if (column.filled > 0 && isHopeless) {
      column.holding.remove(candidate);
      column.misses.remove(candidate);
    } else if (holding < column.filled && holding >= column.filled * ENOUGH) {
      Tally misses = column.missesOf(candidate);
      if (misses.isFull()) {
        return;
      }
      kernel
          .rows(
              "SELECT v, n FROM %s WHERE NOT x AND NOT coalesce(%s, false) LIMIT 8"
                  .formatted(VALUES, candidate.holds("v")),
              row -> {
                misses.add(row.getString(1), row.getLong(2));
                return 0;
              })
          .clear();
    }
  }

  private static String counted(String condition) {
    return "coalesce(sum(n) FILTER (WHERE " + condition + "), 0)";
  }

  private static String either(Candidate each, List<Candidate> alive) {
    Candidate other = each.swapped();
    return !other.equals(each) && alive.contains(other)
        ? "coalesce(%s, false) OR coalesce(%s, false)".formatted(each.holds("v"), other.holds("v"))
        : each.holds("v");
  }

  /** Whether a text is of any format of a kind; a day alone is a timestamp too. */
  private static String any(Kind kind, List<Candidate> alive) {
    String any =
        alive.stream()
            .filter(
                each -> each.kind() == kind || (kind == Kind.TIMESTAMP && each.kind() == Kind.DATE))
            .map(each -> "coalesce(" + each.holds("v") + ", false)")
            .collect(Collectors.joining(" OR "));
    return any.isEmpty() ? "false" : any;
  }

  private void values() throws StatementFailed {
    if (column.values.isFull()) {
      return;
    }
    List<Integer> read =
        kernel.rows(
            "SELECT v, n FROM " + VALUES + " ORDER BY n DESC, v LIMIT " + (ColumnProfile.FEW + 1),
            row -> {
              column.values.add(row.getString(1), row.getLong(2));
              return 0;
            });
    if (read.size() > ColumnProfile.FEW) {
      column.values.overflow();
    }
  }
}
