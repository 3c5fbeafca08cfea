// SPDX-License-Identifier: Apache-2.0
package dev.sluice.warehouse.bigquery;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.sluice.fixture.Pipelines;
import dev.sluice.run.runner.RemoteFiles;
import dev.sluice.spec.WarehouseSpec;
import dev.sluice.table.log.Manifest;
import dev.sluice.table.log.ManifestStore;
import dev.sluice.warehouse.Warehouse;
import dev.sluice.warehouse.bigquery.client.DatasetPlace;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The lake of real runs, brought to BigQuery by load jobs alone, and by appended rows too. */
class BothWaysIT {
  private static final String SPEC =
      """
      name: flow
      lake: build/lake
      publish: {approve: auto}
      tables:
        clicks:
          source: {csv: data/clicks*.csv}
          columns: {id: bigint!, uid: uuid, moment: timestamptz, day: date, ratio: double, ok: boolean, note: text}
          load: append
          tolerate: {dead_rows: 100}
        people: {source: {csv: data/people*.csv}, columns: {id: uuid!, name: text, seen: list(uuid), was: "struct(a uuid, b int)"}, load: merge, key: [id]}
        rates: {source: {csv: data/rates.csv}, columns: {code: text, rate: double}, load: replace}
      models:
        totals: {per: [], sql: "SELECT count(*) AS n, sum(ratio) AS ratio FROM clicks"}
      """;

  private static final List<WarehouseSpec.Table> KNOWN =
      List.of(
          new WarehouseSpec.Table("clicks", List.of(), true, null, true),
          new WarehouseSpec.Table("people", List.of("id"), true, null, false),
          new WarehouseSpec.Table("rates", List.of(), true, null, false),
          new WarehouseSpec.Table("totals", List.of(), true, null, false));

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS);

  private @TempDir Path folder;
  private BigQueryRig loading;
  private BigQueryRig appending;

  @AfterEach
  void dropDatasets() {
    for (BigQueryRig rig : new BigQueryRig[] {loading, appending}) {
      if (rig != null) {
        rig.close();
      }
    }
  }

  @Test
  void giveEqualTables() throws Exception {
    Files.createDirectories(folder.resolve("data"));
    Files.writeString(folder.resolve("pipeline.yaml"), SPEC);
    loading = new BigQueryRig(KNOWN);
    appending = new BigQueryRig(KNOWN);
    for (int run = 1; run <= 3; run++) {
      give(run);
      Pipelines.run(folder);
      FileSystems.setDefaultPipelineOptions(RemoteFiles.configure(PipelineOptionsFactory.create()));
      Path lake = folder.resolve("build/lake");
      Manifest manifest = ManifestStore.named(lake.toString(), run).manifest();
      bring(loading, loading.warehouse(), lake, manifest, run);
      bring(appending, appending.appending(), lake, manifest, run);
      requireEqual(run);
    }
    assertThat(loading.appended(), is(empty()));
    TreeSet<String> tables = new TreeSet<>();
    appending
        .appended()
        .forEach(name -> tables.add(name.replaceAll("^app_|_[0-9]+_[0-9a-f]+$", "")));
    assertThat(
        List.copyOf(tables),
        is(List.of("clicks", "dead_letters", "raw_clicks", "raw_people", "raw_rates")));
  }

  private static String uuid(int number) {
    return "00112233-4455-6677-8899-aabbccdd%04x".formatted(number);
  }

  private void give(int run) throws Exception {
    Path data = folder.resolve("data");
    StringBuilder clicks = new StringBuilder("id,uid,moment,day,ratio,ok,note\n");
    for (int id = run * 100; id < run * 100 + 40; id++) {
      clicks.append(
          "%d,%s,2026-01-0%dT01:02:03.%06dZ,2026-02-%02d,%s,%s,%s\n"
              .formatted(
                  id,
                  uuid(id),
                  run,
                  id,
                  id % 28 + 1,
                  id / 8.0,
                  id % 2 == 0,
                  id % 3 == 0 ? "" : "né " + id));
    }
    clicks.append("no number,,,,,,\n");
    Files.writeString(data.resolve("clicks" + run + ".csv"), clicks);
    Files.writeString(
        data.resolve("people" + run + ".csv"),
        """
            id,name,seen,was
            %s,a%d,"[""%s"",""%s""]","{""a"":""%s"",""b"":1}"
            %s,b,,
            """
            .formatted(uuid(1), run, uuid(7), uuid(6), uuid(8), uuid(run + 1)));
    Files.writeString(data.resolve("rates.csv"), "code,rate\nEUR,%d.5\n".formatted(run));
  }

  private static void bring(
      BigQueryRig rig, Warehouse warehouse, Path lake, Manifest manifest, int release)
      throws Exception {
    rig.bucket().upload(lake);
    warehouse.load(rig.bucket().uri(), manifest);
    warehouse.publish(rig.bucket().uri(), manifest, release);
  }

  private void requireEqual(int run) throws Exception {
    for (String schema : List.of(DatasetPlace.STAGING, DatasetPlace.PRODUCTION)) {
      assertThat(appending.tables(schema), is(loading.tables(schema)));
      for (String table : loading.tables(schema)) {
        List<String> expected = all(loading, schema, table);
        assertThat(expected, is(not(empty())));
        assertThat(run + " " + schema + "." + table, all(appending, schema, table), is(expected));
      }
    }
    assertThat(all(appending, DatasetPlace.STAGING, "clicks"), hasSize(40 * run));
    assertThat(all(appending, DatasetPlace.STAGING, "dead_letters"), hasSize(run));
    assertThat(
        all(loading, DatasetPlace.PRODUCTION, "clicks").toString(),
        containsString("\"uid\":\"%s\"".formatted(uuid(run * 100))));
    assertThat(
        all(loading, DatasetPlace.PRODUCTION, "people").stream()
            .filter(row -> row.contains("\"id\":\"%s\"".formatted(uuid(1))))
            .toList()
            .toString(),
        allOf(
            containsString("\"name\":\"a%d\"".formatted(run)),
            containsString("\"seen\":[\"%s\",\"%s\"]".formatted(uuid(7), uuid(6))),
            containsString("\"was\":{\"a\":\"%s\",\"b\":1}".formatted(uuid(8)))));
  }

  private static List<String> all(BigQueryRig rig, String schema, String table) {
    String from = DatasetPlace.sql(rig.service().place().table(schema, table));
    return rig.service().query("SELECT TO_JSON_STRING(t) FROM " + from + " AS t").stream()
        .map(row -> ordered(row.get(0).getStringValue()))
        .sorted()
        .toList();
  }

  /** An object's fields have no order, and the server gives them in any, and days bare. */
  private static String ordered(String text) {
    String json = text.replaceAll(":(\\d{4}-\\d\\d-\\d\\d[^,}]*)([,}])", ":\"$1\"$2");
    try {
      return JSON.writeValueAsString(JSON.readValue(json, Object.class));
    } catch (JsonProcessingException e) {
      throw new AssertionError(json, e);
    }
  }
}
