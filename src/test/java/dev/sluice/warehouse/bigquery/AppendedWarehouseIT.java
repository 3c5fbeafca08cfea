// SPDX-License-Identifier: Apache-2.0
package dev.sluice.warehouse.bigquery;

import static dev.sluice.fixture.HandMadeLake.manifest;
import static dev.sluice.fixture.HandMadeLake.schema;
import static dev.sluice.fixture.HandMadeLake.table;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.fixture.Pipelines;
import dev.sluice.kernel.sql.SqlName;
import dev.sluice.schema.TableSchema;
import dev.sluice.spec.WarehouseSpec;
import dev.sluice.table.DataFile;
import dev.sluice.table.TableState;
import dev.sluice.table.TableState.Kind;
import dev.sluice.table.log.Manifest.Outcome;
import dev.sluice.warehouse.Warehouse;
import dev.sluice.warehouse.bigquery.table.Alterations;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** All that a warehouse does, where rows of tables that only grow are appended. */
class AppendedWarehouseIT extends WarehouseContract {
  private static final String STAMPS =
      "TIMESTAMPTZ '2026-01-01 00:00:00+00' AS created_at,"
          + " TIMESTAMPTZ '2026-01-02 00:00:00+00' AS updated_at";

  private static final String[] PLAIN = {
    "flag", "whole", "small", "ratio", "single", "price", "huge", "word", "data", "uid", "day",
    "clock", "civil", "moment"
  };

  private static final ObjectMapper JSON = new ObjectMapper();

  private BigQueryRig rig;
  private FaultyServer server;

  @Override
  protected Warehouse open() throws Exception {
    rig =
        new BigQueryRig(
            List.of(
                new WarehouseSpec.Table("orders", List.of("id"), true, null, true),
                new WarehouseSpec.Table("events", List.of(), true, null, true)));
    server = new FaultyServer(rig.endpoint());
    server.on(Alterations.STATEMENTS, Integer.MAX_VALUE, new Alterations(rig.service()));
    return rig.appending(server.endpoint(), rig.rowsEndpoint());
  }

  @AfterEach
  void dropDatasets() {
    if (rig != null) {
      rig.close();
    }
    if (server != null) {
      server.close();
    }
  }

