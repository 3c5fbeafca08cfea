// SPDX-License-Identifier: Apache-2.0
package dev.sluice.runs;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;

import dev.sluice.fixture.Pipelines;
import dev.sluice.fixture.Pipelines.Ran;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bad input through the whole pipeline: a clear word, the right exit code, nothing lost. */
class BadInputTest {
  private static final String GOOD = "id,shop,amount,at\n1,a,1.00,2026-01-01\n";

  private @TempDir Path folder;
  private SmallShop shop;

  @BeforeEach
  void open() {
    shop = new SmallShop(folder);
  }

  @Test
  void buriesBadRowsWithEveryReasonAndPublishesTheOthers() {
    shop.spec(
        "{csv: data/*.csv}",
        "load: append",
        "rules: [amount > 0, id < 100]",
        "tolerate: {dead_rows: 3}");
    shop.data(
        "a.csv",
        GOOD + "x,a,-1.00,2026-02-30\n200,a,-2.00,2026-01-01\n3,\"a,1\n4,a,4.00,2026-01-04\n");
    shop.run();
    assertThat(shop.rows("SELECT id FROM production.sales ORDER BY 1"), contains("1", "4"));
    assertThat(
        shop.letters(
            "origin_row, stage, list_transform(reasons, lambda r: r.code || ' ' || coalesce(r.rule, r.column, ''))"),
        contains(
            "2|contract|[TYPE_CAST id, TS_RANGE at, RULE_BROKEN amount > 0]",
            "3|rules|[RULE_BROKEN amount > 0, RULE_BROKEN id < 100]",
            "4|read|['CSV_QUOTE ']"));
    assertThat(
        shop.letters("payload"),
        contains("200,a,-2.00,2026-01-01", "3,\"a,1", "x,a,-1.00,2026-02-30"));
  }

  /** A value holds a line end, and a line is blank: the second record is in the fifth line. */
  @Test
  void tellsTheLineThatAnEditorShowsBesideTheNumberOfTheRecord() {
    shop.spec("{csv: data/*.csv}", "load: append", "tolerate: {dead_rows: 1}");
    shop.data("a.csv", "id,shop,amount,at\n\n1,\"a\nb\",1.00,2026-01-01\nx,a,1.00,2026-01-01\n");
    Ran ran = shop.run();
    assertThat(ran.out(), containsString("1 × sales.id: `x` (1)"));
    String list = Pipelines.sluice("deadletters", "list", folder.toString()).out();
    assertThat(list, containsString("a.csv:5 #2"));
    shop.data("a.csv", "id,shop,amount,at\n1,a,1.00,2026-01-01\ny,a,1.00,2026-01-01\n");
    String changed = Pipelines.sluice("deadletters", "list", folder.toString()).out();
    assertThat(changed, containsString("a.csv #2"));
  }

  @Test
  void failsTheRunWhenDeadRowsAreNotTolerated() {
    shop.spec("{csv: data/*.csv}", "load: append");
    shop.data("a.csv", GOOD + "x,a,1.00,2026-01-01\n");
    Ran ran = shop.attempt();
    assertThat(ran.exit(), is(1));
    assertThat(ran.out(), containsString("tolerate: {dead_rows: 1}"));
    assertThat(shop.letters("payload_format"), contains("csv"));
    nothingIsVisible();
  }

  @Test
  void leavesProductionAsItWasWhenACheckFails() {
    shop.spec("{csv: data/*.csv}", "load: replace", "checks: [{row_count: {max: 1}}]");
    shop.data("a.csv", GOOD).run();
    shop.data("b.csv", GOOD.replace("1,a", "2,a"));
    Ran ran = shop.attempt();
    assertThat(ran.exit(), is(1));
    assertThat(ran.out(), containsString("at most 1"));
    assertThat(shop.rows("SELECT id FROM production.sales"), contains("1"));
    assertThat(shop.rows("SELECT id FROM staging.sales"), contains("1"));
  }

