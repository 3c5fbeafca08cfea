// SPDX-License-Identifier: Apache-2.0
package dev.sluice.warehouse.duckdb;

import static dev.sluice.fixture.HandMadeLake.manifest;
import static dev.sluice.fixture.HandMadeLake.schema;
import static dev.sluice.fixture.HandMadeLake.table;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.is;

import dev.sluice.fixture.Databases;
import dev.sluice.fixture.HandMadeLake;
import dev.sluice.fixture.Pipelines;
import dev.sluice.schema.TableSchema;
import dev.sluice.table.DataFile;
import dev.sluice.table.TableState;
import dev.sluice.table.TableState.Kind;
import dev.sluice.table.log.Manifest;
import dev.sluice.table.log.Manifest.Outcome;
import dev.sluice.warehouse.WarehouseState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A load takes out the rows of files that left and adds those that came; it reads no other file.
 */
class FileExchangeTest {
  private static final TableSchema SCHEMA = schema("id BIGINT", "v VARCHAR");
  private static final String STAMPS =
      ", TIMESTAMPTZ '2026-01-01 00:00:00+00' AS created_at,"
          + " TIMESTAMPTZ '2026-01-02 00:00:00+00' AS updated_at";

  @TempDir Path folder;
  private Path file;
  private HandMadeLake lake;
  private DuckDbWarehouse warehouse;

  @BeforeEach
  void open() {
    file = folder.resolve("w.duckdb");
    lake = new HandMadeLake(folder.resolve("lake"));
    warehouse = new DuckDbWarehouse(file, Duration.ofMillis(200));
  }

  @Test
  void exchangesABucketWithoutReadingTheOthers() throws Exception {
    DataFile first = orders("a", "(1, 'a'), (2, 'b')");
    DataFile second = orders("b", "(3, 'c'), (4, 'd')");
    DataFile third = orders("c", "(5, 'e')");
    load(1, first, second, third);
    lake.remove(first); // reading them again would fail
    lake.remove(second);
    lake.remove(third);
    load(2, first, third, orders("d", "(3, 'C'), (4, 'd'), (6, 'f')"));

    assertThat(
        rows("SELECT id || v FROM production.orders ORDER BY id"),
        contains("1a", "2b", "3C", "4d", "5e", "6f"));
    assertThat(
        rows(
            "SELECT regexp_extract(path, '([a-z])-[^/]*$', 1) FROM sluice.files WHERE \"table\" = 'staging.orders' ORDER BY 1"),
        contains("a", "c", "d"));

    load(3, third);
    assertThat(rows("SELECT id FROM staging.orders"), contains("5"));
  }

  @Test
  void showsNoNumbersOfFilesAndKeepsColumnsThatAreCalledLikeThem() throws Exception {
    TableSchema schema = schema("_SLUICE_FILE VARCHAR", "file_index BIGINT");
    String row = "SELECT '%s' AS _SLUICE_FILE, 7::BIGINT AS file_index" + STAMPS;
    DataFile a = write("a", row.formatted("x"));
    DataFile b = write("b", row.formatted("y"));
    load(manifest(1, Outcome.PUBLISHED, table("orders", Kind.TYPED, schema, a, b)));
    DataFile c = write("c", row.formatted("z"));
    load(manifest(2, Outcome.PUBLISHED, table("orders", Kind.TYPED, schema, b, c)));

    assertThat(
        rows("SELECT _SLUICE_FILE || file_index FROM production.orders ORDER BY 1"),
        contains("y7", "z7"));
    assertThat(
        rows("SELECT column_name FROM (DESCRIBE production.orders)"),
        contains("_SLUICE_FILE", "file_index", "created_at", "updated_at"));
  }

  @Test
  void buildsATableAgainOfWhichSomebodyTookRowsAwayOrTheViewOrAllOfIt() throws Exception {
    DataFile first = orders("a", "(1, 'a')");
    load(1, first, orders("b", "(2, 'b')"));
    sql("DELETE FROM sluice.\"staging.orders\" WHERE id = 2; DROP VIEW production.orders");
    load(2, first, orders("c", "(3, 'c')"));
    assertThat(rows("SELECT id FROM staging.orders ORDER BY id"), contains("1", "3"));
    assertThat(rows("SELECT id FROM production.orders ORDER BY id"), contains("1", "3"));

    sql("DROP VIEW staging.orders; CREATE TABLE staging.orders AS SELECT 9 AS id");
    sql("DROP TABLE sluice.\"production.orders\"");
    load(3, first);
    assertThat(rows("SELECT id FROM staging.orders"), contains("1"));
    assertThat(rows("SELECT id FROM production.orders"), contains("1"));
  }

