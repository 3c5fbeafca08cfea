// SPDX-License-Identifier: Apache-2.0
package dev.sluice.bind.parse;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;

import dev.sluice.bind.Binder;
import dev.sluice.bind.BinderTest;
import dev.sluice.schema.Column;
import dev.sluice.schema.TableSchema;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A statement reads its declared inputs and nothing else, and gives the same rows again. */
class EscapeTest {
  private Binder binder;

  @BeforeEach
  void declareTable() {
    binder = Binder.open();
    binder.declare(
        "t",
        new TableSchema(
            List.of(Column.of("id", "BIGINT", true), Column.of("ts", "TIMESTAMP", true))));
  }

  @AfterEach
  void close() {
    binder.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "COPY t TO 'x.csv' | 0 Only a SELECT may stand here, not COPY",
        "ATTACH 'x.duckdb' | 0 Only a SELECT may stand here, not ATTACH",
        "INSTALL httpfs | 0 Only a SELECT may stand here, not INSTALL",
        "LOAD httpfs | 0 Only a SELECT may stand here, not LOAD",
        "PRAGMA database_list | 0 Only a SELECT may stand here, not PRAGMA",
        "SET memory_limit = '1TB' | 0 Only a SELECT may stand here, not SET",
        "CALL pragma_version() | 0 Only a SELECT may stand here, not CALL",
        "EXPLAIN SELECT 1 | 0 Only a SELECT may stand here, not EXPLAIN",
        "DROP TABLE t | 0 Only a SELECT may stand here, not DROP",
        "DELETE FROM t | 0 Only a SELECT may stand here, not DELETE",
        "EXPORT DATABASE 'x' | 0 Only a SELECT may stand here, not EXPORT",
        "/* SELECT 1 */ COPY t TO 'x' | 15 Only a SELECT may stand here, not COPY",
        "SELECT id FROM t; SELECT 1 | 18 Only one statement may stand here; remove everything behind the semicolon",
        "SELECT id FROM t; COPY t TO 'x' | 18 Only one statement may stand here; remove everything behind the semicolon",
        "SELECT ';' AS a; /* ; */ DROP TABLE t | 25 Only one statement may stand here; remove everything behind the semicolon",
        "PIVOT t ON id USING count(*) | 0 Only a SELECT may stand here, not PIVOT; write SELECT * FROM (PIVOT …)",
        "WITH x AS (INSERT INTO t VALUES (1, NULL) RETURNING *) FROM x | 33 Only a SELECT may stand here",
        "DESCRIBE t | 0 DESCRIBE, SHOW and SUMMARIZE may not stand in a statement",
        "FROM (SHOW TABLES) | 0 DESCRIBE, SHOW and SUMMARIZE may not stand in a statement",
        "FROM 'x.csv' | 5 A statement reads declared tables, not files or places: 'x.csv'; declare a table with this source and read that",
        "FROM 't' JOIN 's3://b/x.parquet' USING (id) | 14 A statement reads declared tables, not files or places: 's3://b/x.parquet'; declare a table with this source and read that",
        "FROM \"/etc/passwd\" | 5 A statement reads declared tables, not files or places: '/etc/passwd'; declare a table with this source and read that",
        "FROM read_csv('x.csv') | 5 A statement reads declared tables, not what read_csv() returns; declare a table with this source and read that",
        "FROM read_parquet(['x']) | 5 A statement reads declared tables, not what read_parquet() returns; declare a table with this source and read that",
        "FROM t, glob('*') | 8 A statement reads declared tables, not what glob() returns; declare a table with this source and read that",
        "FROM query('SELECT 1') | 5 A statement reads declared tables, not what query() returns; declare a table with this source and read that",
        "FROM query_table('t') | 5 A statement reads declared tables, not what query_table() returns; declare a table with this source and read that",
        "FROM duckdb_settings() | 5 A statement reads declared tables, not what duckdb_settings() returns; declare a table with this source and read that",
        "FROM json_execute_serialized_sql('x') | 5 A statement reads declared tables, not what json_execute_serialized_sql() returns; declare a table with this source and read that",
        "FROM main.t | 5 Tables have no schema or catalog: t; write t alone",
        "FROM information_schema.tables | 5 Tables have no schema or catalog: tables; write tables alone",
        "FROM memory.main.t | 5 Tables have no schema or catalog: t; write t alone",
        "SELECT getenv('HOME') AS h FROM t | 7 getenv() looks outside the statement, which may read its declared inputs only",
        "SELECT current_setting('threads') AS s | 7 current_setting() looks outside the statement, which may read its declared inputs only",
        "SELECT CURRENT_USER AS u | 7 CURRENT_USER looks outside the statement",
        "SELECT id FROM t WHERE ts < now() | 28 now() reads the clock, but a re-run must give the same rows; write logical_time(), the run's logical time",
        "SELECT today() AS d | 7 today() reads the clock, but a re-run must give the same rows; write CAST(logical_time() AS DATE), the day of the run's logical time",
        "SELECT age(ts)::VARCHAR AS a FROM t | 7 age() reads the clock, but a re-run must give the same rows; write logical_time(), the run's logical time",
        "SELECT main.now() AS d | 7 now() reads the clock, but a re-run must give the same rows; write logical_time(), the run's logical time",
        "SELECT \"NOW\"() AS d | 7 now() reads the clock, but a re-run must give the same rows; write logical_time(), the run's logical time",
        "SELECT current_date AS d | 7 current_date reads the clock, but a re-run must give the same rows; write CAST(logical_time() AS DATE), the day of the run's logical time, or table.current_date for a column of that name",
        "SELECT id FROM t ORDER BY random() | 26 random() is random, but a re-run must give the same rows",
        "SELECT uuid() AS u | 7 uuid() is random, but a re-run must give the same rows",
        "SELECT list_transform([1], lambda x: x + random()) AS r | 41 random() is random, but a re-run must give the same rows",
        "SELECT (SELECT max(random()) FROM t) AS r | 19 random() is random, but a re-run must give the same rows",
        "SELECT id FROM t TABLESAMPLE 10% | 17 A sample without a seed is random, but a re-run must give the same rows; write TABLESAMPLE reservoir(…) REPEATABLE (seed)",
        "SELECT nextval('s') AS n | 7 nextval() looks outside the statement, which may read its declared inputs only",
        "SELECT id FROM t WHERE id = $1 | 28 A statement has no parameters"
      })
  void refuses(String sql, String problem) {
    assertThat(BinderTest.texts(binder.bindQuery(sql)), is(List.of("SQL_FORBIDDEN " + problem)));
  }

  @Test
  void keepsWhatOnlyLooksAlike() {
    String sql =
        "SELECT 'read_csv(''x''); DROP TABLE t' AS a, age(ts, ts)::VARCHAR AS b -- ; SELECT\n"
            + "FROM t, range(3) /* ; */ ;";
    assertThat(BinderTest.texts(binder.bindQuery(sql)), empty());
  }

  /** A newer kernel with a new clock, a new dice or a new aggregate must be noticed here. */
  @Test
  void knowsTheFunctionsOfTheKernel() throws Exception {
    List<String> harmless = List.of("error");
    List<String> unknown = new ArrayList<>();
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement();
        ResultSet functions =
            statement.executeQuery(
                """
                SELECT DISTINCT function_name, function_type, stability FROM duckdb_functions()
                WHERE function_type IN ('scalar', 'aggregate') ORDER BY ALL""")) {
      while (functions.next()) {
        String name = functions.getString(1);
        boolean isAggregate = functions.getString(2).equals("aggregate");
        boolean isStable = functions.getString(3).equals("CONSISTENT");
        if (isAggregate != SqlFunctions.isAggregate(name)) {
          unknown.add(name);
        }
        if (!isStable && SqlFunctions.refusal(name, 0) == null && !harmless.contains(name)) {
          unknown.add(name);
        }
      }
    }
    assertThat(unknown, empty());
    assertThat(binder.references("FROM t"), is(Set.of("t")));
  }

  /** Macros hide what they call: those that aggregate or read the session are known by name. */
  @Test
  void knowsTheMacrosOfTheKernel() throws Exception {
    List<String> unknown = new ArrayList<>();
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement();
        ResultSet macros =
            statement.executeQuery(
                """
                SELECT DISTINCT function_name,
                  list_transform(regexp_extract_all(macro_definition, '(\\w+)"?\\(', 1), lambda f: lower(f))
                FROM duckdb_functions() WHERE function_type = 'macro' ORDER BY 1""")) {
      while (macros.next()) {
        String name = macros.getString(1);
        for (Object called : (Object[]) macros.getArray(2).getArray()) {
          String function = String.valueOf(called);
          boolean isHidden =
              (SqlFunctions.isAggregate(function) && !SqlFunctions.isAggregate(name))
                  || (SqlFunctions.refusal(function, 0) != null
                      && SqlFunctions.refusal(name, 0) == null);
          if (isHidden) {
            unknown.add(name + " calls " + function);
          }
        }
      }
    }
    assertThat(unknown, empty());
  }
}
