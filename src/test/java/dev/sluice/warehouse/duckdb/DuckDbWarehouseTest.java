// SPDX-License-Identifier: Apache-2.0
package dev.sluice.warehouse.duckdb;

import static dev.sluice.fixture.HandMadeLake.manifest;
import static dev.sluice.fixture.HandMadeLake.schema;
import static dev.sluice.fixture.HandMadeLake.table;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.fixture.Databases;
import dev.sluice.fixture.HandMadeLake;
import dev.sluice.runs.DatabaseHolder;
import dev.sluice.schema.TableSchema;
import dev.sluice.table.DataFile;
import dev.sluice.table.TableState;
import dev.sluice.table.TableState.Kind;
import dev.sluice.table.log.Manifest;
import dev.sluice.table.log.Manifest.Outcome;
import dev.sluice.warehouse.LoadHistory;
import dev.sluice.warehouse.WarehouseState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

class DuckDbWarehouseTest {
  private static final TableSchema ORDERS = schema("id BIGINT", "amount DECIMAL(12,2)");
  private static final String STAMPS =
      ", TIMESTAMPTZ '2026-01-01 00:00:00+00' AS created_at,"
          + " TIMESTAMPTZ '2026-01-02 00:00:00+00' AS updated_at";

  @TempDir Path folder;
  private Path file;
  private HandMadeLake lake;
  private DuckDbWarehouse warehouse;

  @BeforeEach
  void open() {
    file = folder.resolve("new/shop.duckdb");
    lake = new HandMadeLake(folder.resolve("it's [a] lake"));
    warehouse = new DuckDbWarehouse(file, java.time.Duration.ofMillis(200));
  }

  @Test
  void loadsStagingAndProductionWithTheTimesOfEachRow() throws Exception {
    DataFile orders = orders("a", "(1, 1.50), (2, 2.25)");
    DataFile raw = raw("20260101T000000Z/a", "SELECT '1' AS id, '1.50' AS amount");
    load(
        1,
        Outcome.PUBLISHED,
        table("orders", Kind.TYPED, ORDERS, orders),
        table("raw_orders", Kind.RAW, schema("id VARCHAR", "amount VARCHAR"), raw));

    String row = "|2026-01-01 00:00:00+00|2026-01-02 00:00:00+00";
    assertThat(
        rows("SELECT * FROM staging.orders ORDER BY id"), contains("1|1.50" + row, "2|2.25" + row));
    assertThat(
        rows("SELECT * FROM production.orders ORDER BY id"),
        contains("1|1.50" + row, "2|2.25" + row));
    assertThat(
        rows("SELECT * FROM staging.raw_orders"),
        contains("1|1.50|2026-01-01 00:00:00+00|2026-01-01 00:00:00+00"));
    assertThat(
        columns("staging", "orders"),
        contains(
            "id BIGINT",
            "amount DECIMAL(12,2)",
            "created_at TIMESTAMP WITH TIME ZONE",
            "updated_at TIMESTAMP WITH TIME ZONE"));
    assertThat(tables("production"), contains("orders"));
  }

  @Test
  void keepsAColumnOfTheContractThatIsCalledUpdatedAt() throws Exception {
    TableSchema schema = schema("updated_at TIMESTAMP", "id BIGINT");
    DataFile orders =
        write(
            "orders", "a", "SELECT TIMESTAMP '2020-01-01' AS updated_at, 1::BIGINT AS id" + made());
    load(1, Outcome.STAGED, table("orders", Kind.TYPED, schema, orders));

    assertThat(
        columns("staging", "orders"),
        contains("updated_at TIMESTAMP", "id BIGINT", "created_at TIMESTAMP WITH TIME ZONE"));
  }

  @Test
  void addsOnlyNewFiles() throws Exception {
    DataFile first = orders("a", "(1, 1.00)");
    load(1, Outcome.PUBLISHED, table("orders", Kind.TYPED, ORDERS, first));
    lake.remove(first); // reading it again would fail
    load(
        2, Outcome.PUBLISHED, table("orders", Kind.TYPED, ORDERS, first, orders("b", "(2, 2.00)")));

    assertThat(rows("SELECT id FROM staging.orders ORDER BY id"), contains("1", "2"));
    assertThat(rows("SELECT id FROM production.orders ORDER BY id"), contains("1", "2"));
  }

