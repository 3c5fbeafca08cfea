// SPDX-License-Identifier: Apache-2.0
package dev.sluice.runs;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.closeTo;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.fixture.Pipelines;
import dev.sluice.table.iceberg.SnapshotFiles;
import dev.sluice.table.log.Manifest;
import dev.sluice.table.log.ManifestStore;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.datasketches.memory.Memory;
import org.apache.datasketches.theta.Sketches;
import org.apache.iceberg.StatisticsFile;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableMetadataParser;
import org.apache.iceberg.puffin.BlobMetadata;
import org.apache.iceberg.puffin.Puffin;
import org.apache.iceberg.puffin.PuffinReader;
import org.apache.iceberg.puffin.StandardBlobTypes;
import org.apache.iceberg.util.Pair;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What runs say of the values of tables. */
class StatsRunTest {
  private static final String HEADER = "id,shop,amount,at\n";
  private static final String SCHEMA =
      SmallShop.SCHEMA.replace("\"default\": null}", "\"default\": null, \"pii\": true}");

  private @TempDir Path folder;

  private SmallShop shop(String... load) {
    return new SmallShop(folder).spec("{csv: data/*.csv}", load);
  }

  private JsonNode stats(String... more) {
    List<String> args = new ArrayList<>(List.of("stats", folder.toString(), "sales"));
    args.addAll(List.of(more));
    args.add("--json");
    Pipelines.Ran ran = Pipelines.sluice(args.toArray(String[]::new));
    assertThat(ran.err(), ran.exit(), is(0));
    return ran.json();
  }

  private static JsonNode column(JsonNode stats, String name) {
    for (JsonNode column : stats.path("columns")) {
      if (column.path("name").asText().equals(name)) {
        return column;
      }
    }
    throw new AssertionError("no column " + name);
  }

  private List<Path> files(String ending) throws IOException {
    try (Stream<Path> all = Files.walk(folder.resolve("lake"))) {
      return all.filter(file -> file.toString().endsWith(ending)).toList();
    }
  }

  @Test
  void anAppendAddsWhatItWroteToWhatWasKnown() throws IOException {
    Pipelines.write(folder.resolve("sales.avsc"), SCHEMA);
    SmallShop shop = shop("load: append");
    Pipelines.write(folder.resolve("sales.avsc"), SCHEMA);
    shop.data("a.csv", HEADER + "1,x,1.00,2026-01-01\n2,y,2.50,2026-01-03\n").run();
    shop.data("b.csv", HEADER + "3,,9.00,2026-02-03\n3,x,0.00,2026-02-03\n").run();

    JsonNode stats = stats();
    assertThat(stats.path("rows").asLong(), is(4L));
    JsonNode amount = column(stats, "amount");
    assertThat(amount.path("mean").asDouble(), closeTo(3.125, 1e-12));
    assertThat(amount.path("min").asText(), is("0.00"));
    assertThat(amount.path("max").asText(), is("9.00"));
    assertThat(amount.path("zeros").asLong(), is(1L));
    assertThat(column(stats, "id").path("distinct").asDouble(), is(3.0));
    assertThat(column(stats, "at").path("longest_gap").asLong(), is(31L * 86_400_000_000L));
    JsonNode personal = column(stats, "shop");
    assertThat(personal.path("nulls").asLong(), is(1L));
    assertThat(personal.get("frequent"), nullValue());
    assertThat(personal.get("min"), nullValue());
    assertThat(stats("--at", "1").path("rows").asLong(), is(2L));
    assertThat(files(".stats").size(), is(2));

    assertThat(read().get("id"), is(3.0));
    assertThat(read().containsKey("shop"), is(false));
    assertThat(Pipelines.sluice("verify", folder.toString()).exit(), is(0));
    Pipelines.Ran swept = Pipelines.sluice("gc", folder.toString(), "--older-than", "0h", "--json");
    assertThat(swept.exit(), is(0));
    assertThat(files(".stats").size(), is(2));
    assertThat(stats().path("rows").asLong(), is(4L));

    Pipelines.Ran shown = Pipelines.sluice("stats", folder.toString(), "sales", "--column", "at");
    assertThat(shown.out(), containsString("longest gap  31 d 0 h"));
    assertThat(shown.out(), containsString("least        2026-01-01"));
    Pipelines.Ran wrong = Pipelines.sluice("stats", folder.toString(), "sales", "--column", "att");
    assertThat(wrong.exit(), not(is(0)));
    assertThat(wrong.err(), containsString("did you mean `at`?"));
  }

  /** The sketches of the newest state, by column, as any engine reads them. */
  private Map<String, Double> read() throws IOException {
    Path lake = folder.resolve("lake");
    Manifest newest = ManifestStore.latest(lake.toString()).orElseThrow().manifest();
    SnapshotFiles files = (SnapshotFiles) newest.table("sales").orElseThrow().data().base();
    TableMetadata metadata =
        TableMetadataParser.fromJson(
            Files.readString(lake.resolve(files.state().pointer().path())));
    StatisticsFile file = metadata.statisticsFiles().get(0);
    assertThat(file.snapshotId(), is(metadata.currentSnapshot().snapshotId()));
    Map<String, Double> different = new TreeMap<>();
    String path = file.path().replace("file://", "");
    try (PuffinReader reader = Puffin.read(org.apache.iceberg.Files.localInput(path)).build()) {
      List<BlobMetadata> thetas =
          reader.fileMetadata().blobs().stream()
              .filter(b -> b.type().equals(StandardBlobTypes.APACHE_DATASKETCHES_THETA_V1))
              .toList();
      for (Pair<BlobMetadata, ByteBuffer> each : reader.readAll(thetas)) {
        byte[] bytes = new byte[each.second().remaining()];
        each.second().get(bytes);
        double estimate = Sketches.wrapSketch(Memory.wrap(bytes)).getEstimate();
        assertThat(each.first().properties().get("ndv"), is(String.valueOf((long) estimate)));
        String name = metadata.schema().findColumnName(each.first().inputFields().get(0));
        different.put(name, estimate);
      }
    }
    return different;
  }

