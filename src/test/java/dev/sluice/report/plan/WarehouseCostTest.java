// SPDX-License-Identifier: Apache-2.0
package dev.sluice.report.plan;

import static dev.sluice.fixture.HandMadeLake.manifest;
import static dev.sluice.fixture.HandMadeLake.schema;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;

import dev.sluice.spec.Parsed;
import dev.sluice.spec.PipelineSpec;
import dev.sluice.spec.parse.SpecParser;
import dev.sluice.table.DataFile;
import dev.sluice.table.RowCounts;
import dev.sluice.table.TableState;
import dev.sluice.table.TableState.Kind;
import dev.sluice.table.log.Manifest.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WarehouseCostTest {
  private @TempDir Path folder;
  private static final long GIB = 1L << 30;

  @Test
  void countsWhatIsStoredTwiceAndWhatTheLastRunAdded() {
    TableState orders = table("orders", Kind.TYPED, file("a", 60 * GIB), file("b", 10 * GIB));
    TableState raw = table("raw_orders", Kind.RAW, file("r", 5 * GIB));
    assertThat(
        WarehouseCost.lines(manifest(1, Outcome.PUBLISHED, orders, raw), Set.of()),
        contains(
            "to load: 10.0 GiB if a run adds as much as the last one; load jobs are free",
            // 70 in staging and 70 in production; raw rows are in staging only
            "stored: 145.0 GiB of Parquet in staging and production, $2.90 a month if BigQuery"
                + " needed no more; uncompressed it is usually 3 to 10 times that",
            "read by the transaction: at least 20.0 GiB, $0.1221; tables whose files are replaced"
                + " are read too"));
  }

  @Test
  void saysWhatIsPaidForWhereRowsAreAppended() {
    TableState orders = table("orders", Kind.TYPED, file("a", 60 * GIB), file("b", 10 * GIB));
    TableState totals = table("totals", Kind.TYPED, file("b", GIB));
    assertThat(
        WarehouseCost.lines(manifest(1, Outcome.PUBLISHED, orders, totals), Set.of("orders"))
            .subList(0, 2),
        contains(
            "to append: 10.0 GiB of Parquet if a run adds as much as the last one; rows that are"
                + " appended cost $0.025 a GiB, beyond 2 TiB in a month; load jobs are free",
            "to load: 1.0 GiB likewise"));
  }

  @Test
  void saysByWhichWayTheRowsOfEachTableCome() throws Exception {
    PipelineSpec spec = streaming("30s");
    assertThat(
        WarehouseCost.byTable(spec),
        contains(
            "appended by the Storage Write API: raw_clicks, clicks, raw_people,"
                + " dead_letters; by load jobs where files of theirs are made anew",
            "by load jobs: raw_sizes, for the types of its columns are known from its files alone",
            "by load jobs: sizes, for each run replaces its rows",
            "by load jobs: people, for its rows are merged by key",
            "by load jobs: totals, for it is computed anew"));
    assertThat(
        WarehouseCost.of(spec),
        contains(
            "not known before the first run; rows that are appended cost $0.025 a GiB, beyond 2"
                + " TiB in a month; load jobs are free"));
  }

  @Test
  void saysNothingOfWaysWhereAllRowsComeByLoadJobs() throws Exception {
    assertThat(WarehouseCost.byTable(streaming("1m")), is(empty()));
    assertThat(
        WarehouseCost.of(streaming("1m")),
        contains("not known before the first run; load jobs are free"));
  }

  /** A pipeline in a bucket that is not asked, for the lake is a folder when its cost is told. */
  private PipelineSpec streaming(String every) throws Exception {
    Files.writeString(folder.resolve("clicks.csv"), "id\n");
    Files.writeString(
        folder.resolve("pipeline.yaml"),
        """
        name: clicks
        lake: gs://no-such-bucket/clicks
        warehouse: bigquery:my-project
        mode: streaming
        warehouse_every: %s
        tables:
          clicks: {source: {csv: clicks.csv}, columns: {id: bigint}, load: append}
          sizes: {source: {parquet: sizes.parquet}, columns: {id: bigint}, load: replace}
          people: {source: {csv: clicks.csv}, columns: {id: bigint!}, load: merge, key: [id]}
        models:
          totals: {sql: SELECT count(*) AS n FROM clicks, per: []}
        """
            .formatted(every));
    Parsed parsed = SpecParser.parse(folder, name -> null);
    assertThat(parsed.issues(), is(empty()));
    PipelineSpec spec = Objects.requireNonNull(parsed.spec());
    return new PipelineSpec(
        spec.name(),
        spec.folder(),
        folder.resolve("lake").toString(),
        spec.warehouse(),
        spec.tables(),
        spec.models(),
        spec.policies(),
        spec.layout());
  }

  private static DataFile file(String name, long bytes) {
    return new DataFile("t", -1, name, new DataFile.Content(1, bytes, ""), List.of(), "");
  }

  private static TableState table(String name, Kind kind, DataFile... files) {
    return TableState.of(
        name,
        kind,
        schema("id BIGINT"),
        new RowCounts(1, 1, 0, 0, 0, 1),
        new TableState.Data(List.of(files), List.of("b")));
  }
}
