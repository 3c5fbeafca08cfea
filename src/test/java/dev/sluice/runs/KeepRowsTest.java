// SPDX-License-Identifier: Apache-2.0
package dev.sluice.runs;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import dev.sluice.fixture.Pipelines;
import dev.sluice.fixture.Pipelines.Ran;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checks that keep rows: every row that is against them is a row of the lake, and no other is. */
class KeepRowsTest {
  private static final String SPEC =
      """
      name: shop
      lake: lake
      warehouse: duckdb:w.duckdb
      shards: 3
      tables:
        orders:
          source: {csv: "orders*.csv"}
          columns:
            id: bigint
            grp: bigint
            seq: bigint
            zip: bigint
            city: text
            amount: "decimal(9,2)"
          checks:
            - {not_null: [city, zip], keep_rows: true, severity: warn, name: filled}
            - {null_ratio: {column: city, max: 0.9}, keep_rows: true, name: some}
            - {unique: [id], keep_rows: true, severity: warn, name: one, where: amount < 9000}
            - {references: {column: grp, table: groups, to: id}, keep_rows: true, severity: warn, name: known}
            - {range: {column: amount, min: 10, max: 900}, max_ratio: 1, keep_rows: true, name: between}
            - {accepted_values: {column: city, values: [Bern, Basel]}, keep_rows: true, severity: warn, name: listed}
            - {determines: {zip: city}, keep_rows: true, severity: warn, name: settled}
            - {monotonic: {column: amount, by: seq, per: [grp]}, keep_rows: true, severity: warn, name: rising}
            - {no_gaps: {column: seq, per: [grp]}, keep_rows: true, severity: warn, name: unbroken}
            - {max: {column: amount, max: 950}, keep_rows: true, severity: warn, name: most}
            - {sql: "SELECT grp, count(*) AS n FROM orders GROUP BY grp HAVING count(*) > 59", per: [grp], keep_rows: true, severity: warn, name: big}
            - {range: {column: amount, min: 500}, severity: warn, name: not kept}
        groups:
          source: {csv: groups.csv}
          columns: {id: bigint}
      """;

  private @TempDir Path folder;

  @BeforeEach
  void write() {
    Pipelines.write(folder.resolve("pipeline.yaml"), SPEC);
    Pipelines.write(folder.resolve("groups.csv"), "id\n0\n1\n2\n");
    String rows =
        "SELECT (i * 7 %% 190)::BIGINT AS id, i %% 5 AS grp, (i // 5) * (1 + (i %% 11 = 0)::INT) AS seq,"
            + " CASE WHEN i %% 13 > 0 THEN i %% 17 END AS zip,"
            + " CASE i %% 4 WHEN 0 THEN 'Bern' WHEN 1 THEN 'Basel' WHEN 2 THEN 'Genf' END AS city,"
            + " ((i * 7919) %% 1000)::DECIMAL(9,2) AS amount FROM range(%d, %d) t(i)";
    for (int file = 0; file < 3; file++) {
      Pipelines.query(
          "",
          "COPY (%s) TO '%s' (HEADER)"
              .formatted(
                  rows.formatted(file * 100, file * 100 + 100),
                  folder.resolve("orders%d.csv".formatted(file))));
    }
  }

  /** What plain SQL says of the rows that the sources hold. */
  private static Map<String, String> expected() {
    Map<String, String> rows = new LinkedHashMap<>();
    rows.put("filled", "SELECT * FROM o WHERE city IS NULL OR zip IS NULL");
    rows.put("some", "SELECT * FROM o WHERE city IS NULL");
    rows.put(
        "one", "SELECT * FROM o WHERE id IN (SELECT id FROM o GROUP BY id HAVING count(*) > 1)");
    rows.put("known", "SELECT * FROM o WHERE grp > 2");
    rows.put("between", "SELECT * FROM o WHERE amount < 10 OR amount > 900");
    rows.put("listed", "SELECT * FROM o WHERE city = 'Genf'");
    rows.put(
        "settled",
        "SELECT * FROM o WHERE zip IN (SELECT zip FROM o GROUP BY zip HAVING count(DISTINCT city) > 1)");
    rows.put(
        "rising",
        "SELECT * EXCLUDE (b) FROM (SELECT *, lag(amount) OVER (PARTITION BY grp ORDER BY seq, amount) AS b FROM o) WHERE amount < b");
    rows.put(
        "unbroken",
        "SELECT * EXCLUDE (b) FROM (SELECT *, lag(seq) OVER (PARTITION BY grp ORDER BY seq, id) AS b FROM o) WHERE seq - b > 1");
    rows.put("most", "SELECT * FROM o WHERE amount > 950");
    return rows;
  }

  private String sources() {
    return "WITH o AS (FROM read_csv('%s/orders*.csv', types = {'amount': 'DECIMAL(9,2)'})) "
        .formatted(folder);
  }

  private static String cells(String from) {
    return "SELECT concat_ws('|', coalesce(id::VARCHAR, '-'), grp, seq, coalesce(zip::VARCHAR, '-'), coalesce(city, '-'), amount) AS r FROM ("
        + from
        + ") ORDER BY r";
  }

  private static String stored(String table, String check) {
    return cells(
        "SELECT unnest(CAST(CAST(row_json AS JSON) AS STRUCT(id BIGINT, grp BIGINT, seq BIGINT, zip BIGINT, city VARCHAR, amount DECIMAL(9,2)))) FROM %s WHERE table_name = 'orders' AND check_name = '%s'"
            .formatted(table, check));
  }

