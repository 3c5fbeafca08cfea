// SPDX-License-Identifier: Apache-2.0
package dev.sluice.pipeline;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.is;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
  void appendsEveryRowAgain() {
    SmallShop shop = twice("load: append");
    assertThat(shop.rows(ALL), contains("1|1.00", "1|9.00", "2|2.00", "2|2.50", "3|3.00"));
    assertThat(
        shop.rows("SELECT shop, amount FROM production.per_shop ORDER BY ALL"),
        contains("a|13.00", "b|4.50"));
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
