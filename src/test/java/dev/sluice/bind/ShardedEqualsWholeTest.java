// SPDX-License-Identifier: Apache-2.0
package dev.sluice.bind;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;

import dev.sluice.bind.parse.SqlProblem;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is accepted gives the same rows on shards as on the whole. */
public class ShardedEqualsWholeTest {
  private static final Map<Long, ShardFixture> FIXTURES = new TreeMap<>();
  private static final Binder BINDER = binder();

  @BeforeAll
  static void fillTables() throws SQLException {
    for (long seed : new long[] {1, 2, 3}) {
      System.out.println("tables: seed " + seed);
      FIXTURES.put(seed, new ShardFixture(seed));
    }
  }

  @AfterAll
  static void close() throws SQLException {
    for (ShardFixture fixture : FIXTURES.values()) {
      fixture.close();
    }
  }

  static List<String> keyed() {
    return List.of(
        "k: SELECT k, sum(v) AS s FROM a GROUP BY k",
        "k: SELECT k, g, count(*) FROM a GROUP BY ALL",
        "k: SELECT k AS x, max(v) FROM a GROUP BY x",
        "k: SELECT g, k, min(v) FROM a GROUP BY 2, 1",
        "k: SELECT a.k, count(DISTINCT v) FROM a GROUP BY a.k HAVING count(*) > 1",
        "k: SELECT sum(v) FROM a GROUP BY g, k",
        "k: SELECT k, g, sum(v) FROM a GROUP BY GROUPING SETS ((k, g), (k))",
        "k: SELECT *, row_number() OVER (PARTITION BY k ORDER BY v, g, tags) FROM a",
        "k: SELECT * FROM a QUALIFY row_number() OVER (PARTITION BY k ORDER BY v, g, tags) = 1",
        "k: SELECT k, sum(v) OVER w FROM a WINDOW w AS (PARTITION BY g, k)",
        "k: SELECT k, sum(v), rank() OVER (PARTITION BY k ORDER BY sum(v)) FROM a GROUP BY k, g",
        "k: SELECT DISTINCT k, g FROM a",
        "k: SELECT DISTINCT * FROM a",
        "k: SELECT DISTINCT ON (k) k, v FROM a ORDER BY k, v",
        "k: SELECT a.k, v, w FROM a JOIN b USING (k)",
        "k: SELECT * FROM a JOIN b ON a.k = b.k AND a.v < b.w",
        "k: SELECT * FROM a LEFT JOIN b ON b.k = a.k",
        "k: SELECT * FROM a RIGHT JOIN b ON b.k = a.k AND b.g = a.g",
        "k: SELECT * FROM a FULL JOIN b ON b.k = a.k",
        "k: SELECT * FROM a FULL JOIN b ON b.k IS NOT DISTINCT FROM a.k",
        "k: SELECT k, count(*) FROM a FULL JOIN b USING (k) GROUP BY k",
        "k: SELECT k, count(*) FROM a RIGHT JOIN b USING (k) GROUP BY k",
        "k: SELECT b.k, count(*) FROM a RIGHT JOIN b USING (k) GROUP BY b.k",
        "k: SELECT k, count(*) FROM a LEFT JOIN b USING (k) GROUP BY k",
        "k: SELECT * FROM a NATURAL JOIN b",
        "k: SELECT * FROM a SEMI JOIN b USING (k)",
        "k: SELECT * FROM a ANTI JOIN b ON a.k = b.k AND a.v = b.w",
        "k: SELECT * FROM a x JOIN a y ON x.k = y.k AND x.v < y.v",
        "k: SELECT a.k, v, w FROM a ASOF JOIN b ON a.k = b.k AND a.v >= b.w ORDER BY 1",
        "k: SELECT k, f FROM a JOIN l ON l.g = a.g",
        "k: SELECT k, f FROM a LEFT JOIN l USING (g)",
        "k: SELECT k, f FROM l RIGHT JOIN a USING (g)",
        "k: SELECT k, f FROM l, a WHERE l.g = a.g",
        "k: SELECT * FROM a ANTI JOIN l ON l.g = a.g",
        "k: SELECT k, v FROM a WHERE g IN (SELECT g FROM l WHERE f > 1)",
        "k: SELECT k, (SELECT sum(f) FROM l WHERE l.g = a.g) FROM a",
        "k: SELECT k, (SELECT count(*) FROM l) FROM a",
        "k: WITH s AS (SELECT k, sum(v) AS s FROM a GROUP BY k) SELECT * FROM b JOIN s USING (k)",
        "k: WITH x(y) AS (SELECT k FROM a) SELECT y, count(*) FROM x GROUP BY y",
        "k: WITH a AS (SELECT k AS kk, v FROM a) SELECT kk, sum(v) FROM a GROUP BY kk",
        "k: SELECT z, sum(v) FROM (SELECT g, k, v FROM a) AS s(y, z) GROUP BY z",
        "k: SELECT k, v FROM a UNION ALL SELECT k, w FROM b",
        "k: SELECT k, g FROM a UNION SELECT k, g FROM b",
        "k: SELECT k, g FROM a INTERSECT SELECT k, g FROM b",
        "k: SELECT k, g FROM a EXCEPT ALL SELECT k, g FROM b",
        "k: SELECT g, k FROM a UNION BY NAME SELECT k, g, w FROM b",
        "k: SELECT k, count(*) FROM (SELECT k FROM a UNION ALL SELECT k FROM b) GROUP BY k",
        "k: SELECT k, t, count(*) FROM a, unnest(a.tags) AS u(t) GROUP BY k, t",
        "k: SELECT k, unnest(tags) AS t FROM a",
        "k: SELECT k, count(*) FROM (SELECT * EXCLUDE (v) REPLACE (upper(g) AS g) FROM a) GROUP BY k",
        "k: SELECT v + 1, upper(g) FROM a WHERE v > 1 ORDER BY v",
        "k,g: SELECT k, g, sum(v) FROM a GROUP BY g, k",
        "k,g: SELECT * FROM a JOIN b USING (k, g)",
        "k,g: SELECT * FROM a JOIN b ON a.k = b.k AND b.g = a.g",
        "g: SELECT a.k, f, sum(v) FROM a JOIN l USING (g) GROUP BY a.k, f, a.g",
        "g: SELECT g, sum(v), any_value(f) FROM a LEFT JOIN l USING (g) GROUP BY g",
        "k: UNPIVOT (SELECT k, v FROM a) ON v INTO NAME n VALUE x",
        "k: SELECT a.k, s.n FROM a JOIN (SELECT k, count(*) AS n FROM b GROUP BY k) s ON s.k = a.k",
        "k: SELECT b.k, s.* FROM b JOIN LATERAL (SELECT a.k, v FROM a WHERE a.v > b.w) s ON s.k = b.k");
  }

