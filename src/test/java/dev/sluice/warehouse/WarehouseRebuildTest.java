// SPDX-License-Identifier: Apache-2.0
package dev.sluice.warehouse;

import static dev.sluice.fixture.HandMadeLake.manifest;
import static dev.sluice.fixture.HandMadeLake.schema;
import static dev.sluice.fixture.HandMadeLake.table;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.instanceOf;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.fixture.Databases;
import dev.sluice.fixture.HandMadeLake;
import dev.sluice.fixture.Pipelines;
import dev.sluice.runs.DatabaseHolder;
import dev.sluice.schema.TableSchema;
import dev.sluice.table.TableState;
import dev.sluice.table.TableState.Kind;
import dev.sluice.table.log.Manifest;
import dev.sluice.table.log.Manifest.Outcome;
import dev.sluice.warehouse.WarehouseState.Depth;
import dev.sluice.warehouse.duckdb.DuckDbWarehouse;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WarehouseRebuildTest {
  private static final TableSchema SCHEMA = schema("v BIGINT");

  /** Where a database file says its version, behind its checksum and its magic bytes. */
  private static final int VERSION_AT = 12;

  @TempDir Path folder;
  private Path file;
  private HandMadeLake lake;
  private DuckDbWarehouse warehouse;

  @BeforeEach
  void open() {
    file = folder.resolve("w.duckdb");
    lake = new HandMadeLake(folder.resolve("lake"));
    warehouse = new DuckDbWarehouse(file, java.time.Duration.ofMillis(200));
  }

  @Test
  void neverTakesStagingBackToAnOlderManifest() throws Exception {
    Manifest older = manifest(1, Outcome.STAGED, rows("t", 1));
    warehouse.load(lake.root(), manifest(2, Outcome.STAGED, rows("t", 2)));
    warehouse.load(lake.root(), older);

    assertThat(query("SELECT v FROM staging.t"), contains("2"));
    assertThat(query("SELECT number FROM sluice.loads"), contains("2"));
  }

  @Test
  void dropsATableThatThePipelineNoLongerHas() throws Exception {
    warehouse.load(lake.root(), manifest(1, Outcome.STAGED, rows("t", 1), rows("gone", 1)));
    query("CREATE TABLE staging.mine AS SELECT 1 AS v");
    warehouse.load(lake.root(), manifest(2, Outcome.STAGED, rows("t", 2)));

    assertThat(
        query(
            "SELECT table_name FROM information_schema.tables WHERE table_schema = 'staging' ORDER BY 1"),
        contains("mine", "t"));
  }

  @Test
  void writesTheLogOfACrashIntoTheFileBeforeItIsReplaced() throws Exception {
    Manifest manifest = manifest(1, Outcome.STAGED, rows("t", 1));
    warehouse.load(lake.root(), manifest);
    Path copy = folder.resolve("copy");
    try (var connection = java.sql.DriverManager.getConnection("jdbc:duckdb:" + file);
        var sql = connection.createStatement()) {
      sql.execute("CREATE SCHEMA s");
      Files.copy(file, copy);
      Files.copy(Databases.log(file), Databases.log(copy));
    }
    Files.move(copy, file, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    Files.move(Databases.log(copy), Databases.log(file));
    WarehouseState found = warehouse.check(Depth.ROWS);
    assertThat(Files.exists(Databases.log(file)), is(true));
    assertThat(warehouse.rebuild(lake.root(), history(manifest), found).kept(), is(""));

    assertThat(Files.exists(Databases.log(file)), is(false));
    assertThat(query("SELECT v FROM staging.t"), contains("1"));
  }

  @Test
  void movesALogAwayThatLiesThereWithoutItsDatabase() throws Exception {
    Manifest manifest = manifest(1, Outcome.STAGED, rows("t", 1));
    Files.writeString(Databases.log(file), "left over");
    warehouse.rebuild(lake.root(), history(manifest), warehouse.check(Depth.ROWS));

    assertThat(query("SELECT v FROM staging.t"), contains("1"));
    assertThat(Files.readString(Databases.beside(file, "broken-").get(0)), is("left over"));
  }

  @Test
  void neitherRebuildsNorSetsAsideWhatAnotherProcessHasOpen() throws Exception {
    Manifest manifest = manifest(1, Outcome.STAGED, rows("t", 1));
    warehouse.load(lake.root(), manifest);
    WarehouseState found = warehouse.check(Depth.ROWS);
    Process holder = DatabaseHolder.start(file);
    try {
      PipelineException looked =
          assertThrows(PipelineException.class, () -> warehouse.check(Depth.ROWS));
      assertThat(looked.getMessage(), containsString("is open in process " + holder.pid()));
      for (WarehouseState each : List.of(found, new WarehouseState.Broken("x"))) {
        PipelineException swapped =
            assertThrows(
                PipelineException.class,
                () -> warehouse.rebuild(lake.root(), history(manifest), each));
        assertThat(swapped.code(), is(ErrorCode.WAREHOUSE));
        assertThat(swapped.getMessage(), containsString("is open in "));
      }
    } finally {
      holder.destroyForcibly().waitFor();
    }
    assertThat(Databases.beside(file, ""), is(List.of()));
  }

  @Test
  void leavesAFileOfANewerDuckDbAlone() throws Exception {
    warehouse.load(lake.root(), manifest(1, Outcome.STAGED, rows("t", 1)));
    byte[] bytes = Files.readAllBytes(file);
    bytes[VERSION_AT] = 120;
    Files.write(file, bytes);
    WarehouseState.Broken mismatch = (WarehouseState.Broken) warehouse.check(Depth.LEDGER);
    Matcher checksum = Pattern.compile("computed checksum (\\d+)").matcher(mismatch.why());
    assertThat(mismatch.why(), checksum.find(), is(true));
    ByteBuffer.wrap(bytes)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(new BigInteger(checksum.group(1)).longValue());
    Files.write(file, bytes);
    PipelineException newer =
        assertThrows(PipelineException.class, () -> warehouse.check(Depth.ROWS));

    assertThat(newer.getMessage(), containsString("was written by a newer DuckDB"));
    assertThat(Files.mismatch(file, Files.write(folder.resolve("x"), bytes)), is(-1L));
  }

  @Test
  void findsAChangedBlockOnlyWhenItReadsEveryRow() throws Exception {
    TableState big =
        table(
            "big",
            Kind.TYPED,
            SCHEMA,
            lake.write(
                "big",
                "staging/big/created_at=20260101T000000Z/a.parquet",
                "SELECT (hash(i) % 1000000007)::BIGINT AS v FROM range(300000) t(i)"));
    Manifest manifest = manifest(1, Outcome.STAGED, big);
    warehouse.load(lake.root(), manifest);
    Map<String, String> expected = Databases.digest(file);
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length / 2] ^= 1;
    Files.write(file, bytes);

    assertThat(warehouse.check(Depth.LEDGER), instanceOf(WarehouseState.Whole.class));
    WarehouseState found = warehouse.check(Depth.ROWS);
    assertThat(found, instanceOf(WarehouseState.Broken.class));
    warehouse.rebuild(lake.root(), history(manifest), found);
    assertThat(Databases.digest(file), is(expected));
  }

  private static LoadHistory history(Manifest manifest) {
    return new LoadHistory(List.of(LoadHistory.Loaded.of(manifest)), List.of(), manifest, null);
  }

  private TableState rows(String table, int number) throws Exception {
    return table(
        table,
        Kind.TYPED,
        SCHEMA,
        lake.write(
            table,
            "staging/%s/created_at=20260101T000000Z/%d.parquet".formatted(table, number),
            "SELECT %d::BIGINT AS v".formatted(number)));
  }

  private List<String> query(String sql) {
    return Pipelines.query(file.toString(), sql);
  }
}
