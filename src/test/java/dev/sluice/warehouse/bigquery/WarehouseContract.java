// SPDX-License-Identifier: Apache-2.0
package dev.sluice.warehouse.bigquery;

import static dev.sluice.fixture.HandMadeLake.manifest;
import static dev.sluice.fixture.HandMadeLake.schema;
import static dev.sluice.fixture.HandMadeLake.table;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.instanceOf;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.fixture.HandMadeLake;
import dev.sluice.schema.TableSchema;
import dev.sluice.spec.WarehouseSpec;
import dev.sluice.table.DataFile;
import dev.sluice.table.TableState;
import dev.sluice.table.TableState.Kind;
import dev.sluice.table.log.Manifest;
import dev.sluice.table.log.Manifest.Outcome;
import dev.sluice.table.log.PromotedManifest;
import dev.sluice.warehouse.LoadHistory;
import dev.sluice.warehouse.RebuiltWarehouse;
import dev.sluice.warehouse.Warehouse;
import dev.sluice.warehouse.WarehouseState;
import dev.sluice.warehouse.WarehouseState.Depth;
import dev.sluice.warehouse.WarehouseState.Mark;
import dev.sluice.warehouse.WarehouseState.Whole;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every warehouse does, read back by an engine's own client. */
public abstract class WarehouseContract {
  protected static final TableSchema ORDERS = schema("id BIGINT", "amount DOUBLE");

  /** What the spec says: {@code orders} has a key, {@code events} has none. */
  protected static final List<WarehouseSpec.Table> KNOWN =
      List.of(
          new WarehouseSpec.Table("orders", List.of("id"), true, null),
          new WarehouseSpec.Table("events", List.of(), true, null));

  public @TempDir Path folder;
  public HandMadeLake lake;
  protected Warehouse warehouse;

  /** Opens a warehouse that is not there yet. */
  protected abstract Warehouse open() throws Exception;

  /** Brings the lake's files to where the warehouse reads them, and says where that is. */
  protected abstract String place() throws Exception;

  /**
   * A table's rows, sorted, each with its values joined by {@code |}: times as instants, decimals
   * without zeros behind, nested values as JSON, null as {@code null}.
   */
  protected abstract List<String> rows(String schema, String table, String... columns)
      throws Exception;

  /** The tables of a schema, sorted. */
  protected abstract List<String> tables(String schema) throws Exception;

  @BeforeEach
  void prepare() throws Exception {
    lake = new HandMadeLake(folder.resolve("lake"));
    warehouse = open();
  }

  @Test
  void showsAManifestInStagingAndAReleaseInProduction() throws Exception {
    TableState orders = orders(file("a", 1, 2));
    TableState raw =
        raw("20260101T000000Z", "SELECT '1' AS id, '1.5' AS amount, 1::BIGINT AS _row");
    Manifest first = manifest(1, Outcome.PUBLISHED, orders, raw);
    load(first);
    String times = "|2026-01-01T00:00:00Z|2026-01-02T00:00:00Z";
    assertThat(
        rows("staging", "orders", "id", "amount", "created_at", "updated_at"),
        contains("1|1.5" + times, "2|2.5" + times));
    assertThat(
        rows("staging", "raw_orders", "id", "amount", "created_at", "updated_at"),
        contains("1|1.5|2026-01-01T00:00:00Z|2026-01-01T00:00:00Z"));
    assertThat(tables("production"), is(empty()));

    warehouse.publish(place(), first, 1);
    assertThat(rows("production", "orders", "id", "amount"), contains("1|1.5", "2|2.5"));
    assertThat(tables("production"), contains("orders"));
  }

  @Test
  void aSecondLoadOrAnOlderManifestChangesNothing() throws Exception {
    Manifest first = manifest(1, Outcome.STAGED, orders(file("a", 1)));
    Manifest second = manifest(2, Outcome.STAGED, orders(file("a", 1), file("b", 2)));
    load(first);
    load(second);
    String mark = warehouse.mark();
    load(second);
    load(first);
    assertThat(rows("staging", "orders", "id"), contains("1", "2"));
    assertThat(warehouse.mark(), is(mark));
    assertThat(whole(Depth.ROWS).first(), is(new Mark(1, "run-1")));
    assertThat(whole(Depth.ROWS).load(), is(new Mark(2, "run-2")));
  }

