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

class UnlikeComparisonsTest {
  private static Binder binder;

  @BeforeAll
  static void declare() {
    binder = Binder.open();
    binder.declare(
        "x",
        new TableSchema(
            List.of(
                Column.of("i", "BIGINT", true),
                Column.of("n", "DECIMAL(9,2)", true),
                Column.of("d", "DATE", true),
                Column.of("t", "TIMESTAMP", true),
                Column.of("z", "TIMESTAMP WITH TIME ZONE", true),
                Column.of("c", "TIME", true),
                Column.of("s", "VARCHAR", true),
                Column.of("b", "BOOLEAN", true))));
  }

  @AfterAll
  static void close() {
    binder.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "i = d | 0 a BIGINT is compared with a DATE",
        "n = t | 0 a DECIMAL(9,2) is compared with a TIMESTAMP",
        "s = d | 0 a VARCHAR is compared with a DATE",
        "i IN (s, 5) | 5 a BIGINT is compared with a VARCHAR",
        "left(s, 2) = i | 0 a VARCHAR is compared with a BIGINT",
        "s = 'ü' AND i <> z | 12 a BIGINT is compared with a TIMESTAMP WITH TIME ZONE",
        "d = 20260101 | 0 a DATE is compared with an INTEGER",
        "i IN (1, d) | 5 a BIGINT is compared with a DATE",
        "b = i | 0 a BOOLEAN is compared with a BIGINT",
        "c = t | 0 a TIME is compared with a TIMESTAMP",
        "CASE i WHEN d THEN true END | 5 a BIGINT is compared with a DATE",
        "i IS DISTINCT FROM d | 0 a BIGINT is compared with a DATE",
        "abs(s::INT)::DATE = i | 0 a DATE is compared with a BIGINT",
        "coalesce(s::INT, 0) = d | 0 an INTEGER is compared with a DATE",
        "row(i) = row(d) | 0 a TUPLE(BIGINT) is compared with a TUPLE(DATE)",
        "[i] = [s] | 0 a BIGINT[] is compared with a VARCHAR[]",
        "len(list_filter([1], lambda y: y = d)) > 0 | 31 an INTEGER is compared with a DATE",
      })
  void refusesRulesThatCompareWhatHasNothingInCommon(String sql, String problem) {
    List<SqlProblem> problems = binder.bindCondition(sql, "x").problems();
    assertThat(
        problems.stream().map(p -> p.offset() + " " + p.message()).toList(),
        is(List.of(problem + ": an explicit cast is required")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT x.i FROM x JOIN x y ON x.i = y.d",
        "SELECT x.i FROM x LEFT JOIN x y ON y.s = x.s AND x.i = y.d",
        "SELECT i FROM x JOIN (SELECT d AS i FROM x) y USING (i)",
        "SELECT i FROM x WHERE EXISTS (SELECT 1 FROM x y WHERE y.d = x.i)",
        "SELECT i FROM x WHERE n >= t",
        "SELECT sum(n) FILTER (i = d) AS n FROM x",
        "WITH y AS (SELECT max(d) AS last FROM x) SELECT i FROM x, y WHERE i < last",
        "SELECT d, sum(i) AS n FROM x GROUP BY d HAVING sum(i) > d",
      })
  void refusesModelsThatCompareWhatHasNothingInCommon(String sql) {
    List<SqlProblem> problems = binder.bindQuery(sql).problems();
    assertThat(problems.toString(), problems.size(), is(1));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "d = '2026-01-01'",
        "d < t AND t < z AND d < z",
        "d BETWEEN '2026-01-01' AND t",
        "i = n AND i > 1.5 AND n IN (1, 2.5, i)",
        "i = '5'",
        "s = d::VARCHAR",
        "s = 5",
        "s = TRUE::VARCHAR",
        "s IN ('a', 'b') AND 'x' <> s",
        "d IN ('2026-01-01', t)",
        "CAST(s AS DATE) = d",
        "CAST(b AS INTEGER) = i AND b::INT = i",
        "b = 1 AND b",
        "year(d) = i AND epoch_ms(t) > i",
        "d = NULL OR d IS NULL",
        "d + INTERVAL 1 DAY > t AND d - d = i",
        "c < '10:00:00'",
      })
  void leavesWhatCanBeComparedAlone(String sql) {
    assertThat(binder.bindCondition(sql, "x").problems(), empty());
  }
}