  @Test
  void buildsATableAgainWhenAFileIsNoLongerLive() throws Exception {
    DataFile kept = orders("a", "(1, 1.00)");
    DataFile replaced = orders("b", "(2, 2.00)");
    load(1, Outcome.PUBLISHED, table("orders", Kind.TYPED, ORDERS, kept, replaced));
    load(
        2,
        Outcome.PUBLISHED,
        table("orders", Kind.TYPED, ORDERS, kept, orders("c", "(2, 9.00), (3, 3.00)")));

    String all = "SELECT id, amount FROM %s.orders ORDER BY id";
    assertThat(rows(all.formatted("staging")), contains("1|1.00", "2|9.00", "3|3.00"));
    assertThat(rows(all.formatted("production")), contains("1|1.00", "2|9.00", "3|3.00"));
    assertThat(
        rows("SELECT count(*) FROM sluice.files WHERE \"table\" = 'staging.orders'"),
        contains("2"));
  }

  @Test
  void aSecondLoadOfTheSameManifestChangesNothing() throws Exception {
    Manifest manifest =
        manifest(
            1, Outcome.PUBLISHED, table("orders", Kind.TYPED, ORDERS, orders("a", "(1, 1.00)")));
    load(manifest);
    byte[] before = Files.readAllBytes(file);
    load(manifest);

    assertThat(Files.readAllBytes(file), is(before));
    assertThat(
        rows("SELECT number, run_id, outcome, created_at FROM sluice.loads"),
        contains("1|run-1|PUBLISHED|2026-01-01 00:00:00+00"));
  }

  @Test
  void showsAnEarlierManifestByALaterReleaseOnly() throws Exception {
    Manifest early =
        manifest(
            1, Outcome.PUBLISHED, table("orders", Kind.TYPED, ORDERS, orders("a", "(1, 1.00)")));
    load(early);
    load(2, Outcome.PUBLISHED, table("orders", Kind.TYPED, ORDERS, orders("b", "(2, 2.00)")));
    warehouse.publish(lake.root(), early, 1);
    assertThat(rows("SELECT id FROM production.orders"), contains("2"));

    warehouse.publish(lake.root(), early, 3);
    assertThat(rows("SELECT id FROM production.orders"), contains("1"));
    assertThat(rows("SELECT id FROM staging.orders"), contains("2"));
  }

  @Test
  void showsAStagedRunInProductionOnlyOncePublished() throws Exception {
    TableState orders = table("orders", Kind.TYPED, ORDERS, orders("a", "(1, 1.00)"));
    load(1, Outcome.STAGED, orders);
    assertThat(rows("SELECT id FROM staging.orders"), contains("1"));
    assertThat(tables("production"), is(empty()));

    load(1, Outcome.PUBLISHED, orders);
    assertThat(rows("SELECT id FROM staging.orders"), contains("1"));
    assertThat(rows("SELECT id FROM production.orders"), contains("1"));
  }

  @Test
  void addsColumnsThatTheSchemaGained() throws Exception {
    DataFile first = orders("a", "(1, 1.00)");
    load(1, Outcome.STAGED, table("orders", Kind.TYPED, ORDERS, first));
    TableSchema grown = schema("id BIGINT", "amount DECIMAL(12,2)", "note VARCHAR");
    DataFile second =
        write(
            "orders",
            "b",
            "SELECT 2::BIGINT AS id, 2::DECIMAL(12,2) AS amount, 'x' AS note" + STAMPS);
    load(2, Outcome.STAGED, table("orders", Kind.TYPED, grown, first, second));

    assertThat(
        rows("SELECT id, amount, note FROM staging.orders ORDER BY id"),
        contains("1|1.00|null", "2|2.00|x"));

    load(3, Outcome.STAGED, table("orders", Kind.TYPED, grown, first, orders("c", "(3, 3.00)")));
    assertThat(
        rows("SELECT id, amount, note FROM staging.orders ORDER BY id"),
        contains("1|1.00|null", "3|3.00|null"));
    assertThat(columns("staging", "orders").get(2), is("note VARCHAR"));
  }

