// SPDX-License-Identifier: Apache-2.0
package dev.sluice.runs;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.is;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.fixture.Pipelines;
import dev.sluice.fixture.Pipelines.Ran;
import dev.sluice.fixture.Pyiceberg;
import dev.sluice.kernel.sql.SqlName;
import dev.sluice.table.DataFile;
import dev.sluice.table.TableState;
import dev.sluice.table.TableState.Kind;
import dev.sluice.table.file.AuditColumns;
import dev.sluice.table.log.ManifestStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A reader that is not ours reads every table of the shop by the metadata that the log names, at
 * every entry: rows are those that a plain engine reads from the data files, and the warehouse has.
 */
class ShopByPyicebergIT {
  @TempDir Path temp;
  private Path shop;
  private Path lake;

  private Ran sluice(String... args) {
    Ran ran = Pipelines.sluice(args);
    assertThat(ran.toString(), ran.exit(), is(0));
    return ran;
  }

  private void run() {
    sluice("run", shop.toString(), "--quiet");
  }

  private void change(String file, String what, String by) {
    String text = Pipelines.text(shop.resolve(file));
    assertThat(file + " has " + what, text.contains(what), is(true));
    Pipelines.write(shop.resolve(file), text.replace(what, by));
  }

  @Test
  void readsEveryTableAtEveryEntry() throws Exception {
    shop = Pipelines.copy(Path.of("examples/shop"), temp.resolve("a shop's é %41"));
    lake = shop.resolve("build/lake");
    run();
    grow();
    run();
    cutAnew();
    run();
    removeAColumn();
    run();
    List<Pyiceberg.State> states = states();
    states.addAll(warehouse());
    states.addAll(production(4));
    Pyiceberg.expect(temp, states);
    sluice("promote", "rollback", shop.toString(), "--to", "2", "--why", "x");
    fail();
    sluice("gc", shop.toString(), "--older-than", "0s");
    assertThat(Files.exists(lake.resolve("_sluice/failed")), is(true));
    states = states();
    states.addAll(production(2));
    Pyiceberg.expect(temp, states);
  }

  /** A column that the contract has too, one that it has not, and a table without rows. */
  private void grow() {
    change(
        "schemas/customers.avsc",
        "{\"name\": \"updated_at\"",
        "{\"name\": \"vip\", \"type\": [\"null\", \"float\"], \"default\": null}, {\"name\": \"updated_at\"");
    Pipelines.write(
        shop.resolve("data/more.csv"),
        "customer_id,name,email,country,updated_at,vip,a.b\n900001,Ö,,PL,2026-03-01T00:00:00Z,0.5,x\n900002,B,,PL,2026-03-01T00:00:00Z,,y\n");
    change("pipeline.yaml", "csv: data/customers.csv", "csv: [data/customers.csv, data/more.csv]");
    Pipelines.write(shop.resolve("data/none.csv"), "code,rate_to_eur\n");
    change(
        "pipeline.yaml",
        "models:\n",
        "  nothing: {source: {csv: data/none.csv}, schema: schemas/currencies.avsc}\n\nmodels:\n  nothing_more: {sql: SELECT * FROM nothing}\n");
  }

  private void cutAnew() {
    change("pipeline.yaml", "name: shop\n", "name: shop\nbuckets: 3\n");
    Pipelines.write(
        shop.resolve("data/orders/orders-5.csv"),
        "order_id,customer_id,status,currency,amount,placed_at,updated_at,note\n999001,59,placed,EUR,57.88,2026-03-01T00:12:13Z,2026-03-01T17:57:06Z,new\n");
  }

  private void removeAColumn() {
    change(
        "schemas/orders.avsc",
        ",\n    {\"name\": \"note\", \"type\": [\"null\", \"string\"], \"default\": null}",
        "");
    change("pipeline.yaml", "buckets: 3\n", "buckets: 3\nremoved: [orders.note]\n");
    change("pipeline.yaml", "      - null_ratio: {column: note, max: 0.9}\n", "");
  }

