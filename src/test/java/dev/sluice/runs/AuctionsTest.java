// SPDX-License-Identifier: Apache-2.0
package dev.sluice.runs;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import dev.sluice.fixture.Pipelines;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * An auction house, with questions like those of Nexmark (Tucker et al., 2008): the same input
 * gives the same tables whether it is read at once or epoch by epoch, and what plain SQL gives.
 */
class AuctionsTest {
  private static final long SEED = Long.getLong("seed", System.nanoTime());
  private static final int EPOCHS = Integer.getInteger("auctions.epochs", 2);

  private static final String SPEC =
      """
      name: auctions
      lake: lake
      warehouse: duckdb:w.duckdb
      tables:
        persons:
          source: {csv: "in/persons-*.csv"}
          columns: {id: bigint!, name: text!, state: text!}
          load: append
        auctions:
          source: {csv: "in/auctions-*.csv"}
          columns: {auction: bigint!, seller: bigint!, category: int!, opened: timestamp!, expires: timestamp!}
          load: append
        bids:
          source: {csv: "in/bids-*.csv"}
          columns: {auction: bigint!, bidder: bigint!, price: bigint!, bid_at: timestamp!}
          load: append
          event_time: {column: bid_at, out_of_order: 5m}
      models:
        in_euro:
          sql: SELECT auction, bidder, price * 0.908 AS euro, bid_at FROM bids
        sellers:
          sql: SELECT id AS seller, name, state FROM persons
        local_items:
          sql: SELECT auction, name, state FROM auctions JOIN sellers USING (seller) WHERE category = 10 AND state IN ('OR', 'ID', 'CA')
          per: seller
        winners:
          sql: |
            SELECT auction, category, bidder, price FROM auctions JOIN bids USING (auction)
            WHERE bid_at >= opened AND bid_at < expires
            QUALIFY row_number() OVER (PARTITION BY auction ORDER BY price DESC, bid_at, bidder) = 1
          per: auction
        category_price:
          sql: SELECT category, avg(price) AS price, count(*) AS n FROM winners GROUP BY category
          per: category
        bids_of_late:
          sql: SELECT auction, window_start, count(*) AS n FROM bids GROUP BY auction, window_start
          per: auction
          window: {sliding: 10m, every: 2m, on: bid_at}
          incremental: true
        hot_items:
          sql: SELECT window_start, auction, n FROM bids_of_late QUALIFY n = max(n) OVER (PARTITION BY window_start)
          per: window_start
          incremental: true
        highest_bid:
          sql: |
            SELECT window_start, auction, bidder, price FROM bids
            QUALIFY row_number() OVER (PARTITION BY window_start ORDER BY price DESC, bid_at, bidder) = 1
          window: {fixed: 10m, on: bid_at, emit: on_close}
          incremental: true
        sprees:
          sql: SELECT bidder, window_start, window_end, count(*) AS bids FROM bids GROUP BY ALL
          per: bidder
          window: {session: 6m, on: bid_at}
          incremental: true
      """;

  private static final String BIDS =
      "(SELECT auction, bidder, price, bid_at FROM read_csv('%1$s/in/bids-*.csv'))";
  private static final String AUCTIONS = "read_csv('%1$s/in/auctions-*.csv')";
  private static final String PERSONS = "read_csv('%1$s/in/persons-*.csv')";
  private static final String WINNERS =
      "(SELECT DISTINCT ON (auction) auction, category, bidder, price FROM "
          + AUCTIONS
          + " JOIN "
          + BIDS
          + " USING (auction) WHERE bid_at BETWEEN opened AND expires - INTERVAL '1 microsecond' ORDER BY auction, price DESC, bid_at, bidder)";
  private static final String WINDOWS =
      "(SELECT unnest(range(TIMESTAMP '2025-12-31', TIMESTAMP '2026-01-02', INTERVAL '2 minutes')) AS window_start)";
  private static final String OF_LATE =
      "(SELECT auction, window_start, count(*) AS n FROM "
          + BIDS
          + " JOIN "
          + WINDOWS
          + " ON bid_at >= window_start AND bid_at < window_start + INTERVAL '10 minutes' GROUP BY ALL)";

  private @TempDir Path folder;