  @Test
  void buildsATableAgainWhenAColumnChangesItsTypeOrGoes() throws Exception {
    DataFile first = orders("a", "(1, 1.00)");
    load(1, Outcome.STAGED, table("orders", Kind.TYPED, ORDERS, first));
    DataFile second = write("orders", "b", "SELECT 'two' AS id" + STAMPS);
    load(2, Outcome.STAGED, table("orders", Kind.TYPED, schema("id VARCHAR"), first, second));

    assertThat(rows("SELECT id FROM staging.orders ORDER BY id"), contains("1", "two"));
    assertThat(columns("staging", "orders").get(0), is("id VARCHAR"));
    assertThat(columns("staging", "orders").size(), is(3));
  }

  @Test
  void unitesRawFilesOfDifferentHeadersAndDatesEachByItsPartition() throws Exception {
    DataFile first = raw("20260101T000000Z/a", "SELECT '1' AS id, 'x' AS a");
    load(
        1, Outcome.STAGED, table("raw_orders", Kind.RAW, schema("id VARCHAR", "a VARCHAR"), first));
    DataFile second = raw("20260102T030405Z/a", "SELECT '2' AS id, 'y' AS b");
    load(
        2,
        Outcome.STAGED,
        table("raw_orders", Kind.RAW, schema("id VARCHAR", "b VARCHAR"), first, second));

    List<String> expected =
        List.of("1|x|null|2026-01-01 00:00:00+00", "2|null|y|2026-01-02 03:04:05+00");
    String query = "SELECT id, a, b, updated_at FROM staging.raw_orders ORDER BY id";
    assertThat(rows(query), is(expected));

    Files.delete(file);
    load(2, Outcome.STAGED, table("raw_orders", Kind.RAW, schema("id VARCHAR"), first, second));
    assertThat(rows(query), is(expected));
  }

  @Test
  void makesTablesWithoutRowsButNoRawTableWithoutFiles() throws Exception {
    load(
        1,
        Outcome.PUBLISHED,
        table("orders", Kind.TYPED, ORDERS),
        table("raw_orders", Kind.RAW, ORDERS),
        table("dead_letters", Kind.DEAD, schema("table_name VARCHAR")));

    assertThat(tables("staging"), contains("dead_letters", "orders"));
    assertThat(tables("production"), contains("orders"));
    assertThat(
        columns("production", "orders").subList(0, 2),
        contains("id BIGINT", "amount DECIMAL(12,2)"));
    assertThat(rows("SELECT * FROM production.orders"), is(empty()));

    load(2, Outcome.PUBLISHED, table("orders", Kind.TYPED, ORDERS, orders("a", "(1, 1.00)")));
    assertThat(rows("SELECT id FROM production.orders"), contains("1"));
    assertThat(tables("staging"), contains("orders"));
  }

  @Test
  void leavesEverythingAsItWasWhenALoadFailsInTheMiddle() throws Exception {
    DataFile first = orders("a", "(1, 1.00)");
    TableState models =
        table("totals", Kind.MODEL, ORDERS, write("totals", "a", select("(7, 7.00)")));
    load(1, Outcome.PUBLISHED, table("orders", Kind.TYPED, ORDERS, first), models);
    DataFile lost = write("totals", "b", select("(8, 8.00)"));
    lake.remove(lost);
    TableState grown = table("orders", Kind.TYPED, ORDERS, first, orders("b", "(2, 2.00)"));
    PipelineException failure =
        assertThrows(
            PipelineException.class,
            () -> load(2, Outcome.PUBLISHED, grown, table("totals", Kind.MODEL, ORDERS, lost)));

    assertThat(failure.code(), is(ErrorCode.LAKE_READ));
    assertThat(failure.getMessage(), containsString(lost.path()));
    for (String schema : List.of("staging", "production")) {
      assertThat(rows("SELECT id FROM " + schema + ".orders"), contains("1"));
      assertThat(rows("SELECT id FROM " + schema + ".totals"), contains("7"));
    }
    assertThat(rows("SELECT number FROM sluice.loads"), contains("1"));
    assertThat(rows("SELECT count(*) FROM sluice.files"), contains("4"));
  }

