// SPDX-License-Identifier: Apache-2.0
package dev.sluice.warehouse.duckdb;

import static dev.sluice.fixture.HandMadeLake.manifest;
import static dev.sluice.fixture.HandMadeLake.schema;
import static dev.sluice.fixture.HandMadeLake.table;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import dev.sluice.fixture.Databases;
import dev.sluice.fixture.HandMadeLake;
import dev.sluice.fixture.Pipelines;
import dev.sluice.runs.DatabaseHolder;
import dev.sluice.table.DataFile;
import dev.sluice.table.TableState.Kind;
import dev.sluice.table.log.Manifest;
import dev.sluice.table.log.Manifest.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Beside readers two files take turns; the whole is copied only when there is no second one. */
class DatabaseTwinTest {
  private static final String COUNT = "SELECT count(*) FROM production.orders";

  @TempDir Path folder;
  private final List<Process> readers = new ArrayList<>();
  private final List<DataFile> live = new ArrayList<>();
  private Path file;
  private Path twin;
  private HandMadeLake lake;
  private DuckDbWarehouse warehouse;

  @BeforeEach
  void open() {
    file = folder.resolve("it's.duckdb");
    twin = folder.resolve(".it's.duckdb.twin");
    lake = new HandMadeLake(folder.resolve("lake"));
    warehouse = new DuckDbWarehouse(file, Duration.ofMillis(200));
  }

  @AfterEach
  void end() throws Exception {
    for (Process reader : readers) {
      reader.destroyForcibly().waitFor();
    }
  }

  @Test
  void takesTurnsWithTheFileThatReadersLeft() throws Exception {
    load(1);
    sql("CREATE TABLE mine AS SELECT 7 AS v");
    Object first = key(file);
    Process old = reader();
    load(2);
    Object second = key(file);
    assertThat(second, is(not(first)));
    assertThat("the one before is the next", key(twin), is(first));
    assertThat(DatabaseHolder.ask(old, COUNT), is("1"));

    load(3); // nobody reads the newest: it is changed where it is
    assertThat(key(file), is(second));
    Process dashboard = reader();
    end(old);
    lake.remove(live.get(1)); // it comes from the other file, not from the lake
    live.remove(0);
    load(4);
    assertThat("without a copy", key(file), is(first));
    assertThat(key(twin), is(second));
    assertThat(DatabaseHolder.ask(dashboard, COUNT), is("3"));
    Process last = reader();
    assertThat(DatabaseHolder.ask(last, COUNT), is("3"));
    end(dashboard);
    end(last);
    assertThat(rows("SELECT id FROM staging.orders ORDER BY id"), contains("2", "3", "4"));
    assertThat(rows("FROM mine"), contains("7"));
    assertThat(rows("SELECT number FROM sluice.loads"), contains("1", "2", "3", "4"));
    assertThat(rows("SELECT number FROM sluice.releases"), contains("1", "2", "3", "4"));
    Map<String, String> seen = Databases.digest(file);
    Path alone = folder.resolve("alone.duckdb");
    DuckDbWarehouse other = new DuckDbWarehouse(alone, Duration.ofMillis(200));
    lake.write("orders", "staging/orders/2.parquet", "SELECT 2::BIGINT AS id" + stamps());
    publish(other, published(4));
    for (String table : List.of("staging.\"orders\"", "production.\"orders\"", "files")) {
      assertThat(table, seen.get(table), is(Databases.digest(alone).get(table)));
    }
  }

  @Test
  void neverWritesToAFileThatSomebodyStillReads() throws Exception {
    load(1);
    Process first = reader();
    load(2);
    Process second = reader();
    load(3);
    Process third = reader();
    load(4);
    assertThat(DatabaseHolder.ask(first, COUNT), is("1"));
    assertThat(DatabaseHolder.ask(second, COUNT), is("2"));
    assertThat(DatabaseHolder.ask(third, COUNT), is("3"));
    assertThat(DatabaseHolder.ask(reader(), COUNT), is("4"));
  }

