// SPDX-License-Identifier: Apache-2.0
package dev.sluice.runs;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;

import dev.sluice.fixture.Pipelines;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** However the input is cut, the result is what one plain statement over all of it gives. */
class CutTest {
  private static final int ROWS = 3000;

  private @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({"1, 1, 1", "3, 2, 4", "50, 7, 3"})
  void givesTheSameForAnyNumberOfFiles(int files, int shards, int buckets) {
    SmallShop shop = new SmallShop(folder);
    shop.specWithModels(
        "{csv: data/*.csv}",
        """
        models:
          per_shop:
            per: [shop]
            sql: |
              SELECT shop, count(*) AS sales, sum(amount)::DECIMAL(18,2) AS amount,
                rank() OVER (PARTITION BY shop ORDER BY count(*)) AS place
              FROM sales GROUP BY shop
          large:
            sql: SELECT id, amount * 2 AS twice FROM sales WHERE amount > 50
        shards: %d
        buckets: %d
        """
            .formatted(shards, buckets),
        "load: merge",
        "key: [id]",
        "latest_by: at",
        "rules: [amount < 99]",
        "tolerate: {dead_ratio: 0.1}");
    for (int f = 0; f < files; f++) {
      shop.data("part-%03d.csv".formatted(f), csv(f * ROWS / files, (f + 1) * ROWS / files));
    }
    shop.run();
    String latest =
        """
        SELECT * EXCLUDE (n) FROM (%s) WHERE amount < 99
        QUALIFY row_number() OVER (PARTITION BY id ORDER BY "at" DESC, n DESC) = 1"""
            .formatted(source());
    String database = folder.resolve("small.duckdb").toString();
    assertThat(Pipelines.difference(database, "FROM production.sales", latest), is(empty()));
    assertThat(
        Pipelines.difference(
            database,
            "FROM production.per_shop",
            "SELECT shop, count(*) AS sales, sum(amount) AS amount, 1 AS place FROM (%s) GROUP BY shop"
                .formatted(latest)),
        is(empty()));
    assertThat(
        Pipelines.difference(
            database,
            "FROM production.large",
            "SELECT id, amount * 2 AS twice FROM (%s) WHERE amount > 50".formatted(latest)),
        is(empty()));
    assertThat(
        shop.letters("count(*)"),
        is(
            Pipelines.query(
                "", "SELECT count(*) FROM (%s) WHERE amount >= 99".formatted(source()))));
  }

  /** Every third id comes twice, at days that repeat. */
  private static String source() {
    return """
        SELECT i AS n, (i %% 2000)::BIGINT AS id,
          CASE WHEN i %% 7 = 0 THEN NULL ELSE 's' || i %% 5 END AS shop,
          (i %% 100 + 0.25)::DECIMAL(9,2) AS amount, DATE '2026-01-01' + (i * 7 %% 11)::INTEGER AS "at"
        FROM range(%d) r(i)"""
        .formatted(ROWS);
  }

  private static String csv(int from, int to) {
    List<String> lines =
        Pipelines.query(
            "",
            "SELECT id || ',' || coalesce(shop, '') || ',' || amount || ',' || \"at\" FROM (%s) WHERE n >= %d AND n < %d ORDER BY n"
                .formatted(source(), from, to));
    return "id,shop,amount,at\n" + String.join("\n", lines) + "\n";
  }
}