  static List<String> rowLevel() {
    return List.of(
        "SELECT k, v * 2 AS v FROM a WHERE v > 1",
        "SELECT k, v FROM a ORDER BY v",
        "SELECT a.k, f FROM a JOIN l USING (g)",
        "SELECT a.k, f FROM a LEFT JOIN l ON l.g = a.g",
        "SELECT a.k, f FROM a CROSS JOIN l",
        "SELECT a.k FROM a SEMI JOIN l USING (g)",
        "SELECT a.k FROM a ANTI JOIN (SELECT g FROM l GROUP BY g) x USING (g)",
        "WITH x AS (FROM a), m AS (SELECT max(f) AS f FROM l) SELECT k, f FROM x, m",
        "SELECT k, unnest(tags) FROM a",
        "SELECT k, t FROM a, unnest(tags) u(t)",
        "SELECT k FROM a WHERE g NOT IN (SELECT g FROM l WHERE g IS NOT NULL)");
  }

  @ParameterizedTest
  @MethodSource("keyed")
  void keyedStatements(String line) throws SQLException {
    List<String> per = List.of(line.substring(0, line.indexOf(':')).split(","));
    String sql = line.substring(line.indexOf(':') + 2);
    assertThat(BinderTest.texts(check(sql, per)), empty());
    for (Map.Entry<Long, ShardFixture> entry : FIXTURES.entrySet()) {
      assertSame(entry.getValue(), sql, per, "seed " + entry.getKey());
    }
  }

  @ParameterizedTest
  @MethodSource("rowLevel")
  void rowLevelStatements(String sql) throws SQLException {
    assertThat(BinderTest.texts(check(sql, null)), empty());
    for (Map.Entry<Long, ShardFixture> entry : FIXTURES.entrySet()) {
      ShardFixture fixture = entry.getValue();
      for (int rows : new int[] {1, 7}) {
        assertThat("seed " + entry.getKey(), fixture.batches(sql, rows), is(fixture.whole(sql)));
      }
    }
  }

  /** Statements nobody thought of: most do not bind or are refused; none may be wrong. */
  @ParameterizedTest
  @ValueSource(longs = {11, 12})
  void randomStatements(long seed) throws SQLException {
    System.out.println("random statements: seed " + seed);
    RandomStatements statements = new RandomStatements(new Random(seed));
    int accepted = 0;
    try (ShardFixture fixture = new ShardFixture(seed);
        Binder binder = binder()) {
      for (int i = 0; i < 400; i++) {
        String sql = statements.next();
        if (!binder.bindQuery("SELECT 1 AS one FROM (" + sql + ")").isValid()) {
          continue;
        }
        for (List<String> per : List.of(List.of("k"), List.of("k", "g"))) {
          if (binder.checkSharding(sql, per, ShardFixture.LOOKUP).isEmpty()) {
            accepted++;
            assertSame(fixture, sql, per, "seed " + seed + " " + per + ": " + sql);
          }
        }
        if (binder.checkSharding(sql, null, ShardFixture.LOOKUP).isEmpty()) {
          assertThat(sql, fixture.batches(sql, 3), is(fixture.whole(sql)));
        }
      }
    }
    System.out.println("accepted and equal: " + accepted);
    assertThat(accepted, greaterThan(25));
  }

  @Test
  void anEmptyKeyAcceptsEverything() {
    assertThat(check("SELECT sum(v) FROM a, b LIMIT 1", List.of()), empty());
  }

  private static void assertSame(ShardFixture fixture, String sql, List<String> per, String reason)
      throws SQLException {
    var whole = fixture.whole(sql);
    for (int shards : new int[] {1, 2, 7}) {
      assertThat(reason + " on " + shards, fixture.sharded(sql, per, shards), is(whole));
    }
  }

  static Binder binder() {
    Binder binder = Binder.open();
    ShardFixture.SCHEMAS.forEach(binder::declare);
    return binder;
  }

  public static List<SqlProblem> check(String sql, List<String> per) {
    assertThat(BinderTest.texts(BINDER.bindQuery("SELECT 1 AS one FROM (" + sql + ")")), empty());
    return BINDER.checkSharding(sql, per, ShardFixture.LOOKUP);
  }
}
