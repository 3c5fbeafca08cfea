// SPDX-License-Identifier: Apache-2.0
package dev.sluice.bind.lineage;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import dev.sluice.bind.Binder;
import dev.sluice.schema.Column;
import dev.sluice.schema.TableSchema;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ColumnLineageTest {
  private static Binder binder;

  @BeforeAll
  static void declare() {
    binder = Binder.open();
    binder.declare("a", table("id", "x", "y"));
    binder.declare("b", table("id", "z"));
  }

  @AfterAll
  static void close() {
    binder.close();
  }

  private static TableSchema table(String... names) {
    return new TableSchema(
        List.of(names).stream().map(name -> Column.of(name, "BIGINT", true)).toList());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '>',
      value = {
        "SELECT x, Y AS w FROM A > x=a.x w=a.y",
        "SELECT x + y AS s, 1 AS one, count(*) AS n FROM a GROUP BY ALL > s=a.x,a.y one= n=",
        "SELECT sum(x) FILTER (WHERE y = 1) AS s FROM a > s=a.x,a.y",
        "SELECT * FROM a > id=a.id x=a.x y=a.y",
        "SELECT * EXCLUDE (id) REPLACE (y + 1 AS x) FROM a > x=a.y y=a.y",
        "SELECT b.*, t.x FROM a t JOIN b ON t.id = b.id > id=b.id z=b.z x=a.x",
        "SELECT * FROM a JOIN b USING (id) > id=a.id,b.id x=a.x y=a.y z=b.z",
        "SELECT id FROM a NATURAL JOIN b > id=a.id,b.id",
        "SELECT * FROM a SEMI JOIN b ON a.id = b.id > id=a.id x=a.x y=a.y",
        "SELECT q.m FROM (SELECT max(x) AS m FROM a) q > m=a.x",
        "SELECT k FROM (SELECT x, y FROM a) AS q(k, l) > k=a.x",
        "WITH c AS (SELECT x AS v FROM a), d(w) AS (SELECT v FROM c) SELECT w FROM d > w=a.x",
        "SELECT x AS v FROM a UNION ALL SELECT z FROM b > v=a.x,b.z",
        "SELECT x AS v, v + 1 AS w FROM a > v=a.x w=a.x",
        "SELECT (SELECT max(z) FROM b WHERE b.id = a.id) AS m FROM a > m=b.z",
        "SELECT list_transform([x], lambda e: e + y) AS l FROM a > l=a.x,a.y",
        "SELECT CASE WHEN x = 1 THEN y END AS c FROM a > c=a.x,a.y",
        "SELECT lag(x) OVER (ORDER BY y) AS l FROM a > l=a.x,a.y",
        "SELECT {p: x}.p AS s FROM a > s=a.x",
        "VALUES (1) > ?",
        "SELECT COLUMNS('x') FROM a > ?",
        "SELECT unnest([x]) AS u FROM a > ?",
        "FROM (PIVOT a ON x IN (1) USING sum(y)) > ?",
        "SELECT x FROM a UNION ALL BY NAME SELECT z FROM b > ?"
      })
  void followsColumnsOrSaysThatItCannot(String sql, String expected) {
    String made =
        binder
            .lineage(sql)
            .map(
                columns ->
                    columns.stream()
                        .map(each -> each.name() + "=" + String.join(",", each.origins()))
                        .collect(Collectors.joining(" ")))
            .orElse("?");
    assertThat(made, is(expected));
  }
}
