// SPDX-License-Identifier: Apache-2.0
package dev.sluice.trial;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.startsWith;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.fixture.Pipelines;
import dev.sluice.fixture.Pipelines.Ran;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrialsTest {
  private static final String ORDERS =
      """
      {"type": "record", "name": "orders", "fields": [
        {"name": "id", "type": "long", "aliases": ["Order ID"]},
        {"name": "day", "type": {"type": "int", "logicalType": "date"}},
        {"name": "amount", "type": {"type": "bytes", "logicalType": "decimal", "precision": 9, "scale": 2}},
        {"name": "tags", "type": ["null", {"type": "array", "items": "string"}], "default": null},
        {"name": "note", "type": ["null", "string"]}]}
      """;

  private static final String SPEC =
      """
      name: t
      lake: lake
      tables:
        orders:
          source: {csv: data/*.csv, null_values: ["", NA]}
          schema: orders.avsc
          rules:
            - {name: positive, sql: amount > 0}
            - {name: known_day, sql: day < CAST(logical_time() AS DATE), severity: fail}
            - {name: has_note, sql: note IS NOT NULL, severity: warn}
        events: {source: {json: data/*.json}, schema: orders.avsc}
      models:
        daily:
          per: [day]
          sql: SELECT day, count(*) AS orders, sum(amount) AS revenue, avg(amount) AS mean FROM orders GROUP BY day
          rules: [{name: some, sql: revenue > 1}]
        ratio: {sql: "SELECT id, CAST(note AS INTEGER) AS n, o.tags FROM orders AS o"}
        best: {per: [], sql: "SELECT id, amount FROM orders ORDER BY amount DESC LIMIT 3"}
        both:
          per: [day]
          lookup: [daily]
          sql: SELECT a.id, b.id AS other FROM orders AS a JOIN orders AS b ON a.day = b.day AND a.id < b.id
      """;

  @TempDir private Path folder;

  @BeforeEach
  void writesAPipeline() {
    Pipelines.write(folder.resolve("orders.avsc"), ORDERS);
    Pipelines.write(folder.resolve("pipeline.yaml"), SPEC.replace("    lookup: [daily]\n", ""));
  }

  private void cases(String text) {
    Pipelines.write(folder.resolve("tests/t.yaml"), text);
  }

  private Ran tried(String... more) {
    List<String> args = new ArrayList<>(List.of("test", folder.toString()));
    args.addAll(List.of(more));
    return Pipelines.sluice(args.toArray(String[]::new));
  }

  @Test
  void passesWhereEverythingIsAsExpected() {
    Pipelines.write(
        folder.resolve("tests/given.csv"), "id,day,amount\n1,2026-01-05,5\n2,2026-01-05,7.5\n");
    Pipelines.write(
        folder.resolve("tests/raw.csv"),
        "Order ID,day,amount,tags,note\n1,2026-01-05,5,,NA\nx,2026-01-05,7,,\n1,2\n");
    cases(
        """
        rows of a day are added:
          model: daily
          given: {orders: given.csv}
          expect: [{day: 2026-01-05, revenue: 12.50, mean: 6.25}]
        rows of a day are added, whatever their order:
          model: daily
          given:
            orders:
              - {day: 2026-01-06, amount: 3}
              - {day: 2026-01-05, amount: 5}
              - {day: 2026-01-07, amount: 0.5}
          expect:
            rows: [{day: 2026-01-05, orders: 1}, {day: 2026-01-06, revenue: 3.0}]
            dead: [{row: {day: 2026-01-07}, reasons: [some]}]
        nothing comes of nothing:
          model: daily
          given: {}
          expect: []
        a bad value is dead, and the others go on:
          model: ratio
          given: {orders: [{id: 1, note: "7", tags: [a, b]}, {id: 2, note: x}, {id: 3}]}
          expect:
            rows: [{id: 1, n: 7, tags: [a, b]}, {id: 3, n: null, tags: null}]
            dead: [{row: {id: 2}, reasons: [SQL_FAILED]}]
        an input is read twice:
          model: both
          given: {orders: [{id: 1, day: 2026-01-05}, {id: 2, day: 2026-01-05}, {id: 3, day: 2026-01-06}]}
          expect: [{id: 1, other: 2}]
        rules and types:
          table: orders
          logical_time: 2026-01-06
          given:
            - {Order ID: 1, amount: 5.00, note: NA, day: 2026-01-05}
            - {Order ID: 2, amount: -5, note: late, day: 2026-01-06}
            - {Order ID: x1, amount: 5.123, day: 2026-01-05}
            - {Order ID: 4, amount: 1, day: 2026-01-05, note: yes}
          expect:
            rows: [{id: 1, note: null, amount: 5}, {id: 4, note: yes}]
            dead:
              - {row: 2, reasons: [positive, known_day]}
              - {row: {Order ID: x1}, reasons: [TYPE_CAST id, NUM_SCALE amount]}
            warned: {has_note: 1}
        records of a file:
          table: orders
          logical_time: 2026-01-06T00:00:00Z
          given: raw.csv
          expect:
            rows: [{id: 1}]
            dead: [{row: 2, reasons: [TYPE_CAST]}, {row: 3, reasons: [CSV_COLS_FEW]}]
        records of JSON:
          table: events
          given: [{id: 1, tags: [a]}, {id: "2"}, {id: 3, tags: {a: 1}}]
          expect:
            rows: [{id: 1, tags: [a]}]
            dead: [{row: 2, reasons: [TYPE_CAST]}, {row: 3, reasons: [TYPE_CAST tags]}]
        """);
    Ran ran = tried();
    assertThat(ran.toString(), ran.exit(), is(0));
    assertThat(ran.out(), startsWith("tests/t.yaml\n  ok      rows of a day are added\n"));
    assertThat(ran.out(), containsString("\n8 cases, all as expected ("));
    assertThat(tried("records of JSON", "daily", "--json").json().path("cases").size(), is(4));
  }

  @Test
  void showsHowRowsDiffer() {
    cases(
        """
        wrong:
          model: daily
          given: {orders: [{day: 2026-01-05, amount: 5}, {day: 2026-01-06, amount: 7}, {day: 2026-01-09, amount: 9}]}
          expect:
            - {day: 2026-01-05, orders: 2, revenue: 5}
            - {day: 2026-01-06, orders: 1, revenue: 7}
            - {day: 2026-01-07, orders: 1, revenue: 8}
        order counts where the statement says so:
          model: best
          given: {orders: [{id: 1, amount: 1}, {id: 2, amount: 2}]}
          expect: [{id: 1}, {id: 2}]
        order can be left aside:
          model: best
          given: {orders: [{id: 1, amount: 1}, {id: 2, amount: 2}]}
          expect: {rows: [{id: 1}, {id: 2}], ordered: false}
        wrong deaths:
          table: orders
          logical_time: 2026-01-09
          given: [{amount: 1}, {amount: -2}, {amount: x}]
          expect:
            dead: [{row: 1, reasons: [positive]}, {row: 3, reasons: [positive]}]
            warned: {has_note: 0}
        """);
    Ran ran = tried("--junit", folder.resolve("out/junit.xml").toString());
    assertThat(ran.exit(), is(1));
    assertThat(
        ran.out(),
        containsString(
            """
              FAILED  wrong  (line 1)
                daily: 1 row differs, 1 row missing, 1 row not expected
                              day         orders  revenue
                differs       2026-01-05  2 ≠ 1   5.00
                missing       2026-01-07  1       8.00
                not expected  2026-01-09  1       9.00
                (expected ≠ got)
              FAILED  order counts where the statement says so  (line 8)
                best: the same rows in another order
                       id
                moved  1 ≠ 2
                moved  2 ≠ 1
                (expected ≠ got)
              ok      order can be left aside
              FAILED  wrong deaths  (line 16)
                row 1 is not dead, and is to be: positive
                row 3 is dead for TYPE_CAST amount, and is to be for positive
                row 2 is dead, and is to be good: RULE_BROKEN positive: Rule 'positive' is false.
                the rule `has_note` warns of 1 good row, and is to warn of 0

            4 cases, 3 failed ("""
                .stripIndent()));
    JsonNode wrong = tried("wrong", "--json").json().path("cases").get(0);
    assertThat(
        wrong.at("/rows/0").toString(),
        is(
            "{\"kind\":\"differs\",\"line\":5,\"expected\":{\"day\":\"2026-01-05\",\"orders\":\"2\",\"revenue\":\"5.00\"},\"actual\":{\"day\":\"2026-01-05\",\"orders\":\"1\",\"revenue\":\"5.00\",\"mean\":\"5.0\"},\"differing\":[\"orders\"]}"));
    String junit = Pipelines.text(folder.resolve("out/junit.xml"));
    assertThat(junit, containsString("<testsuite tests=\"4\" failures=\"3\""));
    assertThat(
        junit,
        containsString(
            "<failure message=\"daily: 1 row differs, 1 row missing, 1 row not expected\">"));
  }

  @Test
  void locatesWhatIsWrongWithACase() {
    cases(
        """
        unknown:
          model: dayly
          given: {}
          expect: []
        both: {table: orders, model: daily, given: {}, expect: []}
        columns:
          model: daily
          given: {orders: [{amunt: 1}], customers: []}
          expect: [{revenu: 1}]
        time:
          table: orders
          given: [{amount: 1}]
          expect: {dead: [{row: no, reasons: x}], sorted: true}
        file: {model: daily, given: {orders: nope.csv}, expect: 7}
        """);
    List<String> issues = new ArrayList<>();
    Ran ran = tried("--json");
    ran.json()
        .path("issues")
        .forEach(
            i ->
                issues.add(
                    i.path("line")
                        + ":"
                        + i.path("column")
                        + " "
                        + i.path("code").asText()
                        + " "
                        + i.path("message").asText()));
    assertThat(ran.exit(), is(2));
    assertThat(
        issues,
        contains(
            "2:10 UNKNOWN_NAME no model is named `dayly`",
            "5:1 MISSING_KEY a case names what it tries: either a `model` or a `table`",
            "8:21 UNKNOWN_NAME `orders` has no column `amunt`",
            "8:33 UNKNOWN_NAME the model `daily` does not read `customers`",
            "9:13 UNKNOWN_NAME `daily` has no column `revenu`",
            "10:1 MISSING_KEY what is tried here reads logical_time(), and the case does not say it",
            "13:25 INVALID_VALUE `row` says which row is dead, not the text `no`",
            "13:43 UNKNOWN_KEY `sorted` is not a key of `expect`",
            "14:38 FILE_NOT_FOUND there is no file `nope.csv` beside this one",
            "14:57 INVALID_VALUE the rows of `daily` are a list of maps, not the number `7`"));
    cases("typed: {model: daily, given: {orders: [{day: soon}]}, expect: []}\n");
    ran = tried();
    assertThat(ran.exit(), is(1));
    assertThat(ran.out(), containsString("    tests/t.yaml:1:46: a row of `orders`: "));
    assertThat(
        tried("dail").err(),
        containsString(
            "no case, table, model or file of cases is called dail: did you mean `daily`?"));
  }

  @Test
  void takesRawRowsByTheNamesThatTheirSourceHas() {
    for (String format : List.of("csv", "json")) {
      Pipelines.write(
          folder.resolve("pipeline.yaml"),
          """
          name: t
          lake: lake
          tables:
            orders:
              source: {%1$s: data/*.%1$s}
              columns: {id: bigint!, kunde: text, placed: {type: date, from: Bestellt am}}
          """
              .formatted(format));
      Pipelines.write(
          folder.resolve("tests/rows.csv"), "ID, Kunde ,bestellt am\n2,Grace,2026-01-06\n");
      String rows =
          """
          as the source has them:
            table: orders
            given: [{ID: 1, Kunde: Ada, Bestellt am: "2026-01-05"}, {id: 3, kunde: Ed, placed: "2026-01-07"}]
            expect: [{id: 1, kunde: Ada, placed: 2026-01-05}, {id: 3, kunde: Ed, placed: 2026-01-07}]
          """;
      String file =
          """
          from a file:
            table: orders
            given: rows.csv
            expect: [{id: 2, kunde: Grace, placed: 2026-01-06}]
          """;
      cases(format.equals("csv") ? rows + file : rows);
      Ran ran = tried();
      assertThat(format + ran.out() + ran.err(), ran.exit(), is(0));
    }
    cases("x: {table: orders, given: [{Stadt: Ulm}], expect: []}\n");
    assertThat(tried().err(), containsString("it has `id`, `kunde`, `placed`, `Bestellt am`"));
  }

  @Test
  void takesVariablesOfItsOwn() {
    Pipelines.write(
        folder.resolve("pipeline.yaml"),
        "vars: {least: 5}\n"
            + SPEC.replace("    lookup: [daily]\n", "").replace("amount > 0", "amount > ${least}"));
    String rows = "{table: orders, logical_time: 2026-01-09, given: [{amount: 3}], expect: ";
    cases(
        "usual: "
            + rows
            + "{dead: [{row: 1, reasons: [positive]}]}}\n"
            + "other: "
            + rows.replace("given", "vars: {least: 2}, given")
            + "[{amount: 3}]}\n");
    Ran ran = tried();
    assertThat(ran.toString(), ran.exit(), is(0));
    cases("other: " + rows.replace("given", "vars: {leest: 2}, given") + "[]}\n");
    assertThat(tried().exit(), is(2));
  }

  @Test
  void passesWhatANewPipelineHas() {
    Path shop = folder.resolve("shop");
    assertThat(Pipelines.sluice("init", shop.toString()).exit(), is(0));
    Ran ran = Pipelines.sluice("test", shop.toString());
    assertThat(ran.toString(), ran.exit(), is(0));
    assertThat(ran.out(), containsString("\n2 cases, all as expected ("));
  }

  @Test
  void saysWhereCasesStandWhenThereAreNone() {
    Ran ran = tried();
    assertThat(ran.exit(), is(2));
    assertThat(ran.err(), containsString("/tests/*.yaml; `sluice test --help` shows one"));
  }
}
