// SPDX-License-Identifier: Apache-2.0
package dev.sluice.warehouse.bigquery;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;

import com.google.cloud.bigquery.FieldValueList;
import com.google.cloud.bigquery.StandardTableDefinition;
import com.google.cloud.bigquery.TimePartitioning;
import dev.sluice.fixture.Pipelines;
import dev.sluice.run.runner.RemoteFiles;
import dev.sluice.spec.WarehouseSpec;
import dev.sluice.table.TableState;
import dev.sluice.table.log.Manifest;
import dev.sluice.table.log.ManifestStore;
import dev.sluice.warehouse.Warehouse;
import dev.sluice.warehouse.bigquery.client.Concurrently;
import dev.sluice.warehouse.bigquery.client.DatasetPlace;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The lake of a real run, loaded into BigQuery and held against what DuckDB made of it. */
class ShopLoadIT {
  private @TempDir Path folder;
  private BigQueryRig rig;
  private Path build;

  @BeforeEach
  void runTheShop() throws Exception {
    rig =
        new BigQueryRig(
            List.of(
                new WarehouseSpec.Table("orders", List.of("order_id"), true, "placed_at"),
                new WarehouseSpec.Table("payments", List.of(), true, null)));
    Path shop = Pipelines.copy(Path.of("examples/shop"), folder.resolve("shop"));
    Pipelines.run(shop);
    // The run told Beam where its own lake is.
    FileSystems.setDefaultPipelineOptions(RemoteFiles.configure(PipelineOptionsFactory.create()));
    build = shop.resolve("build");
  }

  @AfterEach
  void dropDatasets() {
    if (rig != null) {
      rig.close();
    }
  }

  @Test
  void showsEveryTableAsDuckDbDoes() throws Exception {
    String lake = build.resolve("lake").toString();
    Manifest manifest = ManifestStore.named(lake, 1).manifest();
    rig.bucket().upload(Path.of(lake));
    Warehouse atOnce = rig.warehouse(rig.endpoint(), Concurrently.DEFAULT);
    atOnce.load(rig.bucket().uri(), manifest);
    atOnce.publish(rig.bucket().uri(), manifest, 1);

    for (TableState table : manifest.tables()) {
      String name = "staging." + table.table();
      assertThat(
          name, one("SELECT COUNT(*) FROM ", "staging", table.table()), is(duck(name, "count(*)")));
    }
    String sums = "COUNT(DISTINCT customer_id), COUNT(note), SUM(order_id), MIN(status)";
    assertThat(
        one("SELECT " + sums + " FROM ", "production", "orders"),
        is(duck("production.orders", sums)));
    String raw = "COUNT(DISTINCT _file), MIN(_row), MAX(_row), COUNT(DISTINCT amount)";
    assertThat(
        one("SELECT " + raw + " FROM ", "staging", "raw_orders"),
        is(duck("staging.raw_orders", raw)));
    requireStagedOnceAndCut(manifest);
    for (String told : List.of("runs", "checks", "column_stats")) {
      assertThat(
          told,
          one("SELECT COUNT(*) FROM ", "sluice", told),
          is(duck("sluice." + told, "count(*)")));
    }
    String of = "MIN(run_id), MAX(run), SUM(live), COUNT(DISTINCT table_name)";
    assertThat(one("SELECT " + of + " FROM ", "sluice", "runs"), is(duck("sluice.runs", of)));
    String like = "SUM(`rows`), SUM(`nulls`), MIN(`min`), COUNT(mean)";
    assertThat(
        one("SELECT " + like + " FROM ", "sluice", "column_stats"),
        is(duck("sluice.column_stats", like.replace('`', '"'))));
    String passed = "COUNTIF(passed), MIN(observed), MAX(expected)";
    assertThat(
        one("SELECT " + passed + " FROM ", "sluice", "checks"),
        is(duck("sluice.checks", passed.replace("COUNTIF", "count_if"))));
  }

  /** What was loaded for staging was used for production too. */
  private void requireStagedOnceAndCut(Manifest manifest) {
    List<String> stages =
        rig.tables("sluice").stream().filter(name -> name.startsWith("stg_")).toList();
    assertThat(stages, hasSize(manifest.tables().size()));
    assertThat(dayOf(definition("orders")), is("placed_at"));
    assertThat(dayOf(definition("payments")), is("created_at"));
    assertThat(
        Objects.requireNonNull(definition("orders").getClustering()).getFields(),
        is(List.of("order_id")));
  }

  private StandardTableDefinition definition(String table) {
    return Objects.requireNonNull(
            rig.service().table(rig.service().place().table("staging", table)))
        .getDefinition();
  }

  /** The column by whose days a table is cut. */
  private static String dayOf(StandardTableDefinition table) {
    TimePartitioning partitions = Objects.requireNonNull(table.getTimePartitioning());
    assertThat(partitions.getType(), is(TimePartitioning.Type.DAY));
    return partitions.getField();
  }

  private String one(String select, String schema, String table) {
    String from = DatasetPlace.sql(rig.service().place().table(schema, table));
    FieldValueList row = rig.service().query(select + from).get(0);
    List<String> values = new ArrayList<>();
    row.forEach(value -> values.add(value.getStringValue()));
    return String.join("|", values);
  }

  private String duck(String table, String items) {
    String query = "SELECT concat_ws('|', " + items + ") FROM " + table;
    return Pipelines.query(build.resolve("shop.duckdb").toString(), query).get(0);
  }
}