  @Test
  void refusesAFileThatIsBrokenOrHasOtherRowsThanTheManifestSays() throws Exception {
    DataFile good = orders("a", "(1, 1.00)");
    DataFile more = write("orders", "b", select("(1, 1.00), (2, 2.00)"));
    Path unused =
        Files.move(
            Path.of(lake.root(), more.path()),
            Path.of(lake.root(), good.path()),
            StandardCopyOption.REPLACE_EXISTING);
    TableState orders = table("orders", Kind.TYPED, ORDERS, good);
    PipelineException other =
        assertThrows(PipelineException.class, () -> load(1, Outcome.STAGED, orders));
    assertThat(other.getMessage(), containsString(good.path() + " is not what the manifest says"));
    assertThat(other.getMessage(), containsString("`sluice verify`"));

    Files.writeString(Path.of(lake.root(), good.path()), "PAR1 broken");
    PipelineException broken =
        assertThrows(PipelineException.class, () -> load(1, Outcome.STAGED, orders));
    assertThat(broken.code(), is(ErrorCode.LAKE_READ));
    assertThat(broken.getMessage(), containsString(good.path() + " is not what the manifest says"));
    assertThat(tables("staging"), is(empty()));
  }

  @Test
  void saysWhichProcessHasTheDatabaseOpen() throws Exception {
    load(1, Outcome.STAGED, table("orders", Kind.TYPED, ORDERS));
    Process holder = DatabaseHolder.start(file);
    try {
      PipelineException failure =
          assertThrows(
              PipelineException.class,
              () -> load(2, Outcome.STAGED, table("orders", Kind.TYPED, ORDERS)));
      assertThat(failure.code(), is(ErrorCode.WAREHOUSE));
      assertThat(failure.getMessage(), containsString("is open in process " + holder.pid()));
      assertThat(
          failure.getMessage(), containsString("Close it there, or open it there read-only"));
    } finally {
      holder.destroyForcibly().waitFor();
    }
    load(2, Outcome.STAGED, table("orders", Kind.TYPED, ORDERS));
    assertThat(rows("SELECT number FROM sluice.loads ORDER BY number"), contains("1", "2"));
  }

  @Test
  void followsWhileAnotherProcessReadsAndLetsItSeeTheOldStateWhole() throws Exception {
    load(1, Outcome.PUBLISHED, table("orders", Kind.TYPED, ORDERS, orders("a", "(1, 1.00)")));
    query("CREATE TABLE mine AS SELECT 7 AS v");
    Process reader = DatabaseHolder.startReader(file);
    try {
      String count = "SELECT count(*) FROM production.orders";
      TableState second = table("orders", Kind.TYPED, ORDERS, orders("b", "(2, 2.00), (3, 3.00)"));
      load(2, Outcome.PUBLISHED, second);
      assertThat(DatabaseHolder.ask(reader, count), is("1"));
      Process later = DatabaseHolder.startReader(file);
      assertThat(DatabaseHolder.ask(later, count), is("2"));
      later.destroyForcibly().waitFor();
      assertThat(DatabaseHolder.ask(reader, "SELECT id FROM staging.orders"), is("1"));
    } finally {
      reader.destroyForcibly().waitFor();
    }
    assertThat(rows("SELECT id FROM staging.orders ORDER BY id"), contains("2", "3"));
    assertThat(rows("SELECT number FROM sluice.loads ORDER BY number"), contains("1", "2"));
    assertThat(rows("SELECT v FROM mine"), contains("7"));
    try (var left = Files.list(file.getParent())) {
      assertThat(
          left.map(each -> each.getFileName().toString()).sorted().toList(),
          contains(".shop.duckdb.lock", ".shop.duckdb.twin", "shop.duckdb"));
    }
  }

