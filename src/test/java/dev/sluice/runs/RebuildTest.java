// SPDX-License-Identifier: Apache-2.0
package dev.sluice.runs;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.fixture.Databases;
import dev.sluice.fixture.Pipelines;
import dev.sluice.fixture.Pipelines.Ran;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The warehouse is made anew from the lake, by the commands a person types. */
class RebuildTest {
  /** How a DuckDB file begins: behind a checksum of eight bytes. */
  private static final String BROKEN = "checksumDUCK";

  private static final String MERGE = "load: merge\nkey: [id]\nlatest_by: at";
  private static final String MODEL =
      "models:\n  big:\n    sql: SELECT id, amount FROM sales WHERE amount > 1\n";
  private static final String MANUAL = "publish: {approve: manual}\n";

  @TempDir Path folder;

  @Test
  void equalsAWarehouseThatLivedThroughRunsPromotionsAndARollback() throws IOException {
    SmallShop shop = liveThrough();
    Path file = shop.path("small.duckdb");
    Map<String, String> lived = Databases.digest(file);
    Ran rebuild = sluice("rebuild");

    assertThat(rebuild.toString(), rebuild.exit(), is(0));
    assertThat(rebuild.out(), containsString("was rebuilt from the lake"));
    assertThat(rebuild.out(), containsString("staging          run 5"));
    assertThat(rebuild.out(), containsString("production       release 4"));
    assertThat(Databases.digest(file), is(lived));
    assertThat(Databases.beside(file, ""), is(empty()));

    Files.delete(file);
    Ran releases = sluice("promote", "releases");
    assertThat(releases.err(), containsString("was missing and was rebuilt from the lake"));
    assertThat(Databases.digest(file), is(lived));
  }

  /** Headers that grow, a column more in the contract, a model that goes. */
  private SmallShop liveThrough() {
    SmallShop shop =
        new SmallShop(folder).specWithModels("{csv: data/*.csv}", MODEL + MANUAL, lines());
    shop.data("a.csv", "id,shop,amount,at\n1,x,1.00,2026-01-01\n2,x,5.00,2026-01-01\n");
    released(shop, "2026-01-01");
    shop.data("b.csv", "note,id,shop,amount,at\nhi,2,y,6.00,2026-01-02\nho,3,y,-,2026-01-02\n");
    shop.specWithModels("{csv: data/*.csv}", MODEL + MANUAL, tolerant());
    released(shop, "2026-01-02");
    Pipelines.write(
        folder.resolve("sales.avsc"),
        SmallShop.SCHEMA.replace(
            "{\"name\": \"at\"",
            "{\"name\": \"note\", \"type\": [\"null\", \"string\"], \"default\": null},\n{\"name\": \"at\""));
    shop.data("c.csv", "id,shop,amount,at,note\n4,z,7.00,2026-01-03,new\n");
    shop.run("--created-at", "2026-01-03");
    shop.specWithModels("{csv: data/*.csv}", MANUAL, tolerant());
    released(shop, "2026-01-04");
    assertThat(sluice("promote", "rollback", "--to", "2", "--why", "x").exit(), is(0));
    shop.data("d.csv", "id,shop,amount,at,note\n5,z,8.00,2026-01-05,new\n");
    shop.run("--created-at", "2026-01-05");
    return shop;
  }

  private void released(SmallShop shop, String time) {
    String newest = shop.run("--created-at", time, "--json").json().at("/number").asText();
    assertThat(sluice("promote", "approve", "--run", newest, "--why", "x").exit(), is(0));
    assertThat(sluice("promote", "apply").exit(), is(0));
  }

  @Test
  void equalsTheWarehouseOfTheExample() throws IOException {
    Path shop = Pipelines.copy(Path.of("examples/shop"), folder.resolve("shop"));
    Pipelines.run(shop, "--created-at", "2026-02-01");
    Pipelines.run(shop, "--created-at", "2026-02-02", "--again");
    Path file = shop.resolve("build/shop.duckdb");
    Map<String, String> lived = Databases.digest(file);
    Files.writeString(file, BROKEN + "no database");
    Ran ran = Pipelines.sluice("run", shop.toString(), "--json");

    assertThat(ran.toString(), ran.exit(), is(0));
    assertThat(ran.json().path("note").asText(), is("unchanged"));
    assertThat(ran.json().at("/warehouse_rebuilt/rows").asLong() > 0, is(true));
    assertThat(Databases.digest(file), is(lived));
    Path kept = Databases.beside(file, "broken-").get(0);
    assertThat(Files.readString(kept), is(BROKEN + "no database"));
  }

