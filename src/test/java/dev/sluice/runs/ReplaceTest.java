// SPDX-License-Identifier: Apache-2.0
package dev.sluice.runs;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.is;

import dev.sluice.fixture.Pipelines;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is replaced as a whole may be of any contract, whatever was there before. */
class ReplaceTest {
  private @TempDir Path folder;

  /** The partitions of earlier runs stay, and say what the source said then. */
  @Test
  void takesAnyContractInThePlaceOfAnother() {
    Pipelines.write(
        folder.resolve("pipeline.yaml"),
        """
        name: t
        lake: lake
        warehouse: duckdb:t.duckdb
        tables:
          all: {source: {parquet: t.parquet}, schema: t.avsc, load: replace}
          keyed: {source: {parquet: t.parquet}, schema: t.avsc, load: replace, key: [id]}
        models:
          derived: {sql: SELECT v FROM keyed}
        """);
    run("5::BIGINT", "'long'");
    expect("5|BIGINT");
    run(
        "TIMESTAMPTZ '2026-01-01 00:00:00+00'",
        "{'type': 'long', 'logicalType': 'timestamp-micros'}");
    expect("2026-01-01 00:00:00+00|TIMESTAMP WITH TIME ZONE");
    run(
        "{'a': [1.5]}",
        "{'type': 'record', 'name': 'R', 'fields': [{'name': 'a', 'type': {'type': 'array', 'items': 'double'}}]}");
    expect("{'a': [1.5]}|STRUCT(a DOUBLE[])");
    assertThat(
        rows("SELECT v FROM staging.raw_all ORDER BY v"),
        contains("2026-01-01 00:00:00+00", "5", "{'a': [1.5]}"));
    assertThat(Pipelines.sluice("rebuild", folder.toString()).exit(), is(0));
    expect("{'a': [1.5]}|STRUCT(a DOUBLE[])");
    assertThat(Pipelines.sluice("verify", folder.toString()).exit(), is(0));
  }

  private void run(String value, String type) {
    List<String> unused =
        Pipelines.query(
            "",
            "COPY (SELECT 1::BIGINT AS id, %s AS v) TO '%s'"
                .formatted(value, folder.resolve("t.parquet")));
    Pipelines.write(
        folder.resolve("t.avsc"),
        "{'type': 'record', 'name': 't', 'fields': [{'name': 'id', 'type': 'long'}, {'name': 'v', 'type': %s}]}"
            .formatted(type)
            .replace('\'', '"'));
    Pipelines.Ran unusedRun = Pipelines.run(folder);
  }

  private void expect(String value) {
    for (String table : List.of("all", "keyed", "derived")) {
      assertThat(
          table,
          rows("SELECT v::VARCHAR, typeof(v) FROM production.\"%s\"".formatted(table)),
          contains(value));
    }
  }

  private List<String> rows(String sql) {
    return Pipelines.query(folder.resolve("t.duckdb").toString(), sql);
  }
}
