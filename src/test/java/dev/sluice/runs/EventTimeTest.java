// SPDX-License-Identifier: Apache-2.0
package dev.sluice.runs;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;

import dev.sluice.fixture.Pipelines;
import dev.sluice.table.RowCounts;
import dev.sluice.table.TableState;
import dev.sluice.table.log.ManifestStore;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows that come on time, late and too late, and windows that close behind them. */
class EventTimeTest {
  private static final String SPEC =
      """
      name: clicks
      lake: lake
      warehouse: duckdb:w.duckdb
      tables:
        clicks:
          source: {csv: "in/*.csv"}
          columns: {id: bigint!, page: text!, clicked: timestamp}
          load: append
          event_time: {column: clicked, out_of_order: 1m, allowed_lateness: 10m}
          tolerate: {dead_ratio: 1}
      models:
        closed:
          sql: SELECT page, window_start, count(*) AS n FROM clicks GROUP BY page, window_start
          per: page
          window: {fixed: 5m, on: clicked, emit: on_close}
          incremental: true
        sessions:
          sql: SELECT page, window_start, window_end, count(*) AS n FROM clicks GROUP BY ALL
          per: page
          window: {session: 3m, on: clicked, emit: on_close}
          incremental: true
        closed_whole:
          sql: SELECT page, window_start, count(*) AS n FROM clicks GROUP BY page, window_start
          per: page
          window: {fixed: 5m, on: clicked, emit: on_close}
        sessions_whole:
          sql: SELECT page, window_start, window_end, count(*) AS n FROM clicks GROUP BY ALL
          per: page
          window: {session: 3m, on: clicked, emit: on_close}
      """;

  private static final String HEADER = "id,page,clicked\n";
  private static final String CLOSED =
      "SELECT page, strftime(window_start, '%H:%M') AS at, n FROM production.closed ORDER BY ALL";
  private static final String SESSIONS =
      "SELECT page, strftime(window_start, '%H:%M') AS f, strftime(window_end, '%H:%M') AS t, n FROM production.sessions ORDER BY ALL";

  private @TempDir Path folder;

  /** Models that compute what changed have twins that are computed whole. */
  @Test
  void closesWindowsBehindTheWatermarkAndBuriesWhatComesTooLate() {
    Pipelines.write(folder.resolve("pipeline.yaml"), SPEC);
    // The first rows are never late, however old they are.
    come("a", "1,x,2026-01-01 10:01:00\n2,x,2026-01-01 10:07:00\n3,y,2025-12-31 23:00:00\n");
    assertThat(watermark(), is("2026-01-01T10:06:00Z"));
    assertThat(rows(CLOSED), contains("x|10:00|1", "y|23:00|1"));
    assertThat(rows(SESSIONS), contains("x|10:01|10:04|1", "y|23:00|23:03|1"));

    // Nothing of a window changed, but it closes; one on the other page is out of order.
    come("b", "4,y,2026-01-01 10:13:00\n5,y,2026-01-01 10:08:00\n");
    assertThat(watermark(), is("2026-01-01T10:12:00Z"));
    assertThat(rows(CLOSED), contains("x|10:00|1", "x|10:05|1", "y|10:05|1", "y|23:00|1"));
    assertThat(
        "the window of 10:13 is open",
        state("closed").taken().computed(),
        is("incremental: 2 of 4 keys"));
    assertThat(
        rows(SESSIONS),
        contains("x|10:01|10:04|1", "x|10:07|10:10|1", "y|10:08|10:11|1", "y|23:00|23:03|1"));

    // Late rows change windows that were closed; those behind 10:02 come too late.
    String said =
        come(
            "c",
            "6,x,2026-01-01 10:02:00\n7,x,2026-01-01 10:01:59\n8,y,2026-01-01 10:20:00\n9,z,2026-01-01 09:00:00\n");
    assertThat(watermark(), is("2026-01-01T10:19:00Z"));
    assertThat(
        state("clicks").counts().dead() + " of " + state("clicks").counts().read(), is("2 of 4"));
    assertThat(
        rows(CLOSED), contains("x|10:00|2", "x|10:05|1", "y|10:05|1", "y|10:10|1", "y|23:00|1"));
    assertThat(letters(), contains("LATE|clicked|7", "LATE|clicked|9"));
    assertThat(
        said, containsString("`sluice replay` takes them in; allow more in pipeline.yaml:9 where"));

    // Rows of a clock that is ahead do not move the watermark, nor do those without a time.
    come("d", "10,x,2999-01-01 00:00:00\n11,x,\n");
    assertThat(watermark(), is("2026-01-01T10:19:00Z"));
    assertThat(state("clicks").counts(), is(new RowCounts(2, 2, 0, 0, 0, 9)));
    assertThat(rows("SELECT n FROM production.closed WHERE window_start IS NULL"), contains("1"));

    // What was too late is taken in when somebody asks for it.
    Pipelines.Ran replayed = Pipelines.sluice("replay", folder.toString(), "--quiet");
    assertThat(replayed.toString(), replayed.exit(), is(0));
    assertThat(watermark(), is("2026-01-01T10:19:00Z"));
    assertThat(
        rows(
            "SELECT page, n FROM production.closed WHERE window_start < '2026-01-01 10:05:00' ORDER BY ALL"),
        contains("x|3", "y|1", "z|1"));

    // A file that was corrected is no late one.
    come("a", "1,x,2026-01-01 10:01:00\n2,x,2026-01-01 10:07:00\n3,y,2025-12-31 22:58:00\n");
    assertThat(state("clicks").counts().dead(), is(0L));
    assertThat(
        rows(CLOSED.replace("ORDER", "WHERE window_start < '2026-01-01' ORDER")),
        contains("y|22:55|1"));
  }

  private String come(String file, String rows) {
    Pipelines.write(folder.resolve("in/" + file + ".csv"), HEADER + rows);
    String said = Pipelines.run(folder).out();
    for (String model : List.of("closed", "sessions")) {
      String ours = "SELECT * EXCLUDE (created_at, updated_at) FROM production." + model;
      String database = folder.resolve("w.duckdb").toString();
      assertThat(model, Pipelines.difference(database, ours, ours + "_whole"), is(empty()));
    }
    return said;
  }

  private List<String> rows(String sql) {
    return Pipelines.query(folder.resolve("w.duckdb").toString(), sql);
  }

  private List<String> letters() {
    Pipelines.Ran listed = Pipelines.sluice("deadletters", "list", folder.toString(), "--json");
    assertThat(listed.toString(), listed.exit(), is(0));
    return Pipelines.query(
        "",
        "SELECT r.code, r.\"column\", regexp_extract(payload, '^[0-9]+') FROM (SELECT unnest(reasons) AS r, payload FROM read_parquet('%s/lake/staging/dead_letters/*/*/*.parquet')) ORDER BY ALL"
            .formatted(folder));
  }

  private String watermark() {
    return state("raw_clicks").taken().watermark().at();
  }

  private TableState state(String table) {
    return ManifestStore.newest(folder.resolve("lake").toString())
        .orElseThrow()
        .table(table)
        .orElseThrow();
  }
}