  @Test
  void fillsProductionOfAWarehouseThatDisappearedAfterAllWasSettled() throws IOException {
    SmallShop shop = merged();
    shop.run("--created-at", "2026-01-01");
    Files.delete(shop.path("small.duckdb"));
    JsonNode ran = shop.run("--json").json();

    assertThat(ran.path("note").asText(), is("unchanged"));
    assertThat(ran.at("/warehouse_rebuilt/cause").asText(), is("missing"));
    assertThat(shop.rows("SELECT id FROM production.sales"), contains("1"));
  }

  @Test
  void setsAFileAsideBeforeTheFirstRun() throws IOException {
    SmallShop shop = merged();
    Path file = shop.path("small.duckdb");
    Files.writeString(file, BROKEN + "my rows");
    Ran ran = shop.run();

    assertThat(ran.err(), containsString("was broken and was rebuilt from the lake"));
    assertThat(shop.rows("SELECT id FROM production.sales"), contains("1"));
    assertThat(Files.readString(Databases.beside(file, "broken-").get(0)), is(BROKEN + "my rows"));
  }

  @Test
  void neverOverwritesWhatItKept() throws IOException {
    SmallShop shop = merged();
    shop.run();
    Path file = shop.path("small.duckdb");
    for (int i = 0; i < 4; i++) {
      Files.writeString(file, BROKEN + i);
      assertThat(sluice("promote", "releases").exit(), is(0));
    }
    List<String> texts = new ArrayList<>();
    for (Path kept : Databases.beside(file, "broken-")) {
      texts.add(Files.readString(kept));
    }
    assertThat(
        texts.stream().sorted().toList(), contains(BROKEN + 0, BROKEN + 1, BROKEN + 2, BROKEN + 3));
  }

  @Test
  void leavesAWarehouseAloneThatKnowsMoreThanTheLake() throws IOException {
    SmallShop shop = merged();
    shop.run("--created-at", "2026-01-01");
    Path backup = Pipelines.copy(shop.path("lake"), folder.resolve("backup"));
    shop.data("b.csv", "id,shop,amount,at\n2,x,2.00,2026-01-02\n");
    shop.run("--created-at", "2026-01-02");
    Files.move(shop.path("lake"), shop.path("lost"));
    Files.move(backup, shop.path("lake"));
    Path file = shop.path("small.duckdb");
    byte[] before = Files.readAllBytes(file);
    Ran refused = shop.attempt();

    assertThat(refused.exit(), is(3));
    assertThat(refused.err(), containsString("the lake was put back to an earlier state"));
    assertThat(refused.err(), containsString("`sluice rebuild`"));
    assertThat(sluice("promote", "releases").exit(), is(3));
    assertThat(Files.readAllBytes(file), is(before));

    assertThat(sluice("rebuild").exit(), is(0));
    assertThat(shop.rows("SELECT id FROM production.sales"), contains("1"));
    assertThat(
        Pipelines.query(
            Databases.beside(file, "replaced-").get(0).toString(),
            "SELECT id FROM production.sales ORDER BY 1"),
        contains("1", "2"));
    shop.run("--created-at", "2026-01-03");
    assertThat(shop.rows("SELECT id FROM production.sales ORDER BY 1"), contains("1", "2"));
  }

  @Test
  void leavesTheWarehouseOfAnotherLakeAlone() {
    SmallShop shop = merged();
    shop.run("--created-at", "2026-01-01");
    Pipelines.write(
        folder.resolve("pipeline.yaml"),
        read("pipeline.yaml").replace("lake: lake", "lake: other"));
    Ran refused = shop.attempt();

    assertThat(refused.exit(), is(3));
    assertThat(refused.err(), containsString("belongs to another lake"));
    assertThat(shop.rows("SELECT id FROM production.sales"), contains("1"));
  }