  @Test
  void aSecondOrAnOlderReleaseChangesNothing() throws Exception {
    Manifest first = manifest(1, Outcome.STAGED, orders(file("a", 1)));
    Manifest second = manifest(2, Outcome.STAGED, orders(file("b", 2)));
    load(first);
    load(second);
    warehouse.publish(place(), second, 2);
    warehouse.publish(place(), second, 2);
    warehouse.publish(place(), first, 1);
    assertThat(rows("production", "orders", "id"), contains("2"));
    assertThat(whole(Depth.LEDGER).release(), is(new Mark(2, "run-2")));
  }

  @Test
  void appendsOverThreeManifests() throws Exception {
    DataFile a = file("events", "a", 1, 2);
    DataFile b = file("events", "b", 3);
    DataFile c = file("events", "c", 4, 5);
    load(manifest(1, Outcome.STAGED, table("events", Kind.TYPED, ORDERS, a)));
    load(manifest(2, Outcome.STAGED, table("events", Kind.TYPED, ORDERS, a, b)));
    load(manifest(3, Outcome.STAGED, table("events", Kind.TYPED, ORDERS, a, b, c)));
    assertThat(rows("staging", "events", "id"), contains("1", "2", "3", "4", "5"));
  }

  @Test
  void replacesOverThreeManifests() throws Exception {
    for (int number = 1; number <= 3; number++) {
      DataFile only = file("events", "r" + number, number, number + 10);
      load(manifest(number, Outcome.STAGED, table("events", Kind.TYPED, ORDERS, only)));
    }
    assertThat(rows("staging", "events", "id"), contains("13", "3"));
  }

  @Test
  void mergesBucketsOverThreeManifestsAsAComputationFromNothing() throws Exception {
    Map<Integer, String> expected = new TreeMap<>();
    List<DataFile> live =
        new ArrayList<>(
            List.of(
                bucket("a0", 0, 100, expected),
                bucket("a1", 1, 100, expected),
                bucket("a2", 2, 100, expected)));
    load(manifest(1, Outcome.STAGED, orders(live.toArray(DataFile[]::new))));
    live.set(1, bucket("b1", 1, 200, expected)); // one bucket changed
    load(manifest(2, Outcome.STAGED, orders(live.toArray(DataFile[]::new))));
    expected.keySet().removeIf(id -> id == 5); // and a row left
    live.set(2, bucketWithout5("c2", expected));
    load(manifest(3, Outcome.STAGED, orders(live.toArray(DataFile[]::new))));

    List<String> rows = new ArrayList<>();
    expected.forEach((id, amount) -> rows.add(id + "|" + amount));
    rows.sort(null);
    assertThat(rows("staging", "orders", "id", "amount"), is(rows));
  }

  @Test
  void goesBackAndForthBetweenReleases() throws Exception {
    Manifest first = manifest(1, Outcome.STAGED, orders(file("a", 1), file("b", 2)));
    Manifest second = manifest(2, Outcome.STAGED, orders(file("a", 1), file("c", 2, 3)));
    load(first);
    warehouse.publish(place(), first, 1);
    load(second);
    warehouse.publish(place(), second, 2);
    assertThat(rows("production", "orders", "id"), contains("1", "2", "3"));
    warehouse.publish(place(), first, 3);
    assertThat(rows("production", "orders", "id"), contains("1", "2"));
    warehouse.publish(place(), second, 4);
    assertThat(rows("production", "orders", "id"), contains("1", "2", "3"));
    assertThat(rows("staging", "orders", "id"), contains("1", "2", "3"));
  }

  @Test
  void keepsTablesWithoutRowsButMakesNoRawTableWithoutFiles() throws Exception {
    load(
        manifest(
            1,
            Outcome.STAGED,
            orders(),
            table("raw_orders", Kind.RAW, new TableSchema(List.of()))));
    assertThat(tables("staging"), contains("orders"));
    assertThat(rows("staging", "orders", "id", "created_at"), is(empty()));
    load(manifest(2, Outcome.STAGED, orders(file("a", 1))));
    load(manifest(3, Outcome.STAGED, orders()));
    assertThat(rows("staging", "orders", "id"), is(empty()));
  }

