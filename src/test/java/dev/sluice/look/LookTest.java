// SPDX-License-Identifier: Apache-2.0
package dev.sluice.look;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.fixture.Pipelines;
import dev.sluice.fixture.Pipelines.Ran;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a lake holds, looked at by SQL and by table, after two runs. */
class LookTest {
  private static final String FIRST = "2026-02-01T06:00:00Z";
  private static final String SECOND = "2026-02-02T06:00:00Z";

  private static @TempDir Path temp;
  private static OddShop shop;
  private static String firstRun;

  @BeforeAll
  static void run() {
    shop = new OddShop(temp);
    firstRun = Pipelines.run(temp, "--created-at", FIRST, "--json").json().at("/run_id").asText();
    shop.write("pipeline.yaml", OddShop.SPEC + "publish: {approve: manual}\n");
    shop.write("data/more.csv", "id,email,amount,day,op,note\n7,flo@example.com,3,2026-01-04,,\n");
    shop.write(
        "pipeline.yaml",
        (OddShop.SPEC + "publish: {approve: manual}\n")
            .replace("data/order.csv", "'data/[om]*r*.csv'"));
    Ran unused = Pipelines.run(temp, "--created-at", SECOND);
  }

  private static Ran query(String sql, String... more) {
    String[] args = new String[more.length + 1];
    args[0] = sql;
    System.arraycopy(more, 0, args, 1, more.length);
    return shop.sluice("query", args);
  }

  private static String out(String sql, String... more) {
    Ran ran = query(sql, more);
    assertThat(ran.err(), ran.exit(), is(0));
    return ran.out();
  }

  @Test
  void showsRowsInColumns() {
    assertThat(
        out("SELECT id, amount, day, note FROM \"order\" ORDER BY id"),
        is(
            """
            id  amount  day         note
             1   10.50  2026-01-01  a, "b"
             2   20.00  2026-01-01  tab\\there
             3    5.00  2026-01-02  null
             6    1.25  2026-01-03  =1+1
             7    3.00  2026-01-04  null
            """));
  }

  @Test
  void countsTheRowsThatItDoesNotShow() {
    assertThat(
        out("SELECT i FROM range(2000) t(i)", "--limit", "2"),
        is("i\n0\n1\n… 1,998 more; --limit shows them\n"));
  }

  @Test
  void writesEveryTypeAsDocumented() {
    String columns = "* EXCLUDE (created_at, updated_at)";
    assertThat(
        out("SELECT " + columns + " FROM types", "--format", "jsonl"),
        is(
            """
            {"id":1,"flag":true,"x":1.5,"price":1234567890123456.7891,\
            "at":"2026-01-31 09:00:00+00","local":"2026-01-31 09:00:00.123456",\
            "clock":"09:30:00","uid":"7d444840-9dc0-11d1-b245-5ffdce74fad2","raw":"abc",\
            "tags":["x","y z"],"scores":{"a":1.0,"b":2.5},\
            "place":{"zip":"8000","seen":"2026-01-01"}}
            """));
    assertThat(
        out("SELECT " + columns + " FROM types", "--format", "csv"),
        is(
            """
            id,flag,x,price,at,local,clock,uid,raw,tags,scores,place
            1,true,1.5,1234567890123456.7891,2026-01-31 09:00:00+00,\
            2026-01-31 09:00:00.123456,09:30:00,7d444840-9dc0-11d1-b245-5ffdce74fad2,abc,\
            "[x, y z]","{a=1.0, b=2.5}","{'zip': 8000, 'seen': 2026-01-01}"
            """));
  }

  @Test
  void writesNumbersThatJsonDoesNotHaveAsTexts() {
    assertThat(
        out(
            "SELECT 'nan'::DOUBLE AS n, ['-inf'::FLOAT, 1] AS l, 'NaN \" NaN' AS t, NULL AS z",
            "--format",
            "json"),
        is(
            "[\n\t{\"n\":\"NaN\",\"l\":[\"-Infinity\",1.0],\"t\":\"NaN \\\" NaN\",\"z\":null}\n]\n"));
  }

  @Test
  void keepsCsvToTheLetter() {
    assertThat(
        out("SELECT note, '' AS e FROM \"order\" WHERE id < 4 ORDER BY id", "--format", "csv"),
        is("note,e\n\"a, \"\"b\"\"\",\"\"\ntab\there,\"\"\n,\"\"\n"));
  }

  @Test
  void givesProgramsOneDocument() {
    JsonNode json =
        query("SELECT id, id FROM \"order\" ORDER BY id", "--json", "--limit", "1").json();
    assertThat(json.at("/state/number").asInt(), is(2));
    assertThat(json.at("/columns/1/name").asText(), is("id_1"));
    assertThat(json.at("/rows/0").toString(), is("{\"id\":1,\"id_1\":1}"));
    assertThat(json.at("/more").asInt(), is(4));
  }

