// SPDX-License-Identifier: Apache-2.0
package dev.sluice.explain.cause;

import dev.sluice.kernel.Kernel;
import dev.sluice.kernel.StatementFailed;
import dev.sluice.kernel.sql.SqlName;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Why letters died, counted in a table of a kernel: one row for each thing, and each value of it.
 */
final class Reasons {
  private static final String TABLE = "why";

  /** More columns are counted. */
  private static final int MOST_NAMES = 3;

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
          CASE WHEN r."value" IS NULL OR r.code = 'SQL_FAILED'
            THEN regexp_replace(r.message,
              '^(Record [0-9]+( at byte [0-9]+)? |Model .* failed, at |.*, cannot be computed: )', '') END AS message,
          count(*) AS n, false AS isString
        FROM (SELECT table_name, unnest(reasons) AS r FROM %s) GROUP BY ALL"""
            .formatted(letters));
    return new Reasons(kernel);
  }

  /**
   * In the place of tokens what they stand for, where that is no secret; else why it is one.
   *
   * @param personal the personal columns of the table
   * @param isUnnamed whether they are so only because the spec does not name them
   */
  void open(String table, Map<String, String> known, List<String> personal, boolean isUnnamed)
      throws StatementFailed {
    StringBuilder cases = new StringBuilder("CASE val");
    known.forEach(
        (token, text) -> cases.append(" WHEN %s THEN %s".formatted(literal(token), literal(text))));
    kernel.execute(
        "UPDATE why SET val = %s END, message = coalesce(message, %s) WHERE tbl = %s AND val LIKE 'pii:%%'"
            .formatted(cases, why(personal, isUnnamed), literal(table)));
  }

  private static String why(List<String> personal, boolean isUnnamed) {
    String names =
        personal.size() > MOST_NAMES
            ? "one of %d columns".formatted(personal.size())
            : personal.stream().map(name -> "`" + name + "`").collect(Collectors.joining(" or "));
    String hidden =
        "hidden, for in a shifted row it may be a value of "
            + names
            + (isUnnamed
                ? ", which the spec does not name: see `sluice schema evolve --write`, without `pii: true` where nothing is personal"
                : ", which is personal");
    return "CASE WHEN col IN (%s) THEN 'hidden, for it is personal' ELSE %s END"
        .formatted(
            personal.stream().map(Reasons::literal).collect(Collectors.joining(", ")),
            literal(hidden));
  }

  /**
   * Of a table whose source is JSON, strings without their quotes; {@code isString} says which
   * were.
   */
  void unquote(String table) throws StatementFailed {
    kernel.execute(
        "UPDATE why SET isString = true, val = %s WHERE tbl = %s AND %s"
            .formatted(JsonStrings.bare("val"), literal(table), JsonStrings.isOne("val")));
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
    return new Values(kernel, TABLE, where(group));
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
}