  @Test
  void takesALogThatAReaderKeepsOverIntoTheNewFile() throws Exception {
    load(1, Outcome.STAGED, table("orders", Kind.TYPED, ORDERS, orders("a", "(1, 1.00)")));
    Path copy = folder.resolve("copy");
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:" + file);
        Statement sql = connection.createStatement()) {
      sql.execute("CREATE TABLE mine AS SELECT 7 AS v");
      Files.copy(file, copy);
      Files.copy(Databases.log(file), Databases.log(copy));
    }
    Files.move(copy, file, StandardCopyOption.REPLACE_EXISTING);
    Files.move(Databases.log(copy), Databases.log(file));
    Process reader = DatabaseHolder.startReader(file);
    try {
      load(2, Outcome.STAGED, table("orders", Kind.TYPED, ORDERS, orders("b", "(2, 2.00)")));
      assertThat(DatabaseHolder.ask(reader, "SELECT v FROM mine"), is("7"));
    } finally {
      reader.destroyForcibly().waitFor();
    }
    assertThat(Files.exists(Databases.log(file)), is(false));
    assertThat(rows("SELECT id FROM staging.orders"), contains("2"));
    assertThat(rows("SELECT v FROM mine"), contains("7"));
  }

  @Test
  void leavesWhatIsNoDuckDbDatabaseAloneAndSaysWhatItIs() throws Exception {
    Files.createDirectories(file.getParent());
    Map<String, byte[]> others = new LinkedHashMap<>();
    others.put("an SQLite database", Arrays.copyOf("SQLite format 3\0".getBytes(UTF_8), 8192));
    others.put("a Parquet file", "PAR1 and more of it".getBytes(UTF_8));
    others.put("a zip archive or an Excel workbook", "PK\3\4 and more of it".getBytes(UTF_8));
    others.put("a text file", "id,amount\n1,2\n".getBytes(UTF_8));
    others.put("some other file", new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13});
    for (Map.Entry<String, byte[]> other : others.entrySet()) {
      Files.write(file, other.getValue());
      for (Executable each :
          List.<Executable>of(
              () -> load(1, Outcome.STAGED),
              () -> warehouse.check(WarehouseState.Depth.ROWS),
              () ->
                  warehouse.rebuild(
                      lake.root(),
                      new LoadHistory(List.of(), List.of(), null, null),
                      new WarehouseState.Broken("x")))) {
        PipelineException failure = assertThrows(PipelineException.class, each);
        assertThat(failure.code(), is(ErrorCode.WAREHOUSE_REFUSED));
        assertThat(
            failure.getMessage(),
            startsWith(
                "The warehouse %s is not a DuckDB database but %s, as its first bytes say. It is left as it is."
                    .formatted(file, other.getKey())));
      }
      assertThat(Files.readAllBytes(file), is(other.getValue()));
    }
    assertThat(Databases.beside(file, ""), is(List.of()));
  }

  private void query(String sql) throws Exception {
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:" + file);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private void load(long number, Outcome outcome, TableState... tables) {
    load(manifest(number, outcome, tables));
  }

  private void load(Manifest manifest) {
    warehouse.load(lake.root(), manifest);
    if (manifest.outcome() == Outcome.PUBLISHED) {
      warehouse.publish(lake.root(), manifest, manifest.number());
    }
  }

  private static String select(String values) {
    return "SELECT id::BIGINT AS id, amount::DECIMAL(12,2) AS amount"
        + STAMPS
        + " FROM (VALUES "
        + values
        + ") v(id, amount)";
  }

  private static String made() {
    return ", TIMESTAMPTZ '2026-01-01 00:00:00+00' AS created_at";
  }

  private DataFile orders(String name, String values) throws Exception {
    return write("orders", name, select(values));
  }

  private DataFile write(String table, String name, String query) throws Exception {
    return lake.write(
        table, "staging/" + table + "/created_at=20260101T000000Z/" + name + ".parquet", query);
  }

  private DataFile raw(String place, String query) throws Exception {
    return lake.write("raw_orders", "staging/raw_orders/created_at=" + place + ".parquet", query);
  }

  private List<String> rows(String query) throws Exception {
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:" + file);
        Statement sql = connection.createStatement()) {
      sql.execute("SET TimeZone = 'UTC'");
      try (ResultSet result = sql.executeQuery("SELECT COLUMNS(*)::VARCHAR FROM (" + query + ")")) {
        List<String> rows = new ArrayList<>();
        while (result.next()) {
          List<String> values = new ArrayList<>();
          for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
            values.add(String.valueOf(result.getString(i)));
          }
          rows.add(String.join("|", values));
        }
        return rows;
      }
    }
  }

  private List<String> columns(String schema, String table) throws Exception {
    return rows(
        "SELECT column_name || ' ' || data_type FROM duckdb_columns() WHERE schema_name = '"
            + schema
            + "' AND table_name = '"
            + table
            + "' ORDER BY column_index");
  }

  private List<String> tables(String schema) throws Exception {
    return rows(
        "SELECT unnest(list_sort(list(table_name))) FROM information_schema.tables WHERE table_schema = '"
            + schema
            + "'");
  }
}
