// SPDX-License-Identifier: Apache-2.0
package dev.sluice.scale;

import dev.sluice.fixture.Pipelines;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A pipeline with a table of every load, models of every kind, and checks that read rows. */
final class EveryLoad {
  /** All that have files. */
  static final Set<String> STATES =
      Set.of(
          "raw_sales",
          "sales",
          "raw_shops",
          "shops",
          "raw_prices",
          "prices",
          "daily",
          "by_shop",
          "cheap");

  private static final String SCHEMA =
      """
      {"type": "record", "name": "%s", "fields": [
        {"name": "id", "type": "long"}, {"name": "shop", "type": "string"}, {"name": "amount", "type": "double"}]}
      """;

  final Path folder;

  EveryLoad(Path folder) {
    this.folder = folder;
    for (String table : new String[] {"sales", "shops", "prices"}) {
      Pipelines.write(folder.resolve(table + ".avsc"), SCHEMA.formatted(table));
    }
    Pipelines.write(
        folder.resolve("pipeline.yaml"),
        """
        name: every-load
        lake: lake
        publish: {approve: manual}
        tables:
          sales:
            source: {csv: sales/*.csv}
            schema: sales.avsc
            load: append
            rules: [amount > 0]
            checks: [{unique: [id]}, {references: {column: shop, table: shops, to: shop}}]
          shops:
            source: {csv: shops/*.csv}
            schema: shops.avsc
            load: merge
            key: [shop]
          prices:
            source: {csv: prices/*.csv}
            schema: prices.avsc
            load: replace
        models:
          daily:
            per: [shop]
            sql: SELECT shop, sum(amount) AS amount FROM sales GROUP BY shop
          by_shop:
            per: [shop]
            incremental: true
            sql: SELECT shop, count(*) AS sales FROM sales GROUP BY shop
          cheap:
            lookup: [shops]
            sql: SELECT p.id, p.amount FROM prices p JOIN shops s ON p.shop = s.shop WHERE p.amount < 3
        """);
  }

  /** Puts a file of that day into every source. */
  EveryLoad day(int day) {
    for (String table : new String[] {"sales", "shops", "prices"}) {
      String rows =
          IntStream.range(0, 4)
              .mapToObj(i -> "%d,s%d,%d.5".formatted(day * 10 + i, i, i + 1))
              .collect(Collectors.joining("\n", "id,shop,amount\n", "\n"));
      Pipelines.write(folder.resolve("%s/%03d.csv".formatted(table, day)), rows);
    }
    return this;
  }

  /** Puts many files into one source. */
  void days(int from, int to) {
    for (int day = from; day <= to; day++) {
      Pipelines.write(
          folder.resolve("sales/%06d.csv".formatted(day)),
          "id,shop,amount\n%d,s0,1.5\n".formatted(day * 10));
    }
  }

  EveryLoad run() {
    Pipelines.Ran unused = Pipelines.run(folder);
    return this;
  }
}