  /** A run that leaves files of which no commit knows. */
  private void fail() {
    Pipelines.write(shop.resolve("data/currencies.csv"), "code,rate_to_eur\nEUR,-1\n");
    assertThat(Pipelines.sluice("run", shop.toString(), "--quiet").exit(), is(1));
  }

  /** Every table at every entry, with the rows of its data files. */
  private List<Pyiceberg.State> states() throws IOException {
    List<Pyiceberg.State> states = new ArrayList<>();
    for (int number = 1; number <= 4; number++) {
      JsonNode entry =
          new ObjectMapper().readTree(lake.resolve(ManifestStore.path(number)).toFile());
      List<TableState> tables = ManifestStore.named(lake.toString(), number).manifest().tables();
      List<String> told = new ArrayList<>();
      for (JsonNode each : entry.get("tables")) {
        String name = each.get("table").asText();
        told.add(name);
        String metadata = each.at("/state/pointer/path").asText();
        TableState table =
            tables.stream().filter(t -> t.table().equals(name)).findFirst().orElseThrow();
        if (table.files().isEmpty() && table.schema().columns().isEmpty()) {
          continue; // Of no column anything is known.
        }
        states.add(
            new Pyiceberg.State(
                lake.resolve(metadata).toString(), rows(number + "-" + name, files(table))));
      }
      assertThat(told, containsInAnyOrder(tables.stream().map(TableState::table).toArray()));
    }
    return states;
  }

  private List<Pyiceberg.State> warehouse() throws IOException {
    List<Pyiceberg.State> states = new ArrayList<>();
    JsonNode entry = new ObjectMapper().readTree(lake.resolve(ManifestStore.path(4)).toFile());
    for (TableState table : ManifestStore.named(lake.toString(), 4).manifest().published()) {
      for (JsonNode each : entry.get("tables")) {
        if (each.get("table").asText().equals(table.table())) {
          states.add(
              new Pyiceberg.State(
                  lake.resolve(each.at("/state/pointer/path").asText()).toString(),
                  rows(
                      "warehouse-" + table.table(),
                      "SELECT %s FROM production.%s"
                          .formatted(columns(table), SqlName.quote(table.table())))));
        }
      }
    }
    return states;
  }

  /** What an engine without a catalog finds in production, which shows the run of a number. */
  private List<Pyiceberg.State> production(long number) throws IOException {
    List<Pyiceberg.State> states = new ArrayList<>();
    for (TableState table : ManifestStore.named(lake.toString(), number).manifest().published()) {
      Path metadata = lake.resolve("production").resolve(table.table()).resolve("metadata");
      String version = Files.readString(metadata.resolve("version-hint.text")).strip();
      states.add(
          new Pyiceberg.State(
              metadata.resolve("v" + version + ".metadata.json").toString(),
              rows("production-" + number + "-" + table.table(), files(table))));
    }
    assertThat(states.isEmpty(), is(false));
    return states;
  }

  private static String columns(TableState table) {
    return SqlName.list(AuditColumns.stored(table.schema()).names());
  }

  private String files(TableState table) {
    if (table.files().isEmpty()) {
      return AuditColumns.stored(table.schema()).columns().stream()
          .map(c -> "NULL::%s AS %s".formatted(c.type(), SqlName.quote(c.name())))
          .collect(Collectors.joining(", ", "SELECT ", " WHERE false"));
    }
    boolean isOpen = table.kind() == Kind.RAW || table.kind() == Kind.DEAD;
    return "SELECT %s FROM read_parquet([%s], union_by_name = true, hive_partitioning = false)"
        .formatted(
            isOpen ? "*" : columns(table),
            table.files().stream()
                .map(DataFile::path)
                .map(path -> SqlName.literal(lake.resolve(path).toString()))
                .collect(Collectors.joining(", ")));
  }

  private Path rows(String name, String select) {
    Path file = temp.resolve(name + ".parquet");
    List<String> unused =
        Pipelines.query(
            select.contains("production.") ? shop.resolve("build/shop.duckdb").toString() : "",
            "COPY (%s) TO %s (FORMAT parquet)".formatted(select, SqlName.literal(file.toString())));
    return file;
  }
}