  private static Map<String, String> plain() {
    Map<String, String> plain = new LinkedHashMap<>();
    plain.put("in_euro", "SELECT auction, bidder, price * 0.908 AS euro, bid_at FROM " + BIDS);
    plain.put(
        "local_items",
        "SELECT a.auction, p.name, p.state FROM "
            + AUCTIONS
            + " a, "
            + PERSONS
            + " p WHERE a.seller = p.id AND a.category = 10 AND p.state IN ('OR', 'ID', 'CA')");
    plain.put("winners", "FROM " + WINNERS);
    plain.put(
        "category_price",
        "SELECT category, avg(price) AS price, count(*) AS n FROM "
            + WINNERS
            + " GROUP BY category");
    plain.put("bids_of_late", "FROM " + OF_LATE);
    plain.put(
        "hot_items",
        "SELECT o.* FROM "
            + OF_LATE
            + " o JOIN (SELECT window_start AS w, max(n) AS most FROM "
            + OF_LATE
            + " GROUP BY ALL) m ON o.window_start = m.w AND o.n = m.most");
    plain.put(
        "highest_bid",
        "SELECT DISTINCT ON (window_start) time_bucket(INTERVAL '10 minutes', bid_at) AS window_start, auction, bidder, price FROM "
            + BIDS
            + " WHERE time_bucket(INTERVAL '10 minutes', bid_at) + INTERVAL '10 minutes' <= (SELECT max(bid_at) - INTERVAL '5 minutes' FROM "
            + BIDS
            + ") ORDER BY 1, price DESC, bid_at, bidder");
    plain.put(
        "sprees",
        "SELECT bidder, min(bid_at) AS window_start, max(bid_at) + INTERVAL '6 minutes' AS window_end, count(*) AS bids FROM (SELECT *, sum(CASE WHEN bid_at < before + INTERVAL '6 minutes' THEN 0 ELSE 1 END) OVER (PARTITION BY bidder ORDER BY bid_at RANGE UNBOUNDED PRECEDING) AS s FROM (SELECT *, lag(bid_at) OVER (PARTITION BY bidder ORDER BY bid_at) AS before FROM "
            + BIDS
            + ")) GROUP BY bidder, s");
    return plain;
  }

  @Test
  void givesTheSameAtOnceAndEpochByEpoch() {
    System.out.println("seed " + SEED);
    Path whole = folder.resolve("whole");
    Path epochs = folder.resolve("epochs");
    for (Path each : List.of(whole, epochs)) {
      Pipelines.write(each.resolve("pipeline.yaml"), SPEC);
      Pipelines.write(each.resolve("in/none.txt"), "");
    }
    for (int epoch = 0; epoch < EPOCHS; epoch++) {
      come(whole, epoch);
      come(epochs, epoch);
      Pipelines.run(epochs);
    }
    Pipelines.run(whole);
    plain()
        .forEach(
            (model, sql) -> {
              String ours = "SELECT * EXCLUDE (created_at, updated_at) FROM production." + model;
              for (Path each : List.of(whole, epochs)) {
                String database = each.resolve("w.duckdb").toString();
                String what = model + ", " + each.getFileName() + ", seed " + SEED;
                assertThat(what, Pipelines.query(database, ours), is(not(empty())));
                assertThat(
                    what, Pipelines.difference(database, ours, sql.formatted(each)), is(empty()));
              }
            });
  }

  /** What happens in half an hour; a few bids are told in the next one. */
  private void come(Path to, int epoch) {
    double seed = (SEED % 1000) / 1000.0;
    String hash = "(hash(i, %s) >> 8)::BIGINT".formatted(seed);
    String begin = "TIMESTAMP '2026-01-01 10:00:00' + INTERVAL '%d minutes'".formatted(30 * epoch);
    copy(
        to,
        "persons-" + epoch,
        "SELECT i AS id, 'person ' || i AS name, ['OR', 'ID', 'CA', 'NY', 'TX'][1 + %s %% 5] AS state FROM range(%d, %d) t(i)"
            .formatted(hash, 20 * epoch, 20 * epoch + 20));
    copy(
        to,
        "auctions-" + epoch,
        "SELECT i AS auction, %1$s %% %2$d AS seller, 8 + %1$s %% 4 AS category, %3$s + to_seconds((%1$s %% 1800)::BIGINT) AS opened, opened + to_seconds((600 + %1$s %% 2400)::BIGINT) AS expires FROM range(%4$d, %5$d) t(i)"
            .formatted(hash, 20 * epoch + 20, begin, 30 * epoch, 30 * epoch + 30));
    copy(
        to,
        "bids-" + epoch,
        "SELECT %1$s %% %2$d AS auction, (%1$s // 7) %% 40 AS bidder, 100 + (%1$s // 11) %% 900 AS price, %3$s + to_seconds(((%1$s // 13) %% 1800)::BIGINT) - CASE WHEN i %% 25 = 0 THEN INTERVAL '4 minutes' ELSE INTERVAL '0 minutes' END AS bid_at FROM range(%4$d, %5$d) t(i)"
            .formatted(hash, 30 * epoch + 30, begin, 500 * epoch, 500 * epoch + 500));
  }

  private static void copy(Path to, String file, String select) {
    List<String> unused =
        Pipelines.query("", "COPY (%s) TO '%s/in/%s.csv' (HEADER)".formatted(select, to, file));
  }
}