  /** The table is made empty, so that every row is an appended one. */
  @Test
  void appendsValuesOfEveryTypeExactly() throws Exception {
    TableSchema all =
        schema(
            "n BIGINT",
            "flag BOOLEAN",
            "whole BIGINT",
            "small INTEGER",
            "ratio DOUBLE",
            "single FLOAT",
            "price DECIMAL(12,2)",
            "huge DECIMAL(38,20)",
            "word VARCHAR",
            "data BLOB",
            "uid UUID",
            "day DATE",
            "clock TIME",
            "civil TIMESTAMP",
            "moment TIMESTAMP WITH TIME ZONE",
            "tags VARCHAR[]",
            "numbers BIGINT[]",
            "place STRUCT(city VARCHAR, zip BIGINT, spot STRUCT(lat DOUBLE, lon DOUBLE))",
            "lines STRUCT(sku VARCHAR, qty INTEGER)[]");
    load(manifest(1, Outcome.STAGED, table("orders", Kind.TYPED, all)));
    String query =
        """
        SELECT * FROM (VALUES
          (1::BIGINT, true, 9223372036854775807, 2147483647::INTEGER, 0.1::DOUBLE, 1.5::FLOAT, -1234567890.12::DECIMAL(12,2),
           -123456789012345678.12345678901234567891::DECIMAL(38,20), 'naïve ''quote'' ✓ ' || chr(10), '\\x00\\xFF'::BLOB,
           '00112233-4455-6677-8899-aabbccddeeff'::UUID, DATE '1969-12-31', TIME '23:59:59.999999',
           TIMESTAMP '2026-03-29 02:30:00.000001', TIMESTAMPTZ '2026-03-29 01:59:59.123456+00',
           ['a', '', 'ü'], [1, -1]::BIGINT[], {'city': 'Bern', 'zip': 3011::BIGINT, 'spot': {'lat': 46.9::DOUBLE, 'lon': NULL::DOUBLE}},
           [{'sku': 'x', 'qty': 2::INTEGER}, {'sku': NULL, 'qty': 0}]),
          (2, false, -9223372036854775808, 0, -1e300, -0.25, 0, 0, '', ''::BLOB,
           'ffffffff-ffff-ffff-ffff-ffffffffffff'::UUID, DATE '9999-12-31', TIME '00:00:00',
           TIMESTAMP '0001-01-01 00:00:00', TIMESTAMPTZ '9999-12-31 23:59:59.999999+00', [], NULL,
           {'city': '', 'zip': NULL, 'spot': NULL}, []),
          (3, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL)
        ) t(n, flag, whole, small, ratio, single, price, huge, word, data, uid, day, clock, civil, moment, tags, numbers, place, lines)\
        """;
    DataFile file =
        lake.write(
            "orders",
            "staging/orders/types.parquet",
            query.replace("SELECT *", "SELECT *, " + STAMPS));
    load(manifest(2, Outcome.STAGED, table("orders", Kind.TYPED, all, file)));
    assertThat(rig.appended(), hasSize(1));
    assertThat(
        rows("staging", "orders", with("n", PLAIN)),
        contains(
            "1|true|9223372036854775807|2147483647|0.1|1.5|-1234567890.12|-123456789012345678.12345678901234567891|naïve"
                + " 'quote' ✓ \n"
                + "|AP8=|00112233-4455-6677-8899-aabbccddeeff|1969-12-31|23:59:59.999999|2026-03-29T02:30:00.000001|2026-03-29T01:59:59.123456Z",
            "2|false|-9223372036854775808|0|-1e+300|-0.25|0|0|||ffffffff-ffff-ffff-ffff-ffffffffffff|9999-12-31|00:00:00|0001-01-01T00:00:00|9999-12-31T23:59:59.999999Z",
            "3|null|null|null|null|null|null|null|null|null|null|null|null|null|null"));
    // BigQuery has no null list; the server that stands in gives one where a row has no item.
    assertThat(
        rows("staging", "orders", "n", "{tags", "{numbers", "created_at").stream()
            .map(row -> row.replace("|null", "|[]"))
            .toList(),
        contains(
            "1|[\"a\",\"\",\"ü\"]|[1,-1]|2026-01-01T00:00:00Z",
            "2|[]|[]|2026-01-01T00:00:00Z",
            "3|[]|[]|2026-01-01T00:00:00Z"));
    // An object's fields have no order.
    List<JsonNode> places = new ArrayList<>();
    List<JsonNode> lines = new ArrayList<>();
    for (String row : rows("staging", "orders", "n", "{place", "{lines")) {
      String[] values = row.split("[|]");
      places.add(JSON.readTree(values[1]));
      lines.add(JSON.readTree(values[2].replaceFirst("^null$", "[]")));
    }
    assertThat(
        places,
        contains(
            JSON.readTree("{\"city\":\"Bern\",\"zip\":3011,\"spot\":{\"lat\":46.9,\"lon\":null}}"),
            JSON.readTree("{\"city\":\"\",\"zip\":null,\"spot\":null}"),
            JSON.readTree("null")));
    assertThat(
        lines,
        contains(
            JSON.readTree("[{\"sku\":\"x\",\"qty\":2},{\"sku\":null,\"qty\":0}]"),
            JSON.readTree("[]"),
            JSON.readTree("[]")));
    requireEqualToTheLake(file);
  }

  /** As another engine reads the file and writes its values. */
  private void requireEqualToTheLake(DataFile file) throws Exception {
    String path = SqlName.literal(Path.of(lake.root()).resolve(file.path()).toString());
    String items =
        """
        n, flag, whole, small, ratio::VARCHAR, single, regexp_replace(price::VARCHAR, '\\.?0+$', ''), regexp_replace(huge::VARCHAR, '\\.?0+$', ''),
        word, base64(data), uid, day, clock::VARCHAR, replace(civil::VARCHAR, ' ', 'T'),
        replace((moment AT TIME ZONE 'UTC')::VARCHAR, ' ', 'T') || 'Z'\
        """;
    List<String> expected =
        Pipelines.query("", "SELECT " + items + " FROM read_parquet(" + path + ")");
    expected.sort(null);
    assertThat(rows("staging", "orders", with("n", PLAIN)), is(expected));
  }

