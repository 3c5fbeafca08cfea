// SPDX-License-Identifier: Apache-2.0
package dev.sluice.runs;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.startsWith;

import dev.sluice.fixture.Pipelines;
import dev.sluice.table.log.Manifest;
import dev.sluice.table.log.ManifestStore;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Models that gather by windows of event time give what plain SQL over the sources gives. */
class WindowRunsTest {
  private static final long SEED = Long.getLong("seed", System.nanoTime());

  private static final String SPEC =
      """
      name: clicks
      lake: lake
      warehouse: duckdb:w.duckdb
      shards: %d
      tables:
        clicks:
          source: {json: "in/*.jsonl"}
          columns: {id: bigint!, page: text, clicked: "%s", ms: int}
          load: append
      models:
        fixed:
          sql: SELECT page, window_start, window_end, count(*) AS n, sum(ms)::BIGINT AS ms FROM clicks GROUP BY ALL
          per: page
          window: {fixed: 5m, on: clicked}
          incremental: true
        all_pages:
          sql: SELECT window_start, count(*) AS n FROM clicks GROUP BY window_start
          window: {fixed: 1h, offset: 10m, on: clicked}
          incremental: true
        sliding:
          sql: SELECT page, window_start, count(*) AS n FROM clicks GROUP BY page, window_start
          per: page
          window: {sliding: 25m, every: 10m, on: clicked}
          incremental: true
        busiest:
          sql: SELECT window_start, window_end, max(n) AS most FROM (SELECT window_start, window_end, page, count(*) AS n FROM clicks GROUP BY ALL) GROUP BY ALL
          window: {sliding: 30m, every: 15m, on: clicked}
          incremental: true
        sessions:
          sql: SELECT page, window_start, window_end, count(*) AS n FROM clicks GROUP BY ALL
          per: page
          window: {session: 3m, on: clicked}
          incremental: true
      """;

  private static final String CLICKS =
      "(SELECT id, page, clicked::%s AS clicked, ms FROM read_json('%s/in/*.jsonl', columns = {id: 'BIGINT', page: 'VARCHAR', clicked: 'VARCHAR', ms: 'INTEGER'}))";

  /** The same by other means: windows are made first, and rows are joined to them. */
  private static final Map<String, String> PLAIN =
      Map.of(
          "fixed",
          "SELECT page, time_bucket(INTERVAL '5 minutes', clicked) AS window_start, time_bucket(INTERVAL '5 minutes', clicked) + INTERVAL '5 minutes' AS window_end, count(*) AS n, sum(ms)::BIGINT AS ms FROM %s GROUP BY ALL",
          "all_pages",
          "SELECT time_bucket(INTERVAL '1 hour', clicked, INTERVAL '10 minutes') AS window_start, count(*) AS n FROM %s GROUP BY ALL",
          "sliding",
          "SELECT page, w AS window_start, count(*) AS n FROM %1$s JOIN (SELECT unnest(generate_series(%2$s '2025-12-31 00:00:00', %2$s '2026-01-03 00:00:00', INTERVAL '10 minutes')) AS w) ON clicked >= w AND clicked < w + INTERVAL '25 minutes' GROUP BY ALL UNION ALL SELECT page, NULL, count(*) FROM %1$s WHERE clicked IS NULL GROUP BY ALL",
          "busiest",
          "SELECT w AS window_start, w + INTERVAL '30 minutes' AS window_end, max(n) AS most FROM (SELECT page, w, count(*) AS n FROM %1$s JOIN (SELECT unnest(generate_series(%2$s '2025-12-31 00:00:00', %2$s '2026-01-03 00:00:00', INTERVAL '15 minutes')) AS w) ON clicked >= w AND clicked < w + INTERVAL '30 minutes' GROUP BY ALL UNION ALL SELECT page, NULL, count(*) FROM %1$s WHERE clicked IS NULL GROUP BY ALL) GROUP BY ALL",
          "sessions",
          "WITH c AS (SELECT row_number() OVER () AS r, * FROM %1$s WHERE clicked IS NOT NULL), s AS (SELECT * FROM c a WHERE NOT EXISTS (FROM c b WHERE b.page IS NOT DISTINCT FROM a.page AND b.clicked < a.clicked AND a.clicked < b.clicked + INTERVAL '3 minutes')), w AS (SELECT c.page, c.clicked, (SELECT max(s.clicked) FROM s WHERE s.page IS NOT DISTINCT FROM c.page AND s.clicked <= c.clicked) AS b FROM c) SELECT page, b AS window_start, max(clicked) + INTERVAL '3 minutes' AS window_end, count(*) AS n FROM w GROUP BY page, b UNION ALL SELECT page, NULL, NULL, count(*) FROM %1$s WHERE clicked IS NULL GROUP BY page");

  private @TempDir Path folder;

  @Test
  void givesWhatPlainSqlGivesAfterEachIncrement() {
    System.out.println("seed " + SEED);
    follow("timestamp", "TIMESTAMP", 1, 3);
  }

  @Test
  void doesSoInSeveralShardsAndWithZones() {
    System.out.println("seed " + SEED);
    follow("timestamptz", "TIMESTAMPTZ", 5, 2);
  }

  private void follow(String type, String sql, int shards, int runs) {
    Pipelines.write(folder.resolve("pipeline.yaml"), SPEC.formatted(shards, type));
    Random random = new Random(SEED);
    int rows = 400;
    for (int run = 0; run < runs; run++) {
      int from = run == 0 ? 0 : 36 + run; // later rows fall into a few hours
      clicks(random, "in/" + run + ".jsonl", rows, run == 0 ? 0 : from, run == 0 ? 40 : 2);
      Pipelines.run(folder);
      for (String model : PLAIN.keySet()) {
        requireSame(model, sql);
      }
      rows = 20;
    }
    Manifest newest = ManifestStore.newest(folder.resolve("lake").toString()).orElseThrow();
    for (String model : List.of("fixed", "all_pages", "sliding", "busiest")) {
      assertThat(
          model, newest.table(model).orElseThrow().taken().computed(), startsWith("incremental: "));
    }
  }

  private void requireSame(String model, String type) {
    String clicks = CLICKS.formatted(type, folder);
    String plain = PLAIN.get(model).formatted(clicks, type);
    String ours = "SELECT * EXCLUDE (created_at, updated_at) FROM production." + model;
    String database = folder.resolve("w.duckdb").toString();
    assertThat(model, Pipelines.difference(database, ours, plain), is(empty()));
  }

  private void clicks(Random random, String file, int rows, int hour, int hours) {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < rows; i++) {
      int second = hour * 3600 + random.nextInt(hours * 3600);
      String at =
          random.nextInt(20) == 0
              ? "null"
              : "\"2026-01-%02d %02d:%02d:%02d\""
                  .formatted(1 + second / 86400, second / 3600 % 24, second / 60 % 60, second % 60);
      String page = random.nextInt(10) == 0 ? "null" : "\"p" + random.nextInt(4) + "\"";
      lines.add(
          "{\"id\":%d,\"page\":%s,\"clicked\":%s,\"ms\":%d}"
              .formatted(i, page, at, random.nextInt(90)));
    }
    Pipelines.write(folder.resolve(file), String.join("\n", lines) + "\n");
  }
}
