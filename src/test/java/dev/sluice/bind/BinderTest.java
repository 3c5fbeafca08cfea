// SPDX-License-Identifier: Apache-2.0
package dev.sluice.bind;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;

import dev.sluice.bind.parse.SqlProblem;
import dev.sluice.schema.Column;
import dev.sluice.schema.TableSchema;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

public class BinderTest {
  private Binder binder;

  @BeforeEach
  void declareTables() {
    binder = Binder.open();
    binder.declare(
        "orders",
        new TableSchema(
            List.of(
                Column.of("order_id", "BIGINT", false),
                Column.of("amount", "DECIMAL(12,2)", true),
                Column.of("status", "VARCHAR", true),
                Column.of("placed_at", "TIMESTAMP WITH TIME ZONE", true),
                Column.of("tags", "VARCHAR[]", true))));
    binder.declare(
        "customers",
        new TableSchema(
            List.of(Column.of("id", "BIGINT", false), Column.of("user", "VARCHAR", true))));
  }

  @AfterEach
  void close() {
    binder.close();
  }

  @Test
  void findsColumnsAndTables() {
    BoundStatement bound =
        binder.bindQuery(
            """
            WITH big AS (SELECT * FROM ORDERS WHERE amount > 10)
            SELECT o.order_id, c.user, sum(o.amount) AS total, count(*) AS n
            FROM big o JOIN customers c ON c.id = o.order_id GROUP BY ALL""");
    assertThat(bound.problems(), empty());
    assertThat(bound.tables(), containsInAnyOrder("orders", "customers"));
    assertThat(
        bound.columns().columns(),
        is(
            List.of(
                Column.of("order_id", "BIGINT", true),
                Column.of("user", "VARCHAR", true),
                Column.of("total", "DECIMAL(38,2)", true),
                Column.of("n", "BIGINT", true))));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "sum(order_id) | DECIMAL(38,0)",
        "1::TINYINT | INTEGER",
        "1::SMALLINT | INTEGER",
        "1::UTINYINT | INTEGER",
        "1::USMALLINT | INTEGER",
        "1::UINTEGER | BIGINT",
        "1::UBIGINT | DECIMAL(20,0)",
        "'00000000-0000-0000-0000-000000000000'::UUID | UUID",
        "'{}'::JSON | VARCHAR",
        "TIMESTAMP_S '2020-01-01 00:00:00' | TIMESTAMP",
        "TIMESTAMP_MS '2020-01-01 00:00:00' | TIMESTAMP",
        "TIME '01:00:00' | TIME",
        "'x'::BLOB | BLOB",
        "1.5::FLOAT | FLOAT",
        "max(placed_at) | TIMESTAMP WITH TIME ZONE",
        "[1, 2]::INTEGER[2] | INTEGER[]",
        "[[sum(order_id)]] | DECIMAL(38,0)[][]",
        "{'a b': sum(order_id), 'c': ['x']} | STRUCT(\"a b\" DECIMAL(38,0), c VARCHAR[])",
        "MAP {'k': sum(order_id)} | MAP(VARCHAR, DECIMAL(38,0))"
      })
  void turnsTypesIntoStoredOnes(String expression, String type) {
    BoundStatement bound = binder.bindQuery("SELECT " + expression + " AS x FROM orders");
    assertThat(bound.problems(), empty());
    assertThat(bound.columns().columns(), is(List.of(Column.of("x", type, true))));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "SELEC 1 | SQL_SYNTAX 0 Cannot parse the statement: syntax error at or near \"SELEC\"",
        "SELECT 'é', 1 + | SQL_SYNTAX 14 Cannot parse the statement: syntax error at or near \"+\"",
        "`` | SQL_SYNTAX 0 The statement is empty",
        "SELECT 'é', statu FROM orders | SQL_BIND 12 No column statu (has: order_id, amount, status, placed_at, tags); did you mean `status`?",
        "SELECT o.nope FROM orders o | SQL_BIND 7 No column o.nope (has: order_id, amount, status, placed_at, tags)",
        "SELECT summ(amount) AS s FROM orders | SQL_BIND 7 Scalar Function with name summ does not exist!; did you mean `sum`?",
        "SELECT * FROM order | SQL_SYNTAX 14 Cannot parse the statement: syntax error at or near \"order\"",
        "SELECT * FROM ordrs | UNKNOWN_NAME 14 No table or model ordrs (has: orders, customers); did you mean `orders`?",
        "TABLE ordrs | UNKNOWN_NAME 6 No table or model ordrs (has: orders, customers); did you mean `orders`?",
        "SELECT id, id FROM customers | SQL_BIND 11 The result has two columns id; rename one with AS",
        "SELECT id, 1 AS ID FROM customers | SQL_BIND 11 The result has two columns ID; rename one with AS",
        "SELECT id, NULL AS n FROM customers | SQL_BIND 11 Column n is of type \"NULL\", which cannot be stored; write CAST(NULL AS VARCHAR), or another type",
        "SELECT id, INTERVAL 1 DAY AS d FROM customers | SQL_BIND 11 Column d is of type INTERVAL, which cannot be stored; cast it, to VARCHAR for instance",
        "SELECT id, ['x'::ENUM('x', 'y, (')] AS e FROM customers | SQL_BIND 11 Column e is of type ENUM('x', 'y, (')[], which cannot be stored; cast it, to VARCHAR for instance",
        "SELECT id, 1::UHUGEINT AS u FROM customers | SQL_BIND 12 Column u is of type UHUGEINT, which cannot be stored; cast it to DECIMAL(38,0), which has 38 digits, or to VARCHAR",
        "SELECT id, TIMESTAMP_NS '2020-01-01' AS t FROM customers | SQL_BIND 11 Column t is of type TIMESTAMP_NS, which cannot be stored; cast it to TIMESTAMP: the lake's times end at microseconds",
        "SELECT id, MAP {'k': TIMETZ '10:00:00+01'} AS t FROM customers | SQL_BIND 11 Column t is of type MAP(VARCHAR, TIME WITH TIME ZONE), which cannot be stored; cast it to TIME, or to VARCHAR with its offset",
        "SELECT id, [TIME_NS '10:00:00'] AS t FROM customers | SQL_BIND 11 Column t is of type TIME_NS[], which cannot be stored; cast it to TIME: the lake's times end at microseconds",
        "SELECT id, {'a': {}} AS e FROM customers | SQL_BIND 11 Column e is of type STRUCT(a STRUCT), which cannot be stored; leave it out, or give it a field",
        "SELECT id, union_value(a := 1) AS u FROM customers | SQL_BIND 11 Column u is of type UNION(a INTEGER), which cannot be stored; cast it to VARCHAR, or take out a member with union_extract",
        "SELECT id, row(1, 2) AS r FROM customers | SQL_BIND 11 Column r is of type TUPLE(INTEGER, INTEGER), which cannot be stored; cast it, to VARCHAR for instance",
        "SELECT id, MAP {} AS m FROM customers | SQL_BIND 11 Column m is of type MAP(\"NULL\", \"NULL\"), which cannot be stored; write CAST(NULL AS VARCHAR), or another type",
        "SELECT amount + 'x'::DATE AS s FROM orders | SQL_BIND 14 No function matches the given name and argument types '+(DECIMAL(12,2), DATE)'. You might need to add explicit type casts.",
        "SELECT order_id, sum(amount) AS s FROM orders | SQL_BIND 7 column \"order_id\" must appear in the GROUP BY clause or must be part of an aggregate function."
      })
  void locatesMistakes(String sql, String problem) {
    assertThat(texts(binder.bindQuery(sql == null ? "" : sql)), is(List.of(problem)));
  }

  /** Databases are used again. */
  @Test
  void knowsNothingOfTheBinderBefore() {
    for (String type : List.of("BIGINT", "DATE", "VARCHAR")) {
      try (Binder each = Binder.open()) {
        assertThat(each.bindQuery("FROM seen").isValid(), is(false));
        TableSchema columns = new TableSchema(List.of(Column.of("id", type, true)));
        each.declare("seen", columns);
        each.declare("sluice.Seen", columns);
        assertThat(each.bindQuery("FROM seen").columns(), is(columns));
      }
    }
  }

  @Test
  void staysUsableAfterAnError() {
    assertThat(binder.bindQuery("SELECT nope FROM orders").isValid(), is(false));
    assertThat(binder.bindQuery("SELECT amount FROM orders").isValid(), is(true));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "SELECT * FROM a, b JOIN a USING (x) | a b",
        "WITH a AS (SELECT * FROM a), b AS (FROM a) SELECT (SELECT max(x) FROM c) FROM b | a c",
        "WITH RECURSIVE r AS (SELECT 1 AS n UNION ALL SELECT n + 1 FROM r, s) FROM r | s",
        "SELECT 1 WHERE EXISTS (FROM Orders) | orders",
        "SELECT FROM | ``"
      })
  void namesReferencedTables(String sql, String tables) {
    Set<String> expected = tables.isEmpty() ? Set.of() : Set.of(tables.split(" "));
    assertThat(binder.references(sql), is(expected));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "amount > 0",
        "amount > 0 -- not zero",
        "(amount > 0) AND (status = 'a' OR status IS NULL)",
        "status IN ('a', 'b''c')",
        "len(list_filter(tags, lambda t: t <> '')) > 0",
        "CASE WHEN amount > 0 THEN true ELSE NULL END",
        "placed_at < TIMESTAMPTZ '2020-01-01 00:00:00+00'"
      })
  void bindsConditions(String sql) {
    assertThat(texts(binder.bindCondition(sql, "orders")), empty());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "`` | SQL_SYNTAX 0 The expression is empty",
        "/* nothing */ | SQL_SYNTAX 0 The expression is empty",
        "amount | SQL_BIND 0 The expression is of type DECIMAL(12,2), not BOOLEAN",
        "'é' = statu | SQL_BIND 6 No column statu (has: order_id, amount, status, placed_at, tags); did you mean `status`?",
        "amount > 0) FROM orders -- | SQL_SYNTAX 10 Cannot parse the statement: syntax error at or near \")\"",
        "amount > 0) OR (1 = 1 | SQL_SYNTAX 10 Cannot parse the statement: syntax error at or near \")\"",
        "amount > 0 FROM orders WHERE true | SQL_SYNTAX 11 An expression has no FROM; write the condition alone",
        "amount > 0; DROP TABLE orders | SQL_FORBIDDEN 10 An expression has no semicolon; remove it",
        "amount > 0 /* | SQL_SYNTAX 11 Cannot parse the statement: unterminated /* comment at or near \"/*",
        "status = 'a | SQL_SYNTAX 9 Cannot parse the statement: unterminated string literal",
        "amount > 0 AS x | SQL_SYNTAX 11 Cannot parse the statement: syntax error at or near \"AS\"",
        "amount > 0, true | SQL_FORBIDDEN 0 Only one expression may stand here",
        "* | SQL_FORBIDDEN 0 An expression names its columns; a star is not one value",
        "COLUMNS(*) IS NOT NULL | SQL_FORBIDDEN 8 An expression names its columns; a star is not one value",
        "amount > avg(amount) | SQL_FORBIDDEN 9 An expression over one row has no aggregates such as avg()",
        "amount > 0 OR error('x') | SQL_FORBIDDEN 14 An expression that is false says that a row is wrong; error() would stop the run",
        "amount > sum(amount) OVER () | SQL_FORBIDDEN 9 An expression over one row has no window functions",
        "amount > (SELECT 1) | SQL_FORBIDDEN 9 An expression over one row has no subqueries",
        "EXISTS (FROM customers) | SQL_FORBIDDEN 0 An expression over one row has no subqueries",
        "SELECT true | SQL_SYNTAX 0 Cannot parse the statement: syntax error at or near \"SELECT\"",
        "placed_at < now() | SQL_FORBIDDEN 12 now() reads the clock, but a re-run must give the same rows; write logical_time(), the run's logical time",
        "placed_at < current_timestamp | SQL_FORBIDDEN 12 current_timestamp reads the clock, but a re-run must give the same rows; write logical_time(), the run's logical time, or table.current_timestamp for a column of that name",
        "amount > ? | SQL_FORBIDDEN 9 A statement has no parameters"
      })
  void refusesWhatIsNoCondition(String sql, String problem) {
    assertThat(texts(binder.bindCondition(sql, "orders")), is(List.of(problem)));
  }

  public static List<String> texts(BoundStatement bound) {
    return texts(bound.problems());
  }

  public static List<String> texts(List<SqlProblem> problems) {
    return problems.stream()
        .map(
            p ->
                p.code()
                    + " "
                    + p.offset()
                    + " "
                    + p.message()
                    + (p.suggestion() == null ? "" : "; " + p.suggestion()))
        .toList();
  }
}