  @Test
  void givesTheTwinUpOnceSomebodyElseWroteToTheFileOrNobodyNeedsIt() throws Exception {
    load(1);
    Process reader = reader();
    load(2);
    end(reader);
    sql("CREATE TABLE mine AS SELECT 7 AS v");
    reader = reader();
    load(3);
    assertThat(DatabaseHolder.ask(reader(), "FROM mine"), is("7"));
    end(reader);
    end(readers.get(readers.size() - 1));
    assertThat(Files.exists(twin), is(true));
    live.subList(1, live.size()).clear();
    publish(18);
    assertThat("within sight", Files.exists(twin), is(true));
    publish(19);
    assertThat(Files.exists(twin), is(false));
    assertThat(rows("FROM mine"), contains("7"));
  }

  @Test
  void copiesNothingWhenThereIsNothingToDo() throws Exception {
    load(1);
    Process reader = reader();
    Object before = key(file);
    publish(1);
    assertThat(key(file), is(before));
    assertThat(Files.exists(twin), is(false));
    assertThat(DatabaseHolder.ask(reader, COUNT), is("1"));
  }

  @Test
  void followsAChangeOfColumnsAndATableThatWent() throws Exception {
    load(1);
    Process reader = reader();
    load(2);
    end(reader);
    DataFile other =
        lake.write("orders", "staging/orders/x.parquet", "SELECT 'x' AS id, 2 AS more" + stamps());
    DataFile models = lake.write("m", "staging/m/x.parquet", "SELECT 5::BIGINT AS id" + stamps());
    publish(
        warehouse,
        manifest(
            3,
            Outcome.PUBLISHED,
            table("orders", Kind.TYPED, schema("id VARCHAR", "more INTEGER"), other),
            table("m", Kind.MODEL, schema("id BIGINT"), models)));
    reader = reader();
    lake.remove(other);
    lake.remove(models);
    DataFile next = lake.write("m", "staging/m/y.parquet", "SELECT 6::BIGINT AS id" + stamps());
    publish(
        warehouse,
        manifest(4, Outcome.STAGED, table("m", Kind.MODEL, schema("id BIGINT"), models, next)));
    end(reader);
    assertThat(rows("SELECT id FROM staging.m ORDER BY id"), contains("5", "6"));
    assertThat(rows("SELECT id || more FROM production.orders"), is(List.of("x2")));
    assertThat(
        rows(
            "SELECT table_schema || table_name FROM information_schema.tables WHERE table_name = 'orders'"),
        contains("productionorders"));
  }

  private static Object key(Path path) throws Exception {
    return Files.readAttributes(path, java.nio.file.attribute.BasicFileAttributes.class).fileKey();
  }

  private Process reader() throws Exception {
    readers.add(DatabaseHolder.startReader(file));
    return readers.get(readers.size() - 1);
  }

  private static void end(Process reader) throws Exception {
    reader.destroyForcibly().waitFor();
  }

  /** Another file with the row of that number. */
  private void load(long number) throws Exception {
    live.add(
        lake.write(
            "orders",
            "staging/orders/" + number + ".parquet",
            "SELECT " + number + "::BIGINT AS id" + stamps()));
    publish(number);
  }

  private void publish(long number) {
    publish(warehouse, published(number));
  }

  private Manifest published(long number) {
    DataFile[] files = live.toArray(DataFile[]::new);
    return manifest(
        number, Outcome.PUBLISHED, table("orders", Kind.TYPED, schema("id BIGINT"), files));
  }

  private void publish(DuckDbWarehouse warehouse, Manifest manifest) {
    warehouse.load(lake.root(), manifest);
    if (manifest.outcome() == Outcome.PUBLISHED) {
      warehouse.publish(lake.root(), manifest, manifest.number());
    }
  }

  private static String stamps() {
    return ", TIMESTAMPTZ '2026-01-01 00:00:00+00' AS created_at, created_at AS updated_at";
  }

  private List<String> rows(String query) {
    return Pipelines.query(file.toString(), query);
  }

  private void sql(String statement) throws Exception {
    try (var connection = java.sql.DriverManager.getConnection("jdbc:duckdb:" + file);
        var sql = connection.createStatement()) {
      sql.execute(statement);
    }
  }
}