  @Test
  void writesAFileWholeAndOverNothing() {
    Path file = temp.resolve("out/rows.parquet");
    String sql = "SELECT id FROM \"order\"";
    assertThat(out(sql, "--out", file.toString()), is("wrote 5 rows to " + file + "\n"));
    assertThat(Pipelines.query("", "SELECT sum(id) FROM '%s'".formatted(file)), is(List.of("19")));
    assertThat(query(sql, "--out", file.toString()).exit(), is(3));
    Ran inLake = query(sql, "--out", temp.resolve("lake/x.csv").toString(), "--force");
    assertThat(inLake.exit(), is(3));
    assertThat(inLake.err(), containsString("lies in the lake"));
  }

  @Test
  void readsTheStatementFromAFile() {
    shop.write("q.sql", "-- how many\nSELECT count(*) AS n\nFROM \"order\";\n");
    assertThat(
        Pipelines.sluice("query", temp.toString(), "-f", shop.path("q.sql").toString()).out(),
        is("n\n5\n"));
  }

  @Test
  void showsStatesByTheirRuns() {
    String count = "SELECT count(*) AS n, max(id) AS id FROM \"order\"";
    assertThat(out(count, "--at", "1"), is("n  id\n4   6\n"));
    assertThat(out(count, "--at", firstRun), is("n  id\n4   6\n"));
    assertThat(out(count, "--at", "last-approved"), is("n  id\n4   6\n"));
    assertThat(out(count, "--production"), is("n  id\n4   6\n"));
    assertThat(
        out("SELECT id FROM \"order\" EXCEPT SELECT id FROM production.order"), is("id\n 7\n"));
    Ran unknown = query(count, "--at", "9");
    assertThat(unknown.exit(), is(2));
    assertThat(
        unknown.err(),
        is(
            "sluice: UNKNOWN_NAME: --at 9: no run has that id or number; `sluice status`"
                + " lists them.\n"));
  }

  @Test
  void hidesPersonalValuesWhereverTheyGo() {
    String seen = out("SELECT DISTINCT email FROM \"order\"");
    assertThat(seen, endsWith("pii:… stands for a personal value; --reveal shows them\n"));
    assertThat(seen.lines().filter(line -> line.matches("pii:[0-9a-f]{16}")).count(), is(4L));
    String csv =
        out(
            "SELECT email, upper(email) AS u, length(email) AS l FROM \"order\"",
            "--format",
            "csv");
    assertThat(csv, not(containsString("@")));
    assertThat(csv.toLowerCase(java.util.Locale.ROOT), not(containsString("example")));
    assertThat(out("SELECT count(email) AS n FROM \"order\""), is("n\n5\n"));
    assertThat(out("FROM raw.\"order\"", "--format", "csv"), not(containsString("2026-01-01")));
    assertThat(
        out("SELECT DISTINCT payload FROM dead_letters", "--format", "csv"), is("payload\n\n"));
    assertThat(
        out("SELECT email FROM \"order\" WHERE id = 1", "--reveal"),
        is("email\nada@example.com\n"));
    assertThat(
        out("SELECT DISTINCT payload FROM dead_letters.order", "--reveal", "--format", "csv"),
        is("payload\n\"4,dee@example.com,-1,2026-01-02,,x\"\n"));
  }

  @Test
  void showsDeletedRowsToNobody() {
    assertThat(query("FROM _deleted_order").exit(), is(2));
    assertThat(out("SELECT count(*) AS n FROM \"order\" WHERE id = 5"), containsString("0\n"));
    assertThat(out("SELECT _row FROM raw.order WHERE _row = 5"), containsString("   5\n"));
  }

