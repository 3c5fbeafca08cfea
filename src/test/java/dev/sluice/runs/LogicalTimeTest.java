// SPDX-License-Identifier: Apache-2.0
package dev.sluice.runs;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;

import dev.sluice.fixture.Pipelines;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What statements may read instead of the clock, and models that read no table. */
class LogicalTimeTest {
  private static final String SPEC =
      """
      name: timed
      lake: lake
      warehouse: duckdb:timed.duckdb
      tables:
        seen:
          source: {csv: seen.csv}
          schema: seen.avsc
          load: replace
          rules: [{name: past, sql: seen_at <= logical_time()}]
          tolerate: {dead_rows: 9}
      models:
        recent:
          sql: SELECT id FROM seen WHERE seen_at > logical_time() - INTERVAL 30 DAY
        calendar:
          per: []
          sql: >-
            SELECT CAST(d AS DATE) AS day
            FROM generate_series(DATE '2024-01-01', CAST(logical_time() AS DATE), INTERVAL 1 DAY) AS g(d)
        wide:
          per: []
          sql: SELECT * FROM (PIVOT seen ON v IN ('a', 'b') USING count(*) GROUP BY id)
      """;

  private @TempDir Path folder;

  @BeforeEach
  void write() {
    Pipelines.write(folder.resolve("pipeline.yaml"), SPEC);
    Pipelines.write(
        folder.resolve("seen.avsc"),
        """
        {"type": "record", "name": "seen", "fields": [
          {"name": "id", "type": "int"}, {"name": "v", "type": "string"},
          {"name": "seen_at", "type": {"type": "long", "logicalType": "timestamp-micros"}}]}
        """);
    Pipelines.write(
        folder.resolve("seen.csv"),
        "id,v,seen_at\n1,a,2023-11-01T00:00:00Z\n2,b,2024-01-02T00:00:00Z\n3,a,2024-01-05T00:00:00Z\n");
  }

  @Test
  void isTheSameInRulesAndModelsWheneverTheRunIsMade() {
    Pipelines.Ran unused = Pipelines.run(folder, "--created-at", "2024-01-03T00:00:00Z");
    assertThat(rows("SELECT id FROM production.seen ORDER BY ALL"), contains("1", "2"));
    assertThat(rows("SELECT id FROM production.recent ORDER BY ALL"), contains("2"));
    assertThat(
        rows("SELECT day FROM production.calendar ORDER BY ALL"),
        contains("2024-01-01", "2024-01-02", "2024-01-03"));
    assertThat(
        rows("SELECT id, a, b FROM production.wide ORDER BY ALL"), contains("1|1|0", "2|0|1"));

    Pipelines.Ran later = Pipelines.run(folder, "--created-at", "2024-01-06T00:00:00Z");
    assertThat(rows("SELECT id FROM production.recent ORDER BY ALL"), contains("2", "3"));
    assertThat(rows("SELECT count(*) FROM production.calendar"), contains("6"));
  }

  private List<String> rows(String sql) {
    return Pipelines.query(folder.resolve("timed.duckdb").toString(), sql);
  }
}