  @Test
  void bringsAWarehouseUpThatIsBehind() throws IOException {
    SmallShop shop = merged();
    shop.run("--created-at", "2026-01-01");
    Path file = shop.path("small.duckdb");
    Files.copy(file, folder.resolve("old"));
    shop.data("b.csv", "id,shop,amount,at\n2,x,2.00,2026-01-02\n");
    shop.run("--created-at", "2026-01-02");
    Map<String, String> expected = Databases.digest(file);
    Files.delete(file);
    Files.move(folder.resolve("old"), file);

    assertThat(sluice("promote", "releases").err(), is(""));
    assertThat(Databases.digest(file), is(expected));
  }

  @Test
  void fillsAnotherWarehouseThatTheSpecNamesNow() {
    SmallShop shop = merged();
    shop.run("--created-at", "2026-01-01");
    Pipelines.write(
        folder.resolve("pipeline.yaml"), read("pipeline.yaml").replace("small.duckdb", "b.duckdb"));
    assertThat(sluice("promote", "releases").exit(), is(0));
    assertThat(
        Pipelines.query(folder.resolve("b.duckdb").toString(), "SELECT id FROM production.sales"),
        contains("1"));
  }

  @Test
  void keepsADatabaseThatHoldsWhatAPersonMade() {
    SmallShop shop = merged();
    shop.run();
    shop.rows("CREATE VIEW mine AS SELECT 1");
    shop.rows("CREATE TABLE production.notes AS SELECT 'a' AS note");
    JsonNode rebuilt = sluice("rebuild", "--json").json();

    String kept = rebuilt.path("kept").asText();
    assertThat(kept, containsString("small.duckdb.replaced-"));
    assertThat(Pipelines.query(kept, "SELECT note FROM production.notes, mine"), contains("a"));
  }

  @Test
  void leavesTheWarehouseAsItIsWhenAFileOfTheLakeIsChanged() throws IOException {
    SmallShop shop = merged();
    shop.run();
    Path file = shop.path("small.duckdb");
    byte[] before = Files.readAllBytes(file);
    Path data =
        Path.of(
            Pipelines.query("", "FROM glob('" + folder + "/lake/staging/sales/**/*.parquet')")
                .get(0));
    byte[] bytes = Files.readAllBytes(data);
    bytes[bytes.length / 2] ^= 1;
    Files.write(data, bytes);
    Ran ran = sluice("rebuild");

    assertThat(ran.exit(), is(1));
    assertThat(ran.err(), containsString("LAKE_READ: " + data + " is not what the manifest says"));
    assertThat(ran.err(), containsString("`sluice verify`"));
    assertThat(Files.readAllBytes(file), is(before));
    assertThat(Files.exists(folder.resolve(".small.duckdb.rebuild")), is(false));
  }

  @Test
  void saysThatThereIsNoWarehouse() {
    merged();
    Pipelines.write(
        folder.resolve("pipeline.yaml"),
        read("pipeline.yaml").replace("warehouse: duckdb:small.duckdb\n", ""));
    Ran ran = sluice("rebuild");

    assertThat(ran.exit(), is(2));
    assertThat(ran.err(), containsString("has no `warehouse`"));
  }

  private SmallShop merged() {
    return new SmallShop(folder)
        .spec("{csv: data/*.csv}", lines())
        .data("a.csv", "id,shop,amount,at\n1,x,1.00,2026-01-01\n");
  }

  private static String[] lines() {
    return MERGE.split("\n");
  }

  private static String[] tolerant() {
    return (MERGE
            + "\ntolerate: {dead_rows: 10}\ncontract: {missing_field: null, unknown_field: raw}")
        .split("\n");
  }

  private String read(String name) {
    try {
      return Files.readString(folder.resolve(name));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private Ran sluice(String command, String... args) {
    List<String> all = new ArrayList<>(List.of(command));
    List<String> rest = new ArrayList<>(List.of(args));
    if (command.equals("promote")) {
      all.add(rest.remove(0));
    }
    all.add(folder.toString());
    all.addAll(rest);
    return Pipelines.sluice(all.toArray(String[]::new));
  }
}