  @Test
  void dropsATableThatThePipelineNoLongerHas() throws Exception {
    DataFile event = file("events", "e", 7);
    load(
        manifest(
            1, Outcome.STAGED, orders(file("a", 1)), table("events", Kind.TYPED, ORDERS, event)));
    load(manifest(2, Outcome.STAGED, orders(file("a", 1))));
    assertThat(tables("staging"), contains("orders"));
    load(
        manifest(
            3, Outcome.STAGED, orders(file("a", 1)), table("events", Kind.TYPED, ORDERS, event)));
    assertThat(rows("staging", "events", "id"), contains("7"));
  }

  @Test
  void rebuildsWhatTheManifestsSay() throws Exception {
    Manifest first = manifest(1, Outcome.STAGED, orders(file("a", 1)));
    Manifest second = manifest(2, Outcome.STAGED, orders(file("a", 1), file("b", 2)));
    load(first);
    warehouse.publish(place(), first, 1);
    load(second);
    LoadHistory history =
        new LoadHistory(
            List.of(LoadHistory.Loaded.of(first), LoadHistory.Loaded.of(second)),
            List.of(new LoadHistory.Shown(1, 1, "run-1")),
            second,
            new PromotedManifest(1, first));
    RebuiltWarehouse rebuilt = warehouse.rebuild(place(), history, warehouse.check(Depth.ROWS));
    assertThat(rebuilt.cause(), is(RebuiltWarehouse.Cause.ASKED));
    assertThat(
        List.of(rebuilt.manifest(), rebuilt.release(), rebuilt.tables(), rebuilt.rows()),
        contains(2L, 1L, 2L, 3L));
    assertThat(rebuilt.kept(), is(""));
    assertThat(rows("staging", "orders", "id"), contains("1", "2"));
    assertThat(rows("production", "orders", "id"), contains("1"));
    assertThat(
        whole(Depth.ROWS),
        is(new Whole(new Mark(1, "run-1"), new Mark(2, "run-2"), new Mark(1, "run-1"), List.of())));

    Manifest third = manifest(3, Outcome.STAGED, orders(file("a", 1), file("c", 3)));
    load(third);
    assertThat(rows("staging", "orders", "id"), contains("1", "3"));
  }

  @Test
  void buildsAMissingWarehouseFromTheLake() throws Exception {
    Manifest only = manifest(1, Outcome.STAGED, orders(file("a", 1)));
    WarehouseState missing = warehouse.check(Depth.ROWS);
    assertThat(missing, is(instanceOf(WarehouseState.Missing.class)));
    LoadHistory history =
        new LoadHistory(List.of(LoadHistory.Loaded.of(only)), List.of(), only, null);
    assertThat(
        warehouse.rebuild(place(), history, missing).cause(), is(RebuiltWarehouse.Cause.MISSING));
    String mark = warehouse.mark();
    load(only);
    assertThat(warehouse.mark(), is(mark));
    assertThat(rows("staging", "orders", "id"), contains("1"));
  }

  @Test
  void refusesFilesThatHaveOtherRowsThanTheManifestSays() throws Exception {
    load(manifest(1, Outcome.STAGED, orders(file("a", 1))));
    DataFile real = file("b", 2);
    DataFile.Content more =
        new DataFile.Content(9, real.content().bytes(), real.content().sha256());
    DataFile wrong = new DataFile("orders", -1, real.path(), more, List.of(), "");
    Manifest second = manifest(2, Outcome.STAGED, orders(file("a", 1), wrong));
    PipelineException refused = assertThrows(PipelineException.class, () -> load(second));
    assertThat(refused.code(), is(ErrorCode.LAKE_READ));
    assertThat(refused.getMessage(), containsString("the manifest says 9"));
    assertThat(rows("staging", "orders", "id"), contains("1"));
    assertThat(whole(Depth.ROWS).load(), is(new Mark(1, "run-1")));
  }

  @Test
  void refusesAFileThatIsLostAndChangesNothing() throws Exception {
    DataFile lost = file("b", 2);
    load(manifest(1, Outcome.STAGED, orders(file("a", 1))));
    DataFile elsewhere =
        new DataFile("orders", -1, "staging/orders/lost.parquet", lost.content(), List.of(), "");
    Manifest second = manifest(2, Outcome.STAGED, orders(file("a", 1), elsewhere));
    PipelineException refused = assertThrows(PipelineException.class, () -> load(second));
    assertThat(refused.getMessage(), not(containsString("INTERNAL")));
    assertThat(rows("staging", "orders", "id"), contains("1"));
  }