  @Test
  void keepsEveryRowAgainstACheckAndNoOther() {
    Ran unused = Pipelines.run(folder);
    String files = "read_parquet('" + folder + "/lake/staging/check_rows/**/*.parquet')";
    expected()
        .forEach(
            (check, rows) -> {
              List<String> wanted = Pipelines.query("", sources() + cells(rows));
              assertThat(check, wanted, is(not(empty())));
              assertThat(check, Pipelines.query("", stored(files, check)), is(wanted));
              assertThat(
                  check,
                  Pipelines.query(folder + "/w.duckdb", stored("staging.check_rows", check)),
                  is(wanted));
            });
    assertThat(
        Pipelines.query(
            "", "SELECT row_json FROM " + files + " WHERE check_name = 'big' ORDER BY row_json"),
        is(
            IntStream.range(0, 5)
                .mapToObj(group -> "{\"grp\":%d,\"n\":60}".formatted(group))
                .toList()));
    String all =
        sluice(
            0,
            "query",
            folder.toString(),
            "SELECT DISTINCT check_name FROM check_rows ORDER BY 1",
            "--format",
            "csv");
    assertThat(
        all.lines().skip(1).toList(),
        contains(
            "between",
            "big",
            "filled",
            "known",
            "listed",
            "most",
            "one",
            "rising",
            "settled",
            "some",
            "unbroken"));
    String shown = sluice(0, "check", "show", folder.toString(), "between");
    assertThat(
        shown,
        containsString(
            "FROM check_rows WHERE table_name = '\\''orders'\\'' AND check_name ="
                + " '\\''between'\\''"));
  }

  /** A run that a check holds back shows its rows too; the next run has only its own. */
  @Test
  void keepsRowsOfAFailedRunAndGivesThemUpWithIt() {
    Path shop = folder.resolve("personal");
    Pipelines.write(
        shop.resolve("pipeline.yaml"),
        """
        name: personal
        lake: lake
        keep: {runs: 1}
        tables:
          people:
            source: {csv: people.csv}
            load: replace
            columns: {id: bigint, email: {type: text, pii: true}, age: bigint}
            checks:
              - {range: {column: age, min: 0}, keep_rows: true, name: aged}
              - {sql: "SELECT email FROM people WHERE age > 100", keep_rows: true, name: old, max_rows: 5}
        """);
    Pipelines.write(
        shop.resolve("people.csv"),
        "id,email,age\n1,a@x.ch,-1\n2,b@x.ch,101\n3,a@x.ch,-1\n4,,-2\n");
    Ran held = Pipelines.sluice("run", shop.toString(), "--json");
    assertThat(held.toString(), held.exit(), is(1));
    String shown = sluice(0, "check", "show", shop.toString());
    String command =
        shown.lines().filter(line -> line.contains("FROM check_rows")).findFirst().orElse(shown);
    String run = command.substring(command.indexOf("--at ") + 5).strip();
    List<String> rows =
        sluice(
                0,
                "query",
                shop.toString(),
                "SELECT check_name, run_id = '%s', row_json->>'id', regexp_replace(row_json->>'email', '[0-9a-f]{16}', 'X'), row_json->>'age' FROM (SELECT * REPLACE (CAST(row_json AS JSON) AS row_json) FROM check_rows) ORDER BY ALL"
                    .formatted(run),
                "--at",
                run,
                "--format",
                "csv")
            .lines()
            .skip(1)
            .toList();
    assertThat(
        rows,
        contains(
            "aged,true,1,pii:X,-1", "aged,true,3,pii:X,-1", "aged,true,4,,-2", "old,true,,pii:X,"));
    String tokens = "SELECT count(DISTINCT row_json->>'email') FROM check_rows";
    assertThat(
        sluice(0, "query", shop.toString(), tokens, "--at", run, "--format", "csv")
            .lines()
            .skip(1)
            .toList(),
        contains("2"));

    Pipelines.write(shop.resolve("people.csv"), "id,email,age\n1,a@x.ch,1\n");
    Ran unused = Pipelines.run(shop);
    assertThat(
        sluice(0, "query", shop.toString(), "SELECT count(*) FROM check_rows", "--format", "csv")
            .lines()
            .skip(1)
            .toList(),
        contains("0"));
    Pipelines.write(shop.resolve("people.csv"), "id,email,age\n1,a@x.ch,200\n");
    Ran again = Pipelines.run(shop);
    assertThat(kept(shop), is("1"));
    Pipelines.write(shop.resolve("people.csv"), "id,email,age\n1,a@x.ch,201\n2,b@x.ch,202\n");
    again = Pipelines.run(shop);
    assertThat(again.toString(), kept(shop), is("2"));
    assertThat(files(shop).toString(), files(shop).size(), is(4));
    String swept = sluice(0, "gc", shop.toString(), "--older-than", "0s");
    assertThat(swept, kept(shop), is("2"));
    assertThat(swept, files(shop).size(), is(3));
  }

  private static String kept(Path shop) {
    return sluice(0, "query", shop.toString(), "SELECT count(*) FROM check_rows", "--format", "csv")
        .lines()
        .skip(1)
        .findFirst()
        .orElse("");
  }

  private static List<String> files(Path shop) {
    return Pipelines.query(
        "", "FROM glob('" + shop + "/lake/staging/check_rows/**/*.parquet') ORDER BY 1");
  }

  private static String sluice(int exit, String... args) {
    Ran ran = Pipelines.sluice(args);
    assertThat(ran.toString(), ran.exit(), is(exit));
    return ran.out();
  }
}
