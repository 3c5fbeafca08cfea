// SPDX-License-Identifier: Apache-2.0
package dev.sluice.runs;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;

import dev.sluice.fixture.Pipelines;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a second run over other rows does to what is there. */
class SecondRunTest {
  private static final String FIRST =
      "id,shop,amount,at\n1,a,1.00,2026-01-01\n2,b,2.00,2026-01-01\n";
  private static final String SECOND =
      "id,shop,amount,at\n2,b,2.50,2026-01-02\n1,a,9.00,2025-12-31\n3,a,3.00,2026-01-02\n";
  private static final String MODEL =
      """
      models:
        per_shop:
          per: [shop]
          sql: SELECT shop, sum(amount)::DECIMAL(18,2) AS amount FROM sales GROUP BY shop
      """;
  private static final String ALL = "SELECT id, amount FROM production.sales ORDER BY ALL";

  private @TempDir Path folder;

  @Test
  void mergesChangedRowsAndDerivesFromTheWhole() {
    SmallShop shop = twice("load: merge", "key: [id]", "latest_by: at");
    assertThat(shop.rows(ALL), contains("1|1.00", "2|2.50", "3|3.00"));
    assertThat(
        shop.rows("SELECT shop, amount FROM production.per_shop ORDER BY ALL"),
        contains("a|4.00", "b|2.50"));
    assertThat(
        shop.rows(
            "SELECT id, created_at::DATE, updated_at::DATE FROM production.sales ORDER BY ALL"),
        contains("1|2026-02-01|2026-02-01", "2|2026-02-01|2026-02-02", "3|2026-02-02|2026-02-02"));
  }

  @Test
  void appendsAChangedFileInPlaceOfItsEarlierRows() {
    SmallShop shop = twice("load: append");
    assertThat(shop.rows(ALL), contains("1|9.00", "2|2.50", "3|3.00"));
    assertThat(
        shop.rows("SELECT shop, amount FROM production.per_shop ORDER BY ALL"),
        contains("a|12.00", "b|2.50"));
  }

  @Test
  void mergesByAnotherKeyOncePerKey() {
    SmallShop shop = new SmallShop(folder).spec("{csv: data/*.csv}", "load: merge", "key: [id]");
    shop.data("a.csv", FIRST).run();
    List<String> before = shop.rows(ALL);
    shop.spec("{csv: data/*.csv}", "load: merge", "key: [amount]");
    shop.data("a.csv", FIRST.replace("1,a,1.00", "7,a,1.00")).run();
    assertThat(before, contains("1|1.00", "2|2.00"));
    assertThat(shop.rows(ALL), contains("2|2.00", "7|1.00"));
  }

  @Test
  void mergesByAKeyOfAnotherTypeOncePerKey() {
    SmallShop shop = new SmallShop(folder).spec("{csv: data/*.csv}", "load: merge", "key: [id]");
    shop.data("a.csv", FIRST).run();
    String decimal =
        "{\"type\": \"bytes\", \"logicalType\": \"decimal\", \"precision\": 21, \"scale\": 2}";
    Pipelines.write(
        folder.resolve("sales.avsc"),
        SmallShop.SCHEMA.replace("\"type\": \"long\"", "\"type\": " + decimal));
    shop.data("a.csv", SECOND).run();
    assertThat(shop.rows(ALL), contains("1.00|9.00", "2.00|2.50", "3.00|3.00"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "\"shop\", \"type\": [\"null\", \"string\"];\"shop\", \"type\": [\"null\", \"long\"];`shop` was VARCHAR and is now BIGINT",
        "\"precision\": 9, \"scale\": 2;\"precision\": 9, \"scale\": 1;`amount` was DECIMAL(9,2) and is now DECIMAL(9,1)",
        "\"precision\": 9, \"scale\": 2;\"precision\": 9, \"scale\": 3;`amount` was DECIMAL(9,2) and is now DECIMAL(9,3)",
        "\"name\": \"shop\", \"type\": [\"null\", \"string\"], \"default\": null;\"name\": \"city\", \"type\": \"string\";`city` is new and never null",
      })
  void refusesAContractThatTheRowsThatAreThereDoNotFit(String from, String to, String what) {
    SmallShop shop = new SmallShop(folder).spec("{csv: data/*.csv}", "load: merge", "key: [id]");
    shop.data("a.csv", FIRST).run();
    Pipelines.write(folder.resolve("sales.avsc"), SmallShop.SCHEMA.replace(from, to));
    Pipelines.Ran ran = shop.attempt();
    assertThat(ran.toString(), ran.exit(), is(2));
    assertThat(ran.err(), containsString("The contract of table sales does not fit"));
    assertThat(ran.err(), containsString(what));
    assertThat(shop.rows(ALL), contains("1|1.00", "2|2.00"));
  }

  @Test
  void doesNotChooseAmongRowsThatShareANewKey() {
    SmallShop shop = new SmallShop(folder).spec("{csv: data/*.csv}", "load: merge", "key: [id]");
    shop.data("a.csv", FIRST.replace("2.00", "1.00")).run();
    shop.spec("{csv: data/*.csv}", "load: merge", "key: [amount]");
    Pipelines.Ran ran = shop.attempt();
    assertThat(ran.toString(), ran.exit(), is(1));
    assertThat(
        ran.err(), containsString("Rows of sales that are there already share a key (amount)"));
    assertThat(shop.rows(ALL), contains("1|1.00", "2|1.00"));
    shop.spec("{csv: data/*.csv}", "load: replace", "key: [amount]");
    shop.run();
    assertThat(shop.rows(ALL), contains("2|1.00"));
  }

  @Test
  void replacesAllEarlierRows() {
    SmallShop shop = twice("load: replace");
    assertThat(shop.rows(ALL), contains("1|9.00", "2|2.50", "3|3.00"));
  }

  @Test
  void keepsEveryRawPartition() {
    SmallShop shop = twice("load: replace");
    assertThat(
        shop.rows("SELECT created_at::DATE, count(*) FROM staging.raw_sales GROUP BY 1 ORDER BY 1"),
        is(List.of("2026-02-01|2", "2026-02-02|3")));
  }

  private SmallShop twice(String... load) {
    SmallShop shop = new SmallShop(folder).specWithModels("{csv: data/*.csv}", MODEL, load);
    shop.data("sales.csv", FIRST).run("--created-at", "2026-02-01");
    shop.data("sales.csv", SECOND).run("--created-at", "2026-02-02");
    return shop;
  }
}