  @Test
  void afterAMergeTheyAreOfTheRowsThatAreLive() {
    SmallShop shop = shop("load: merge", "key: [id]");
    shop.data("a.csv", HEADER + "1,x,1.00,2026-01-01\n2,y,2.00,2026-01-03\n").run();
    shop.data("a.csv", HEADER + "1,x,1.00,2026-01-01\n2,y,7.00,2026-01-03\n3,z,4.00,2026-01-04\n");
    shop.run();
    JsonNode stats = stats();
    assertThat(stats.path("rows").asLong(), is(3L));
    assertThat(column(stats, "amount").path("mean").asDouble(), closeTo(4, 1e-12));
    assertThat(column(stats, "amount").path("distinct").asDouble(), is(3.0));
    assertThat(column(stats, "shop").path("frequent").size(), is(3));
  }

  @Test
  void aRunGoesOnWithoutStatisticsThatWereLost() throws IOException {
    SmallShop shop = shop("load: append");
    shop.data("a.csv", HEADER + "1,x,1.00,2026-01-01\n").run();
    for (Path file : files(".stats")) {
      Files.delete(file);
    }
    for (Path file : files(".puffin")) {
      Files.delete(file);
    }
    assertThat(files(".stats"), is(empty()));
    shop.data("b.csv", HEADER + "2,x,2.00,2026-01-02\n").run();
    assertThat(shop.rows("SELECT id FROM production.sales ORDER BY ALL"), is(List.of("1", "2")));
    Pipelines.Ran none = Pipelines.sluice("stats", folder.toString(), "sales");
    assertThat(none.exit(), not(is(0)));
    assertThat(none.err(), containsString("There are no statistics of sales"));
    assertThat(none.err(), containsString("`sluice stats --again`"));

    assertThat(stats("--again").path("rows").asLong(), is(2L));
    assertThat(files(".stats").size(), is(2));
    assertThat(column(stats(), "amount").path("mean").asDouble(), closeTo(1.5, 1e-12));
    shop.data("c.csv", HEADER + "3,x,6.00,2026-01-03\n").run();
    assertThat(column(stats(), "amount").path("mean").asDouble(), closeTo(3, 1e-12));
    assertThat(read().get("id"), is(3.0));
  }

  @Test
  void makesStatisticsAgainOfDamagedFilesAloneAndOfNoPersonalValue() throws IOException {
    Pipelines.write(folder.resolve("sales.avsc"), SCHEMA);
    SmallShop shop = shop("load: append");
    Pipelines.write(folder.resolve("sales.avsc"), SCHEMA);
    shop.data("a.csv", HEADER + "1,x,1.00,2026-01-01\n").run();
    shop.data("b.csv", HEADER + "2,y,2.00,2026-01-02\n").run();
    JsonNode before = stats();
    damage(".stats");
    damage(".puffin");
    for (Path file : files(".puffin")) {
      Files.delete(file);
    }
    JsonNode again = stats("--again");
    assertThat(again, is(before));
    assertThat(column(again, "shop").get("frequent"), nullValue());
    assertThat(stats(), is(before));
    Pipelines.Ran raw = Pipelines.sluice("stats", folder.toString(), "raw.sales", "--again");
    assertThat(raw.err(), containsString("only tables and models have them"));
  }

  @Test
  void whatIsDamagedIsNamedAndMadeAnew() throws IOException {
    SmallShop shop = shop("load: append");
    shop.data("a.csv", HEADER + "1,x,1.00,2026-01-01\n").run();
    damage(".puffin");
    assertThat(verified(1), containsString("It holds statistics, and no row is lost"));
    Pipelines.Ran none = Pipelines.sluice("stats", folder.toString(), "sales");
    assertThat(none.err(), is(""));
    shop.data("b.csv", HEADER + "2,x,2.00,2026-01-02\n").run();
    assertThat(stats().path("rows").asLong(), is(2L));
    assertThat(read().get("id"), is(2.0));

    damage(".stats");
    assertThat(verified(1), containsString("No row is lost; remove the file."));
    shop.data("c.csv", HEADER + "3,x,2.00,2026-01-02\n").run();
    assertThat(stats().path("rows").asLong(), is(3L));
    assertThat(shop.rows("SELECT count(*) FROM production.sales"), is(List.of("3")));
  }

  /** Flips a bit in the first file of the table that ends so. */
  private void damage(String ending) throws IOException {
    Path file =
        files(ending).stream()
            .filter(f -> f.toString().contains("/sales/"))
            .findFirst()
            .orElseThrow();
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length / 2] ^= 1;
    Path unused = Files.write(file, bytes);
  }

  private String verified(int exit) {
    Pipelines.Ran ran = Pipelines.sluice("verify", folder.toString());
    assertThat(ran.toString(), ran.exit(), is(exit));
    return ran.out();
  }
}