  /** So many bytes that several requests are needed, in an order of no meaning. */
  @Test
  void appendsManyRowsOfSeveralFilesOnce() throws Exception {
    load(
        manifest(
            1, Outcome.STAGED, table("events", Kind.TYPED, schema("id BIGINT", "word VARCHAR"))));
    DataFile[] files = new DataFile[3];
    for (int i = 0; i < files.length; i++) {
      files[i] =
          lake.write(
              "events",
              "staging/events/m" + i + ".parquet",
              "SELECT range AS id, repeat(md5(range::VARCHAR), 100) AS word, %s FROM range(%d, %d)"
                  .formatted(STAMPS, i * 1000, (i + 1) * 1000));
    }
    load(
        manifest(
            2,
            Outcome.STAGED,
            table("events", Kind.TYPED, schema("id BIGINT", "word VARCHAR"), files)));
    String path = SqlName.literal(lake.root() + "/staging/events/*.parquet");
    List<String> expected = Pipelines.query("", "SELECT id, word FROM read_parquet(" + path + ")");
    expected.sort(null);
    assertThat(expected, hasSize(3000));
    assertThat(rows("staging", "events", "id", "word"), is(expected));
  }

  private static String[] with(String first, String... others) {
    String[] all = new String[others.length + 1];
    all[0] = first;
    System.arraycopy(others, 0, all, 1, others.length);
    return all;
  }

  @Test
  void usesWhatWasAppendedForStagingForProductionToo() throws Exception {
    TableState first = orders(file("a", 1));
    load(manifest(1, Outcome.PUBLISHED, first));
    warehouse.publish(place(), manifest(1, Outcome.PUBLISHED, first), 1);
    TableState second = orders(file("a", 1), file("b", 2, 3));
    load(manifest(2, Outcome.PUBLISHED, second));
    warehouse.publish(place(), manifest(2, Outcome.PUBLISHED, second), 2);
    assertThat(rows("staging", "orders", "id", "amount"), contains("1|1.5", "2|2.5", "3|3.5"));
    assertThat(rows("production", "orders", "id", "amount"), contains("1|1.5", "2|2.5", "3|3.5"));
    assertThat(rig.appended(), hasSize(1));
  }

  @Test
  void loadsByJobsWhatIsReplaced() throws Exception {
    load(manifest(1, Outcome.STAGED, orders(file("a", 1), file("b", 2))));
    load(manifest(2, Outcome.STAGED, orders(file("b", 2), file("c", 3))));
    assertThat(rows("staging", "orders", "id"), contains("2", "3"));
    assertThat(rig.appended(), is(empty()));
  }

  @Test
  void loadsByJobsWhatRowsDoNotCarry() throws Exception {
    TableSchema umlaut = schema("id BIGINT", "größe BIGINT");
    load(manifest(1, Outcome.STAGED, table("orders", Kind.TYPED, umlaut)));
    DataFile file =
        lake.write(
            "orders",
            "staging/orders/u.parquet",
            "SELECT 1::BIGINT AS id, 2::BIGINT AS \"größe\", " + STAMPS);
    load(manifest(2, Outcome.STAGED, table("orders", Kind.TYPED, umlaut, file)));
    assertThat(rows("staging", "orders", "id", "größe"), contains("1|2"));
    assertThat(rig.appended(), is(empty()));
  }

  @Override
  protected String place() throws Exception {
    rig.bucket().upload(Path.of(lake.root()));
    return rig.bucket().uri();
  }

  @Override
  protected List<String> rows(String schema, String table, String... columns) throws Exception {
    return rig.rows(schema, table, columns);
  }

  @Override
  protected List<String> tables(String schema) {
    return rig.tables(schema);
  }
}