  @Test
  void failsOnACutGzipBeforeAnythingIsVisible() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream zip = new GZIPOutputStream(bytes)) {
      zip.write((GOOD + "2,a,1.00,2026-01-01\n".repeat(1000)).getBytes(StandardCharsets.UTF_8));
    }
    Files.createDirectories(shop.path("data"));
    Files.write(shop.path("data/a.csv.gz"), Arrays.copyOf(bytes.toByteArray(), bytes.size() - 20));
    shop.spec("{csv: data/*.csv.gz}", "load: append");
    fails(allOf(containsString("FILE_TRUNCATED"), containsString("a.csv.gz")));
  }

  @Test
  void failsWhenNoFileMatches() {
    shop.spec("{csv: data/*.csv}", "load: append");
    fails(allOf(containsString("NO_FILES"), containsString("data/*.csv")));
  }

  @Test
  void failsOnAMissingColumnUnlessTheContractAllowsIt() {
    shop.data("a.csv", "id,amount,at\n1,1.00,2026-01-01\n");
    Pipelines.write(shop.path("sales.avsc"), SmallShop.SCHEMA.replace(", \"default\": null", ""));
    shop.spec("{csv: data/*.csv}", "load: append");
    fails(allOf(containsString("SCHEMA_MISSING_FIELD"), containsString("shop")));
    shop.spec("{csv: data/*.csv}", "load: append", "contract: {missing_field: 'null'}").run();
    assertThat(shop.rows("SELECT id, shop FROM production.sales"), contains("1|null"));
  }

  @Test
  void keepsUnknownColumnsInTheRawPartition() {
    shop.data("a.csv", "id,shop,amount,at,more\n1,a,1.00,2026-01-01,007\n");
    shop.spec("{csv: data/*.csv}", "load: append").run();
    assertThat(shop.rows("SELECT more, _row FROM staging.raw_sales"), contains("007|1"));
    shop.data("b.csv", "id,shop,amount,at,more,E Mail\n2,a,1.00,2026-01-01,007,x\n");
    shop.spec("{csv: data/*.csv}", "load: append", "contract: {unknown_field: fail}");
    String said = "the contract does not name the file's columns 'more', 'E Mail'";
    Ran failed = shop.attempt();
    assertThat(failed.exit(), is(1));
    assertThat(failed.err(), containsString(said));
    Ran planned = Pipelines.sluice("plan", shop.path("").toString());
    assertThat(planned.toString(), planned.exit(), is(1));
    assertThat(planned.out(), containsString("a run would fail now"));
    assertThat(planned.out().replaceAll("\\s+", " "), containsString(said));
  }

  @Test
  void startsNothingWhenTheSpecIsWrong() {
    shop.data("a.csv", GOOD)
        .spec("{csv: data/*.csv, nul_values: [x]}", "load: append", "rules: [amont > 0]");
    Ran ran = shop.attempt();
    assertThat(ran.exit(), is(2));
    assertThat(
        ran.err() + ran.out(),
        allOf(
            containsString("pipeline.yaml:6:31"),
            containsString("did you mean `null_values`?"),
            containsString("pipeline.yaml:9:13"),
            containsString("did you mean `amount`?")));
    assertThat(Files.exists(shop.path("lake")), is(false));
  }

  @Test
  void buriesOnlyTheRowOnWhichARowLevelModelFails() {
    shop.data("a.csv", GOOD + "2,a,2.00,2026-01-01\n3,x,3.00,2026-01-01\n");
    shop.specWithModels(
        "{csv: data/*.csv}",
        """
        models:
          coded:
            sql: SELECT id, ascii(shop) - 97 + CAST(replace(shop, 'a', '1') AS INTEGER) AS code FROM sales
            tolerate: {dead_rows: 1}
        """,
        "load: append");
    shop.run();
    assertThat(
        shop.rows("SELECT id, code FROM production.coded ORDER BY 1"), contains("1|1", "2|1"));
    assertThat(
        shop.letters("table_name, stage, reasons[1].code, payload"),
        contains(
            "coded|model|SQL_FAILED|{\"id\":3,\"shop\":\"x\",\"amount\":\"3.00\",\"at\":\"2026-01-01\"}"));
  }

  @Test
  void failsTheRunWhenAKeyedModelFails() {
    shop.data("a.csv", GOOD.replace(",a,", ",x,"));
    shop.specWithModels(
        "{csv: data/*.csv}",
        """
        models:
          coded: {per: [shop], sql: "SELECT shop, sum(CAST(shop AS INTEGER))::BIGINT AS code FROM sales GROUP BY shop"}
        """,
        "load: append");
    fails(allOf(containsString("SQL_FAILED"), containsString("coded"), containsString("'x'")));
  }

  private void fails(org.hamcrest.Matcher<String> message) {
    Ran ran = shop.attempt();
    assertThat(ran.toString(), ran.exit(), is(1));
    assertThat(ran.err() + ran.out(), message);
    nothingIsVisible();
  }

  private void nothingIsVisible() {
    assertThat(Files.exists(shop.path("lake/_sluice/log")), is(false));
    assertThat(Files.exists(shop.path("lake/production")), is(false));
    assertThat(Files.exists(shop.path("small.duckdb")), is(false));
  }
}
