// SPDX-License-Identifier: Apache-2.0
package dev.sluice.run.stream;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;

import dev.sluice.spec.Parsed;
import dev.sluice.spec.PipelineSpec;
import dev.sluice.spec.WarehouseSpec;
import dev.sluice.spec.WarehouseSpec.Way;
import dev.sluice.spec.parse.SpecParser;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WarehousePaceTest {
  private static final String BIGQUERY =
      "lake: gs://no-such-bucket/clicks\nwarehouse: bigquery:my-project\n";

  private static final String TABLES =
      """
      tables:
        clicks: {source: {csv: clicks.csv}, columns: {id: bigint!}, load: append}
        people: {source: {csv: clicks.csv}, columns: {id: bigint!}, load: merge, key: [id]}
        rates: {source: {csv: clicks.csv}, columns: {id: bigint!}, load: replace}
      models:
        totals: {per: [], sql: SELECT count(*) AS n FROM clicks}
      """;

  private @TempDir Path folder;

  private PipelineSpec spec(String yaml) throws Exception {
    Files.writeString(folder.resolve("pipeline.yaml"), "name: clicks\n" + yaml);
    Parsed parsed = SpecParser.parse(folder, name -> null);
    assertThat(parsed.issues(), is(empty()));
    return Objects.requireNonNull(parsed.spec());
  }

  @ParameterizedTest
  @CsvSource({"1s, APPENDS", "59s, APPENDS", "1m, LOADS", "1d, LOADS"})
  void appendsWhereBigQueryFollowsMoreOftenThanEachMinute(String every, Way way) throws Exception {
    assertThat(
        WarehousePace.way(spec(BIGQUERY + "warehouse_every: " + every + "\n" + TABLES)), is(way));
  }

  @Test
  void loadsByJobsWhereNothingIsSaid() throws Exception {
    assertThat(WarehousePace.way(spec(BIGQUERY + TABLES)), is(Way.LOADS));
  }

  @Test
  void writesADatabaseFileInItsOneWay() throws Exception {
    String duckdb = "lake: build/lake\nwarehouse: duckdb:build/w.duckdb\nwarehouse_every: 1s\n";
    assertThat(WarehousePace.way(spec(duckdb + TABLES)), is(Way.LOADS));
  }

  @Test
  void knowsWhichTablesOnlyGrow() throws Exception {
    WarehouseSpec warehouse = Objects.requireNonNull(spec(BIGQUERY + TABLES).warehouse());
    assertThat(
        warehouse.tables().stream()
            .filter(WarehouseSpec.Table::isGrowing)
            .map(WarehouseSpec.Table::name)
            .toList(),
        is(List.of("clicks")));
  }
}
