// SPDX-License-Identifier: Apache-2.0
package dev.sluice.bind.type;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;

import dev.sluice.bind.Binder;
import dev.sluice.bind.parse.SqlProblem;
import dev.sluice.schema.Column;
import dev.sluice.schema.TableSchema;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Values of unlike types that become one: of a set operation's column, of a CASE, of a COALESCE.
 */
class UnlikeCombinationsTest {
  private static Binder binder;

  @BeforeAll
  static void declare() {
    binder = Binder.open();
    binder.declare(
        "x",
        new TableSchema(
            List.of(
                Column.of("i", "BIGINT", true),
                Column.of("j", "INTEGER", true),
                Column.of("n", "DECIMAL(9,2)", true),
                Column.of("m", "DECIMAL(38,30)", true),
                Column.of("f", "DOUBLE", true),
                Column.of("d", "DATE", true),
                Column.of("t", "TIMESTAMP", true),
                Column.of("z", "TIMESTAMP WITH TIME ZONE", true),
                Column.of("s", "VARCHAR", true),
                Column.of("b", "BOOLEAN", true),
                Column.of("l", "BIGINT[]", true),
                Column.of("k", "VARCHAR[]", true))));
  }

  @AfterAll
  static void close() {
    binder.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "SELECT i FROM x UNION SELECT d FROM x | 7 a BIGINT and a DATE become one column, `i`",
        "SELECT i FROM x UNION ALL SELECT s FROM x | 7 a BIGINT and a VARCHAR become one column, `i`",
        "SELECT s FROM x INTERSECT SELECT i FROM x | 33 a BIGINT and a VARCHAR become one column, `i`",
        "SELECT s, i FROM x EXCEPT SELECT s, d FROM x | 10 a BIGINT and a DATE become one column, `i`",
        "SELECT b FROM x UNION SELECT i FROM x | 7 a BOOLEAN and a BIGINT become one column, `b`",
        "SELECT d FROM x UNION ALL SELECT '2026-01-01' | 7 a DATE and a VARCHAR become one column, `d`",
        "SELECT s FROM x UNION ALL SELECT 5 | 33 an INTEGER and a VARCHAR become one column",
        "SELECT i FROM x UNION SELECT n FROM x UNION SELECT d FROM x | 7 a BIGINT and a DATE become one column, `i`",
        "SELECT 'ü' AS s, i AS v FROM x UNION BY NAME SELECT d AS v, s FROM x | 31 a BIGINT and a DATE become one column",
        "(SELECT i FROM x ORDER BY i LIMIT 1) UNION ALL (SELECT s FROM x LIMIT 1) | 37 a BIGINT and a VARCHAR become one column",
        "SELECT coalesce(j::BIGINT, 0) FROM x UNION SELECT d FROM x | 7 a BIGINT and a DATE become one column",
        "SELECT l FROM x UNION ALL SELECT k FROM x | 7 a BIGINT[] and a VARCHAR[] become one column, `l`",
        "WITH RECURSIVE r AS (SELECT 1 AS a UNION ALL SELECT s FROM x, r) SELECT a FROM r | 52 a VARCHAR and an INTEGER become one column, `s`",
        "SELECT i FROM (SELECT i FROM x UNION SELECT d FROM x) q | 22 a BIGINT and a DATE become one column, `i`",
        "SELECT i FROM x WHERE EXISTS (SELECT s FROM x EXCEPT SELECT i FROM x) | 60 a BIGINT and a VARCHAR become one column, `i`",
        "SELECT coalesce(b, i) AS v FROM x | 7 a BOOLEAN and a BIGINT are branches of one value",
        "SELECT CASE WHEN b THEN b ELSE i END AS v FROM x | 7 a BOOLEAN and a BIGINT are branches of one value",
        "SELECT lag(i, 1, s) OVER () AS v FROM x | 17 a BIGINT and a VARCHAR are branches of one value",
        "SELECT i FROM x UNION SELECT f FROM x | 7 a BIGINT becomes a DOUBLE, which does not hold every value of it, in one column, `i`",
        "SELECT i FROM x UNION SELECT m FROM x | 7 a BIGINT becomes a DECIMAL(38,30), which does not hold every value of it, in one column, `i`",
        "WITH RECURSIVE r AS (SELECT 1 AS a UNION ALL SELECT f FROM x, r) SELECT a FROM r | 52 a DOUBLE becomes an INTEGER, which does not hold every value of it, in one column, `f`",
      })
  void refusesWhatHasNothingInCommon(String sql, String problem) {
    List<SqlProblem> problems = binder.bindQuery(sql).problems();
    assertThat(
        problems.stream().map(p -> p.offset() + " " + p.message()).toList(),
        is(List.of(problem + ": an explicit cast is required")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT i FROM x UNION SELECT j FROM x",
        "SELECT i FROM x UNION SELECT n FROM x",
        "SELECT j AS v FROM x UNION SELECT f FROM x",
        "SELECT n FROM x UNION SELECT f FROM x",
        "SELECT d FROM x INTERSECT SELECT t FROM x",
        "SELECT t FROM x EXCEPT SELECT z FROM x",
        "SELECT NULL AS v UNION ALL SELECT d FROM x",
        "SELECT 1 AS v UNION ALL SELECT 2.5",
        "SELECT i FROM x UNION ALL SELECT 1.5",
        "SELECT f FROM x UNION ALL SELECT 9007199254740993",
        "SELECT sum(i) AS v FROM x UNION ALL SELECT sum(n) FROM x",
        "SELECT CAST(i AS VARCHAR) AS v FROM x UNION SELECT s FROM x",
        "SELECT i::DOUBLE AS v FROM x UNION SELECT f FROM x",
        "SELECT try_cast(s AS BIGINT) AS v FROM x UNION SELECT i FROM x",
        "SELECT DATE '2026-01-01' AS v UNION SELECT t FROM x",
        "SELECT i, s FROM x UNION BY NAME SELECT s, d FROM x",
        "WITH RECURSIVE r AS (SELECT 1 AS a UNION ALL SELECT a + 1 FROM r WHERE a < 9) SELECT a FROM r",
        "WITH RECURSIVE r AS (SELECT DATE '2026-01-01' AS a UNION ALL SELECT (a + INTERVAL 1 DAY)::DATE FROM r WHERE a < DATE '2026-02-01') SELECT a FROM r",
        "SELECT coalesce(d, '2026-01-01') AS v FROM x",
        "SELECT coalesce(n, 0) AS v, coalesce(f, i) AS w, coalesce(d, t) AS y FROM x",
        "SELECT CASE WHEN b THEN i ELSE n END AS v, CASE WHEN b THEN 1 ELSE b END AS w FROM x",
        "SELECT lag(i, 1, 0) OVER () AS v, lag(s, 1, '') OVER () AS w FROM x",
      })
  void leavesWhatFitsAlone(String sql) {
    assertThat(binder.bindQuery(sql).problems(), empty());
  }
}
