// SPDX-License-Identifier: Apache-2.0
package dev.sluice.warehouse.bigquery;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sluice.error.PipelineException;
import dev.sluice.fixture.BigQueryServer;
import dev.sluice.fixture.Emulators;
import dev.sluice.fixture.LakeBucket;
import dev.sluice.spec.WarehouseSpec;
import dev.sluice.table.log.Manifest;
import dev.sluice.warehouse.WarehouseState.Depth;
import dev.sluice.warehouse.WarehouseState.Mark;
import dev.sluice.warehouse.WarehouseState.Whole;
import dev.sluice.warehouse.bigquery.client.BigQueryService;
import dev.sluice.warehouse.bigquery.client.DatasetPlace;
import dev.sluice.warehouse.bigquery.client.Retries;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A server of the test's own that keeps its tables in a file, and is killed in the middle. */
class KilledServerIT {
  private static final Retries FAST = new Retries(3, Duration.ofMillis(4));
  private static final long ROWS = 5;

  private @TempDir Path folder;
  private final WarehouseSpec spec =
      new WarehouseSpec(WarehouseSpec.BIGQUERY, "p-test.killed", List.of());
  private final Manifest manifest = LoadProcess.manifestOf(ROWS);
  private LakeBucket bucket;
  private BigQueryServer server;

  @BeforeEach
  void prepare() throws Exception {
    String gcs = Emulators.gcs();
    assumeTrue(BigQueryServer.isBuilt(), "no BigQuery server; scripts/emulators up builds it");
    bucket = new LakeBucket(gcs);
    LoadProcess.write(folder.resolve("lake"), ROWS);
    bucket.upload(folder.resolve("lake"));
    server = new BigQueryServer(folder.resolve("server.db"));
  }

  @AfterEach
  void stop() {
    if (server != null) {
      server.close();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"load", "commit"})
  void loadsOnceWhenTheServerIsKilledAndComesBack(String at) throws Exception {
    try (FaultyServer between = new FaultyServer(server.endpoint())) {
      between.on(
          at.equals("load") ? FaultyServer.LOAD : FaultyServer.COMMIT,
          1,
          (faulty, exchange, call) -> {
            server.kill();
            exchange.close();
          });
      BigQueryWarehouse warehouse =
          new BigQueryWarehouse(spec, between.endpoint(), null, FAST, BigQueryRig.IN_TURN);
      PipelineException gone =
          assertThrows(PipelineException.class, () -> warehouse.load(bucket.uri(), manifest));
      assertThat(gone.getMessage(), containsString("run the same command again"));
      server.start();
      warehouse.load(bucket.uri(), manifest);
      assertThat(
          warehouse.check(Depth.ROWS),
          is(new Whole(new Mark(1, "run-1"), new Mark(1, "run-1"), null, List.of())));
    }
    BigQueryService service =
        BigQueryService.of(DatasetPlace.of(spec.location()), server.endpoint(), FAST);
    for (String table : List.of("orders", "events")) {
      assertThat(service.count(service.place().table("staging", table)), is(ROWS));
    }
  }
}