  @Test
  void showsATableWithoutRows() {
    assertThat(out("SELECT id, amount FROM empty_one"), startsWith("id  amount\n"));
    assertThat(out("SELECT count(*) AS n FROM raw.empty_one"), startsWith("n\n0\n"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "FROM read_parquet('lake/**/*.parquet')",
        "FROM 'lake/x.parquet'",
        "SELECT * FROM read_text('/etc/hostname')",
        "SELECT content FROM glob('*')",
        "COPY (SELECT 1) TO 'x.csv'",
        "ATTACH 'x.db'",
        "CREATE TABLE x AS SELECT 1",
        "INSERT INTO \"order\" VALUES (1)",
        "DROP TABLE \"order\"",
        "SET threads = 4",
        "INSTALL httpfs",
        "SELECT 1; DROP TABLE \"order\"",
        "SELECT 1) TO 'x.csv'; --",
        "SELECT __token('a', 0)",
        "SELECT getenv('HOME')",
        "FROM duckdb_tables()",
        "FROM information_schema.tables",
        "FROM (SHOW TABLES)",
        "EXPLAIN SELECT 1"
      })
  void doesNothingButSelect(String sql) {
    assertThat(query(sql).exit(), is(2));
    assertThat(Files.exists(Path.of("x.csv")), is(false));
  }

  @Test
  void mayReadTheClock() {
    assertThat(out("SELECT now() > TIMESTAMPTZ '2020-01-01' AS later"), is("later\ntrue\n"));
    assertThat(out("SELECT logical_time() = '%s' AS same".formatted(SECOND)), is("same\ntrue\n"));
  }

  @Test
  void pointsAtWhatIsWrong() {
    Ran column = query("SELECT id,\n  amuont\nFROM \"order\"");
    assertThat(column.exit(), is(2));
    assertThat(
        column.err(),
        is(
            """
            SQL:2:3: error SQL_BIND: No column amuont (has: id, email, amount, day, op, note, created_at, updated_at)
                2 |   amuont
                  |   ^
              did you mean `amount`?

            1 error
            """));
    assertThat(
        query("SELECT * FROM raw.ordr").err(),
        is(
            """
            SQL:1:15: error UNKNOWN_NAME: No table or model raw.ordr (has: order, types, Empty_One, per_day, raw.order, raw.types, raw.Empty_One, dead_letters, sluice.runs, sluice.checks, sluice.column_stats)
                1 | SELECT * FROM raw.ordr
                  |               ^
              did you mean `raw.order`?

            1 error
            """));
    assertThat(
        query("FROM order").err(),
        containsString("a name that is a word of SQL stands in quotes: \"order\""));
    assertThat(query("SHOW TABLES").err(), containsString("`sluice show` lists the tables"));
    assertThat(
        query("SUMMARIZE SELECT nope FROM types").err(), startsWith("SQL:1:18: error SQL_BIND"));
    JsonNode json = query("SELECT nope", "--json").json();
    assertThat(json.at("/error/code").asText(), is("SQL_BIND"));
    assertThat(json.at("/issues/0/column").asInt(), is(8));
  }

  @Test
  void pointsAtWhatFailsOnAValue() {
    Ran ran = query("SELECT id,\n  CAST(note AS INTEGER) AS n FROM \"order\" WHERE id = 6");
    assertThat(ran.exit(), is(1));
    assertThat(
        ran.err(),
        is(
            """
            SQL:2:3: error SQL_FAILED: Could not convert string '=1+1' to INTEGER (column note)
                2 |   CAST(note AS INTEGER) AS n FROM "order" WHERE id = 6
                  |   ^

            1 error
            """));
  }

  @Test
  void describesATable() {
    String text = shop.sluice("show", "order").out();
    assertThat(
        text,
        startsWith(
            """
            order  (table, load: merge by id)
              state   run 2 (%s, 2026-02-02T06:00:00Z)
              rows    5 in 1 file, """
                .formatted(query("SELECT 1", "--json").json().at("/state/run_id").asText())));
    assertThat(
        text,
        containsString(
            """
              dead    1 in all runs, 1 in the newest
                      sluice deadletters list %s --all --table order

            column      type                      null  what
            id          BIGINT                    no    key
            email       VARCHAR                   yes   personal
            amount      DECIMAL(9,2)              no
            day         DATE                      no
            op          VARCHAR                   yes
            note        VARCHAR                   yes
            created_at  TIMESTAMP WITH TIME ZONE  no    added by Sluice
            updated_at  TIMESTAMP WITH TIME ZONE  no    added by Sluice

            id  email """
                .formatted(temp)));
    JsonNode json = shop.sluice("show", "order", "--json").json();
    assertThat(json.at("/rows").asInt(), is(5));
    assertThat(json.at("/key/0").asText(), is("id"));
    assertThat(json.at("/first_rows").size(), is(5));
  }

  @Test
  void describesAModelBySqlAndInputs() {
    assertThat(
        shop.sluice("show", "per_day").out(),
        containsString(
            """
              reads   order
              per     day
              sql     per_day.sql
                SELECT day, count(*) AS n, sum(amount) AS total
                FROM "order"
                GROUP BY day
            """));
  }

  @Test
  void listsTheTables() {
    assertThat(
        shop.sluice("show", "--at", "1").out(),
        containsString(
            "also: raw.order, raw.types, raw.Empty_One, dead_letters, sluice.runs, sluice.checks, sluice.column_stats\n"));
    Ran wrong = shop.sluice("show", "ordr");
    assertThat(wrong.exit(), is(2));
    assertThat(
        wrong.err(),
        is("sluice: UNKNOWN_NAME: There is no table or model ordr; did you mean `order`?\n"));
  }

  @Test
  void takesTheTableAndTheFolderInAnyOrder() {
    assertThat(
        Pipelines.sluice("files", "order", temp.toString()).out(),
        is(shop.sluice("files", "order").out()));
  }

  @Test
  void namesTheLiveFilesAlone() {
    List<String> files = shop.sluice("files", "order").out().lines().toList();
    assertThat(files, everyItem(startsWith(temp + "/lake/staging/order/")));
    assertThat(
        Pipelines.query(
            "", "SELECT count(*) FROM read_parquet(['%s'])".formatted(String.join("', '", files))),
        is(List.of("5")));
    JsonNode production = shop.sluice("files", "order", "--production", "--json").json();
    assertThat(production.at("/rows").asInt(), is(4));
    assertThat(production.at("/state/release").asInt(), is(1));
    assertThat(shop.sluice("files", "order", "--raw", "--json").json().at("/rows").asInt(), is(13));
    assertThat(shop.sluice("files", "Empty_One").out(), is(""));
  }
}
