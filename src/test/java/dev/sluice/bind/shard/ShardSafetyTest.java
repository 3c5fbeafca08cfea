// SPDX-License-Identifier: Apache-2.0
package dev.sluice.bind.shard;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import dev.sluice.bind.BinderTest;
import dev.sluice.bind.ShardedEqualsWholeTest;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What cannot be proven is refused, with the place, the reason and what to do. */
class ShardSafetyTest {
  private static final String WHOLE = "`per: []` runs the statement in one piece";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "SELECT g, sum(v) FROM a GROUP BY g | 33 GROUP BY does not contain k, by which the rows are"
            + " split; add k unchanged, or else WHOLE",
        "SELECT g, sum(v) FROM a GROUP BY ALL | 24 GROUP BY does not contain k, by which the rows"
            + " are split; add k unchanged, or else WHOLE",
        "SELECT k, g, sum(v) FROM a GROUP BY ROLLUP (k, g) | 44 GROUP BY does not contain k, by"
            + " which the rows are split; add k unchanged, or else WHOLE",
        "SELECT k + 0 AS k, sum(v) FROM a GROUP BY 1 | 42 GROUP BY does not contain k, by which the"
            + " rows are split; add k unchanged, or else WHOLE",
        "SELECT k, sum(v) FROM (SELECT k % 2 AS k, v FROM a) GROUP BY k | 61 GROUP BY does not"
            + " contain k, by which the rows are split; add k unchanged, or else WHOLE",
        "SELECT k, sum(v) FROM (SELECT v AS k, v FROM a) GROUP BY k | 57 GROUP BY does not contain"
            + " k, by which the rows are split; add k unchanged, or else WHOLE",
        "SELECT 'é', sum(v) FROM a | 12 sum() without GROUP BY looks at all rows, but they are"
            + " split by k; WHOLE",
        "SELECT 1 FROM a HAVING count(*) > 1 | 23 count_star() without GROUP BY looks at all rows,"
            + " but they are split by k; WHOLE",
        "SELECT sum(v) IN (SELECT f FROM l) FROM a | 7 sum() without GROUP BY looks at all rows,"
            + " but they are split by k; WHOLE",
        "SELECT (SELECT sum(a.v)) FROM a | 15 sum() over columns from outside its subquery looks at"
            + " all rows, but they are split by k; WHOLE",
        "SELECT (SELECT max(f) FROM l WHERE f = sum(a.v)) FROM a | 39 sum() over columns from"
            + " outside its subquery looks at all rows, but they are split by k; WHOLE",
        "SELECT geomean(v) FROM a | 7 geomean() without GROUP BY looks at all rows, but they are"
            + " split by k; WHOLE",
        "SELECT k, row_number() OVER (ORDER BY v) FROM a | 10 PARTITION BY of row_number() does not"
            + " contain k, by which the rows are split; add k unchanged, or else WHOLE",
        "SELECT k FROM a QUALIFY rank() OVER (PARTITION BY g ORDER BY v) = 1 | 24 PARTITION BY of"
            + " rank() does not contain k, by which the rows are split; add k unchanged, or else"
            + " WHOLE",
        "SELECT k FROM a ORDER BY count(*) OVER (PARTITION BY k) | 25 A window function in ORDER BY"
            + " looks at all rows, but they are split by k; WHOLE",
        "SELECT DISTINCT g FROM a | 7 DISTINCT does not contain k, by which the rows are split; add"
            + " k unchanged, or else WHOLE",
        "SELECT DISTINCT ON (g) k FROM a | 7 DISTINCT does not contain k, by which the rows are"
            + " split; add k unchanged, or else WHOLE",
        "SELECT DISTINCT ON (k) g AS k FROM a | 7 DISTINCT does not contain k, by which the rows"
            + " are split; add k unchanged, or else WHOLE",
        "SELECT k FROM a LIMIT 3 | 16 LIMIT or OFFSET looks at all rows, but they are split by k;"
            + " WHOLE",
        "SELECT k FROM a OFFSET 3 | 16 LIMIT or OFFSET looks at all rows, but they are split by k;"
            + " WHOLE",
        "SELECT k FROM a TABLESAMPLE reservoir(3 ROWS) REPEATABLE (1) | 16 A sample looks at all"
            + " rows, but they are split by k; WHOLE",
        "SELECT v, w FROM a JOIN b ON a.g = b.g | 19 The join does not equate k, by which the rows"
            + " of both sides are split; join on k too, or else WHOLE",
        "SELECT v, w FROM a, b WHERE a.k = b.k | 18 The join does not equate k, by which the rows"
            + " of both sides are split; join on k too, or else WHOLE",
        "SELECT v, w FROM a JOIN b ON a.k = b.k OR a.g = b.g | 19 The join does not equate k, by"
            + " which the rows of both sides are split; join on k too, or else WHOLE",
        "SELECT v, w FROM a JOIN b ON a.k = b.w | 19 The join does not equate k, by which the rows"
            + " of both sides are split; join on k too, or else WHOLE",
        "SELECT v, w FROM a POSITIONAL JOIN b | 19 A POSITIONAL JOIN looks at all rows, but they"
            + " are split by k; WHOLE",
        "SELECT f FROM a RIGHT JOIN l USING (g) | 16 The join keeps rows of a lookup, which every"
            + " shard would repeat; keep the rows of the other side, or else WHOLE",
        "SELECT f FROM l LEFT JOIN a USING (g) | 16 The join keeps rows of a lookup, which every"
            + " shard would repeat; keep the rows of the other side, or else WHOLE",
        "SELECT f FROM l ANTI JOIN a USING (g) | 16 The join keeps rows of a lookup, which every"
            + " shard would repeat; keep the rows of the other side, or else WHOLE",
        "SELECT f FROM a FULL JOIN l USING (g) | 16 The join keeps rows of a lookup, which every"
            + " shard would repeat; keep the rows of the other side, or else WHOLE",
        "SELECT b.k, count(*) FROM a LEFT JOIN b USING (k) GROUP BY b.k | 59 GROUP BY does not"
            + " contain k, by which the rows are split; add k unchanged, or else WHOLE",
        "SELECT a.k, count(*) FROM a FULL JOIN b USING (k) GROUP BY a.k | 59 GROUP BY does not"
            + " contain k, by which the rows are split; add k unchanged, or else WHOLE",
        "SELECT k FROM a WHERE k IN (SELECT k FROM b) | 27 A subquery over a table that is not a"
            + " lookup sees only a part of its rows; write it as a join, or else WHOLE",
        "SELECT k FROM a WHERE EXISTS (FROM b WHERE b.k = a.k) | 22 A subquery over a table that is"
            + " not a lookup sees only a part of its rows; write it as a join, or else WHOLE",
        "SELECT f FROM l WHERE g IN (SELECT g FROM a) | 27 A subquery over a table that is not a"
            + " lookup sees only a part of its rows; write it as a join, or else WHOLE",
        "SELECT k, g FROM a UNION SELECT v, g FROM a | 19 UNION does not contain k, by which the"
            + " rows are split; add k unchanged, or else WHOLE",
        "SELECT g FROM a EXCEPT SELECT g FROM b | 16 EXCEPT does not contain k, by which the rows"
            + " are split; add k unchanged, or else WHOLE",
        "SELECT g FROM a UNION ALL SELECT g FROM l | 16 A part of the UNION reads lookups only;"
            + " every shard would repeat it; WHOLE",
        "SELECT k FROM a UNION ALL SELECT k FROM b LIMIT 1 | 42 LIMIT or OFFSET looks at all rows,"
            + " but they are split by k; WHOLE",
        "SELECT sum(f) AS f FROM l | 0 The statement reads lookups only, so every shard would"
            + " repeat it; WHOLE",
        "WITH RECURSIVE r AS (SELECT k FROM a UNION ALL SELECT k + 1 FROM r WHERE k < 3) FROM r |"
            + " 28 A recursive query looks at all rows, but they are split by k; WHOLE",
        "FROM (PIVOT a ON g IN ('g1') USING sum(v)) | 6 PIVOT looks at all rows, but they are split"
            + " by k; WHOLE",
        "SELECT a.v FROM a JOIN c USING (k) | 23 c.k is INTEGER, but BIGINT in another input; make"
            + " c a lookup, or else WHOLE"
      })
  void refusesForAKey(String sql, String problem) {
    assertThat(
        BinderTest.texts(ShardedEqualsWholeTest.check(sql, List.of("k"))),
        is(List.of("PER_MISMATCH " + problem.replace("WHOLE", WHOLE))));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "SELECT g, sum(v) FROM a GROUP BY g | 33 GROUP BY looks across rows, but the model has no"
            + " `per`; add `per: [g]`",
        "SELECT k, g, sum(v) FROM a GROUP BY 1, a.g | 36 GROUP BY looks across rows, but the model"
            + " has no `per`; add `per: [k, g]`",
        "SELECT sum(v) FROM a | 7 sum() without GROUP BY looks across rows, but the model has no"
            + " `per`; add `per: []`, which runs the statement in one piece",
        "SELECT rank() OVER (PARTITION BY k ORDER BY v) FROM a | 7 PARTITION BY of rank() looks"
            + " across rows, but the model has no `per`; add `per: [k]`",
        "SELECT DISTINCT k FROM a | 7 DISTINCT looks across rows, but the model has no `per`; add"
            + " `per: [k]`",
        "SELECT a.v, w FROM a JOIN b USING (k) | 21 A join of two inputs looks across rows, but the"
            + " model has no `per`; add `per: [k]`; or if `b` is small, `lookup: [b]`",
        "SELECT l.f, sum(v) FROM a JOIN l USING (g) GROUP BY l.f | 52 GROUP BY looks across rows,"
            + " but the model has no `per`; add `per: []`, which runs the statement in one piece",
        "SELECT l.f, a.k, sum(v) FROM a JOIN l USING (g) GROUP BY l.f, a.k | 57 GROUP BY looks"
            + " across rows, but the model has no `per`; add `per: [k]`",
        "SELECT v + 1 AS f, count(*) FROM a GROUP BY f | 44 GROUP BY looks across rows, but the"
            + " model has no `per`; add `per: []`, which runs the statement in one piece",
        "SELECT w, sum(a.v) FROM a JOIN b USING (k) GROUP BY w | 26 A join of two inputs looks"
            + " across rows, but the model has no `per`; add `per: []`, which runs the statement in"
            + " one piece",
        "SELECT k FROM a LIMIT 1 | 16 LIMIT or OFFSET looks across rows, but the model has no"
            + " `per`; add `per: []`, which runs the statement in one piece",
        "SELECT k FROM a UNION SELECT k FROM a | 16 UNION looks across rows, but the model has no"
            + " `per`; add `per: [k]`",
        "SELECT k FROM a UNION ALL SELECT k FROM a | 40 A statement without `per` reads its input"
            + " once, as it comes by; WHOLE",
        "SELECT f FROM a RIGHT JOIN l USING (g) | 16 The join keeps rows of a lookup, which every"
            + " shard would repeat; keep the rows of the other side, or else WHOLE"
      })
  void refusesForRows(String sql, String problem) {
    assertThat(
        BinderTest.texts(ShardedEqualsWholeTest.check(sql, null)),
        is(List.of("SQL_NEEDS_PER " + problem.replace("WHOLE", WHOLE))));
  }

  @Test
  void saysEachThingOnce() {
    String sql =
        """
        WITH s AS (SELECT g, sum(v) AS s FROM a GROUP BY g)
        SELECT s.g, count(*) FROM s JOIN b USING (g) GROUP BY s.g\
        """;
    assertThat(ShardedEqualsWholeTest.check(sql, List.of("k")).size(), is(1));
  }

  @Test
  void namesAllThatIsMissing() {
    assertThat(
        ShardedEqualsWholeTest.check("SELECT v, sum(k) FROM a GROUP BY v", List.of("k", "g"))
            .get(0)
            .message(),
        is("GROUP BY does not contain k, g, by which the rows are split"));
    assertThat(
        ShardedEqualsWholeTest.check("SELECT w FROM b", List.of("v")).get(0).message(),
        is("b has no column v, by which its rows would be split"));
  }
}