  @Test
  void keepsWhatPeopleMadeAndTheirViewsOfItsTables() throws Exception {
    load(1, orders("a", "(1, 'a')"));
    sql(
        "CREATE TABLE mine AS SELECT 7 AS v; CREATE VIEW sums AS SELECT sum(id) FROM staging.orders");
    assertThat(others(), contains("main.mine", "main.sums"));
    load(2, orders("b", "(2, 'b'), (3, 'c')"));
    assertThat(rows("FROM sums"), contains("5"));
    assertThat(rows("FROM mine"), contains("7"));
  }

  @Test
  void replaysAnExchangeFromTheLogOfACrash() throws Exception {
    DataFile kept = many("a", 0);
    load(1, kept, many("b", 1));
    Path copy = folder.resolve("copy");
    DataFile fresh = many("c", 2);
    try (var connection =
            java.sql.DriverManager.getConnection(
                "jdbc:duckdb:" + file + ";checkpoint_threshold=1TB");
        var sql = connection.createStatement()) {
      sql.execute("BEGIN");
      new SchemaLoad(sql, new DuckDbLedger(sql), files())
          .run("staging", List.of(state(kept, fresh)));
      sql.execute("COMMIT");
      Files.copy(file, copy);
      Files.copy(Databases.log(file), Databases.log(copy));
    }
    Files.move(copy, file, StandardCopyOption.REPLACE_EXISTING);
    Files.move(Databases.log(copy), Databases.log(file));

    assertThat(
        rows("SELECT v || count(*) FROM staging.orders GROUP BY v ORDER BY v"),
        contains("05000", "25000"));
  }

  @Test
  void makesOneOfAnEarlierSluiceAnew() throws Exception {
    load(1, orders("a", "(1, 'a')"));
    sql("DROP TABLE sluice.tables");
    WarehouseState found = warehouse.check(WarehouseState.Depth.LEDGER);
    assertThat(found, is(new WarehouseState.Broken("It is of an earlier Sluice")));
  }

  /** Seeded: 12 states of a table, each of some files of the one before and some new ones. */
  @Test
  void equalsALoadFromNothingWhateverLeavesAndComes() throws Exception {
    Random random = new Random(20260206);
    List<DataFile> live = new ArrayList<>();
    for (int number = 1; number <= 12; number++) {
      live.removeIf(each -> random.nextInt(3) == 0);
      for (int i = random.nextInt(3); i >= 0; i--) {
        live.add(many(number + "-" + i, random.nextInt(9)));
      }
      load(number, live.toArray(DataFile[]::new));
    }
    var incremental = Databases.digest(file);
    Files.delete(file);
    load(12, live.toArray(DataFile[]::new));
    var whole = Databases.digest(file);
    for (String table : List.of("staging.\"orders\"", "production.\"orders\"", "files")) {
      assertThat(table, incremental.get(table), is(whole.get(table)));
    }
  }

  private ManifestFiles files() {
    return ManifestFiles.of(lake.root(), manifest(2, Outcome.STAGED).run());
  }

  private List<String> others() {
    return ((WarehouseState.Whole) warehouse.check(WarehouseState.Depth.ROWS)).others();
  }

  private TableState state(DataFile... files) {
    return table("orders", Kind.TYPED, SCHEMA, files);
  }

  private void load(long number, DataFile... files) {
    load(manifest(number, Outcome.PUBLISHED, state(files)));
  }

  private void load(Manifest manifest) {
    warehouse.load(lake.root(), manifest);
    warehouse.publish(lake.root(), manifest, manifest.number());
  }

  private DataFile orders(String name, String values) throws Exception {
    return write(
        name, "SELECT id::BIGINT AS id, v" + STAMPS + " FROM (VALUES " + values + ") t(id, v)");
  }

  private DataFile many(String name, int value) throws Exception {
    return write(name, "SELECT i AS id, '" + value + "' AS v" + STAMPS + " FROM range(5000) t(i)");
  }

  private DataFile write(String name, String query) throws Exception {
    return lake.write(
        "orders", "staging/orders/created_at=20260101T000000Z/" + name + ".parquet", query);
  }

  private List<String> rows(String query) {
    return Pipelines.query(file.toString(), query);
  }

  private void sql(String statements) throws Exception {
    try (var connection = java.sql.DriverManager.getConnection("jdbc:duckdb:" + file);
        var sql = connection.createStatement()) {
      sql.execute(statements);
    }
  }
}
