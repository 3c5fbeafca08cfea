// SPDX-License-Identifier: Apache-2.0
package dev.sluice.explain.cause;

import dev.sluice.explain.cause.Cause.Sample;
import dev.sluice.kernel.Kernel;
import dev.sluice.kernel.StatementFailed;
import dev.sluice.kernel.sql.SqlName;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Why letters died, counted in a table of a kernel: one row for each thing, and each value of it.
 */
final class Reasons {
  private static final int SAMPLES = 3;

  private final Kernel kernel;

  private Reasons(Kernel kernel) {
    this.kernel = kernel;
  }

  /**
   * Counts the reasons of letters.
   *
   * @param letters a relation with {@code table_name} and {@code reasons}
   */
  static Reasons of(Kernel kernel, String letters) throws StatementFailed {
    kernel.execute(
        """
        CREATE OR REPLACE TEMP TABLE why AS
        SELECT table_name AS tbl, r.code AS code, r.rule AS rule, r."column" AS col, r."value" AS val,
          CASE WHEN r."value" IS NULL
            THEN regexp_replace(r.message, '^Record [0-9]+( at byte [0-9]+)? ', '') END AS message,
          count(*) AS n
        FROM (SELECT table_name, unnest(reasons) AS r FROM %s) GROUP BY ALL"""
            .formatted(letters));
    return new Reasons(kernel);
  }

  /** In the place of tokens what they stand for, where that is no secret; else nothing. */
  void open(String table, Map<String, String> known) throws StatementFailed {
    StringBuilder cases = new StringBuilder("CASE val");
    known.forEach(
        (token, text) -> cases.append(" WHEN %s THEN %s".formatted(literal(token), literal(text))));
    kernel.execute(
        "UPDATE why SET val = %s END, message = coalesce(message, 'it is personal') WHERE tbl = %s AND val LIKE 'pii:%%'"
            .formatted(cases, literal(table)));
  }

  /** One thing that letters died of. */
  record Group(
      String table, List<String> codes, @Nullable String rule, @Nullable String column, long rows) {
    Group {
      codes = List.copyOf(codes);
    }
  }

  /**
   * What letters died of, most rows first: rules, columns, and, of records that could not be read,
   * codes.
   */
  List<Group> groups(int most) throws StatementFailed {
    return kernel.rows(
        """
        SELECT tbl, string_agg(code, ',' ORDER BY n DESC, code), rule, col, sum(n)::BIGINT AS rows FROM (
          SELECT tbl, code, rule, CASE WHEN rule IS NULL THEN col END AS col, sum(n) AS n,
            CASE WHEN rule IS NULL AND col IS NULL THEN code END AS alone FROM why GROUP BY ALL)
        GROUP BY tbl, rule, col, alone ORDER BY rows DESC, tbl, rule, col, alone LIMIT %d"""
            .formatted(most),
        row ->
            new Group(
                row.getString(1),
                List.of(row.getString(2).split(",")),
                row.getString(3),
                row.getString(4),
                row.getLong(5)));
  }

  /** The values of some reasons. */
  Values values(Group group) {
    return new Values(where(group));
  }

  private static String where(Group group) {
    String where = "tbl = " + literal(group.table());
    where += group.rule() == null ? " AND rule IS NULL" : " AND rule = " + literal(group.rule());
    if (group.rule() == null) {
      where +=
          group.column() == null ? " AND col IS NULL" : " AND col = " + literal(group.column());
    }
    if (group.rule() == null && group.column() == null) {
      where += " AND code = " + literal(group.codes().get(0));
    }
    return where;
  }

  private static String literal(String text) {
    return SqlName.literal(text);
  }

  /** The values of one thing that letters died of; conditions speak of {@code val}. */
  final class Values {
    private final String where;

    private Values(String where) {
      this.where = where;
    }

    /** The same, but for those of which a condition holds. */
    Values without(String condition) {
      return new Values(where + " AND NOT coalesce(" + condition + ", false)");
    }

    Values with(String condition) {
      return new Values(where + " AND " + condition);
    }

    /** In how many rows a value stands. */
    long rows() throws StatementFailed {
      return sum("true");
    }

    long sum(String condition) throws StatementFailed {
      return one("coalesce(sum(n) FILTER (%s), 0)::BIGINT".formatted(condition))
          .map(Long::parseLong)
          .orElse(0L);
    }

    /** In how many rows each of some conditions holds. */
    List<Long> sums(List<String> conditions) throws StatementFailed {
      return firstSums(Integer.MAX_VALUE, conditions);
    }

    /** As {@link #sums}, of so many different values, those of most rows. */
    List<Long> firstSums(int most, List<String> conditions) throws StatementFailed {
      StringBuilder items = new StringBuilder();
      for (String condition : conditions) {
        items.append(items.isEmpty() ? "[" : ", ");
        items.append("coalesce(sum(n) FILTER (").append(condition).append("), 0)::BIGINT");
      }
      return kernel.rows(
          "SELECT unnest(%s]) FROM (SELECT val, sum(n) AS n FROM why WHERE %s AND val IS NOT NULL GROUP BY val ORDER BY n DESC, val LIMIT %d)"
              .formatted(items, where, most),
          row -> row.getLong(1));
    }

    /** A value over all of them, as text. */
    Optional<String> one(String sql) throws StatementFailed {
      return kernel
          .rows(
              "SELECT (%s)::VARCHAR FROM why WHERE %s".formatted(sql, where),
              row -> Optional.ofNullable(row.getString(1)))
          .get(0);
    }

    /** How many there are. */
    long distinct() throws StatementFailed {
      return one("count(DISTINCT val)").map(Long::parseLong).orElse(0L);
    }

    /** The values, most rows first. */
    List<String> texts(int most) throws StatementFailed {
      return kernel.rows(
          "SELECT val FROM why WHERE %s AND val IS NOT NULL GROUP BY val ORDER BY sum(n) DESC, val LIMIT %d"
              .formatted(where, most),
          row -> row.getString(1));
    }

    /** The first of them, or where there are no values what was said. */
    List<Sample> samples() throws StatementFailed {
      return kernel.rows(
          "SELECT coalesce(left(val, 80), message) AS shown, sum(n)::BIGINT AS rows FROM why WHERE %s AND shown IS NOT NULL GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT %d"
              .formatted(where, SAMPLES),
          row -> new Sample(row.getString(1), row.getLong(2)));
    }
  }
}