  @Test
  void holdsEveryTypeExactly() throws Exception {
    TableSchema all =
        schema(
            "flag BOOLEAN",
            "whole BIGINT",
            "small INTEGER",
            "ratio DOUBLE",
            "word VARCHAR",
            "day DATE",
            "at TIMESTAMP WITH TIME ZONE",
            "tags VARCHAR[]",
            "place STRUCT(city VARCHAR, zip BIGINT)",
            "lines STRUCT(sku VARCHAR, qty BIGINT)[]");
    DataFile file =
        lake.write(
            "orders",
            "staging/orders/types.parquet",
            """
            SELECT true AS flag, 9223372036854775807 AS whole, (-5)::INTEGER AS small, 0.1::DOUBLE AS ratio,
              'naïve ''quote'' ✓' AS word, DATE '1970-01-02' AS day,
              TIMESTAMPTZ '2026-03-29 01:59:59.123456+00' AS at, ['a', 'b'] AS tags,
              {'city': 'Bern', 'zip': 3011::BIGINT} AS place,
              [{'sku': 'x', 'qty': 2::BIGINT}] AS lines,\
            """
                + STAMPS.substring(1));
    load(manifest(1, Outcome.STAGED, table("orders", Kind.TYPED, all, file)));
    assertThat(
        rows("staging", "orders", "flag", "whole", "small", "ratio", "word", "day", "at"),
        contains(
            "true|9223372036854775807|-5|0.1|naïve 'quote'"
                + " ✓|1970-01-02|2026-03-29T01:59:59.123456Z"));
    // An object's fields have no order.
    List<JsonNode> nested = new ArrayList<>();
    for (String value :
        rows("staging", "orders", "{tags", "{place", "{lines").get(0).split("[|]")) {
      nested.add(new ObjectMapper().readTree(value));
    }
    assertThat(
        nested,
        contains(
            new ObjectMapper().readTree("[\"a\", \"b\"]"),
            new ObjectMapper().readTree("{\"city\": \"Bern\", \"zip\": 3011}"),
            new ObjectMapper().readTree("[{\"sku\": \"x\", \"qty\": 2}]")));
  }

  @Test
  void answersStatementsOverStaging() throws Exception {
    load(manifest(1, Outcome.STAGED, orders(file("a", 1, 2, 3))));
    Warehouse.Found found = warehouse.ask("SELECT id FROM orders WHERE amount > 2", 1);
    assertThat(found.rows(), is(2L));
    assertThat(found.first().size(), is(1));
    assertThat(warehouse.ask("SELECT id FROM orders WHERE id > 3", 1).rows(), is(0L));
    assertThat(
        warehouse.ask("SELECT o.id FROM orders AS o JOIN orders AS p ON o.id = p.id + 1", 0),
        is(new Warehouse.Found(2, List.of())));
    for (String wrong : List.of("SELECT * FROM no_such_table", "SELECT nothing FROM orders")) {
      PipelineException refused =
          assertThrows(PipelineException.class, () -> warehouse.ask(wrong, 1));
      assertThat(refused.code(), is(ErrorCode.CHECK_FAILED));
      assertThat(refused.getMessage(), containsString("cannot be computed"));
    }
    assertThrows(PipelineException.class, () -> warehouse.ask("DROP TABLE orders", 1));
    assertThat(rows("staging", "orders", "id"), contains("1", "2", "3"));
  }

  @Test
  void gainsColumnsThatEarlierRowsDoNotHave() throws Exception {
    DataFile old = file("a", 1);
    load(manifest(1, Outcome.STAGED, orders(old)));
    TableSchema grown = schema("id BIGINT", "amount DOUBLE", "note VARCHAR", "tags VARCHAR[]");
    DataFile fresh =
        query("b", "2::BIGINT AS id, 2.5::DOUBLE AS amount, 'n' AS note, ['t'] AS tags");
    load(manifest(2, Outcome.STAGED, table("orders", Kind.TYPED, grown, old, fresh)));
    assertThat(
        rows("staging", "orders", "id", "amount", "note"), contains("1|1.5|null", "2|2.5|n"));
  }

  @Test
  void widensAColumn() throws Exception {
    DataFile old = query("a", "7::BIGINT AS id");
    load(manifest(1, Outcome.STAGED, table("orders", Kind.TYPED, schema("id BIGINT"), old)));
    DataFile fresh = query("b", "8::DECIMAL(18,0) AS id");
    TableSchema wide = schema("id DECIMAL(18,0)");
    load(manifest(2, Outcome.STAGED, table("orders", Kind.TYPED, wide, old, fresh)));
    assertThat(rows("staging", "orders", "id"), contains("7", "8"));
  }

  @Test
  void makesATableAnewWhenAColumnChangesItsTypeOrGoes() throws Exception {
    load(manifest(1, Outcome.STAGED, orders(file("a", 1, 2))));
    DataFile text = query("b", "'x' AS id");
    TableSchema other = schema("id VARCHAR");
    load(manifest(2, Outcome.STAGED, table("orders", Kind.TYPED, other, text)));
    assertThat(rows("staging", "orders", "id"), contains("x"));
    DataFile more = query("c", "'y' AS id");
    load(manifest(3, Outcome.STAGED, table("orders", Kind.TYPED, other, text, more)));
    assertThat(rows("staging", "orders", "id"), contains("x", "y"));
    assertThat(whole(Depth.ROWS).load(), is(new Mark(3, "run-3")));
  }

  @Test
  void keepsNullsOfEveryColumn() throws Exception {
    DataFile file =
        lake.write(
            "orders",
            "staging/orders/nulls.parquet",
            "SELECT NULL::BIGINT AS id, NULL::DOUBLE AS amount" + STAMPS);
    load(manifest(1, Outcome.STAGED, orders(file)));
    assertThat(rows("staging", "orders", "id", "amount"), contains("null|null"));
  }

  protected void load(Manifest manifest) throws Exception {
    warehouse.load(place(), manifest);
  }

  protected Whole whole(Depth depth) {
    return (Whole) warehouse.check(depth);
  }

  private static final String STAMPS =
      ", TIMESTAMPTZ '2026-01-01 00:00:00+00' AS created_at,"
          + " TIMESTAMPTZ '2026-01-02 00:00:00+00' AS updated_at";

  protected static TableState orders(DataFile... files) {
    return table("orders", Kind.TYPED, ORDERS, files);
  }

  /** A file of orders, each of an amount of its id and a half. */
  protected DataFile file(String name, int... ids) throws Exception {
    return file("orders", name, ids);
  }

  protected DataFile file(String table, String name, int... ids) throws Exception {
    List<String> rows = new ArrayList<>();
    for (int id : ids) {
      rows.add("(" + id + ", " + id + ".5)");
    }
    return write(table, name, rows);
  }

  private DataFile write(String table, String name, List<String> rows) throws Exception {
    return lake.write(
        table,
        "staging/" + table + "/created_at=20260101T000000Z/" + name + ".parquet",
        "SELECT id::BIGINT AS id, amount::DOUBLE AS amount"
            + STAMPS
            + " FROM (VALUES "
            + String.join(", ", rows)
            + ") t(id, amount)");
  }

  private DataFile query(String name, String items) throws Exception {
    return lake.write("orders", "staging/orders/" + name + ".parquet", "SELECT " + items + STAMPS);
  }

  /** Ids 0 to 8 whose remainder is the bucket, of an amount each. */
  private DataFile bucket(String name, int bucket, int amount, Map<Integer, String> expected)
      throws Exception {
    List<String> rows = new ArrayList<>();
    for (int id = bucket; id < 9; id += 3) {
      expected.put(id, (amount + id) + ".25");
      rows.add("(" + id + ", " + expected.get(id) + ")");
    }
    return write("orders", name, rows);
  }

  private DataFile bucketWithout5(String name, Map<Integer, String> expected) throws Exception {
    List<String> rows = new ArrayList<>();
    for (int id : List.of(2, 8)) {
      expected.put(id, (300 + id) + ".25");
      rows.add("(" + id + ", " + expected.get(id) + ")");
    }
    return write("orders", name, rows);
  }

  private TableState raw(String time, String query) throws Exception {
    DataFile file =
        lake.write("raw_orders", "staging/raw_orders/created_at=" + time + "/r.parquet", query);
    return table(
        "raw_orders", Kind.RAW, schema("id VARCHAR", "amount VARCHAR", "_row BIGINT"), file);
  }
}
