// SPDX-License-Identifier: Apache-2.0
package dev.sluice.warehouse.bigquery;

import static dev.sluice.warehouse.bigquery.FaultyServer.ANY;
import static dev.sluice.warehouse.bigquery.FaultyServer.COMMIT;
import static dev.sluice.warehouse.bigquery.FaultyServer.LOAD;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.store.document.Failpoints;
import dev.sluice.table.log.Manifest;
import dev.sluice.warehouse.Warehouse;
import dev.sluice.warehouse.WarehouseState.Depth;
import dev.sluice.warehouse.WarehouseState.Mark;
import dev.sluice.warehouse.WarehouseState.Whole;
import dev.sluice.warehouse.bigquery.client.Concurrently;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What goes wrong between Sluice and BigQuery: no row is ever lost, or loaded twice. */
class BigQueryFaultsIT {
  private static final long ROWS = 7;

  /** Two tables and the transaction, each of one job. */
  private static final int JOBS = 3;

  private @TempDir Path folder;
  private BigQueryRig rig;
  private FaultyServer server;
  private Warehouse warehouse;
  private final Manifest manifest = LoadProcess.manifestOf(ROWS);

  @BeforeEach
  void prepare() throws Exception {
    rig = new BigQueryRig(List.of());
    server = new FaultyServer(rig.endpoint());
    warehouse = rig.warehouse(server.endpoint());
    LoadProcess.write(folder, ROWS);
    rig.bucket().upload(folder);
  }

  @AfterEach
  void tidy() {
    if (rig != null) {
      rig.close();
    }
    if (server != null) {
      server.close();
    }
  }

  @Test
  void adoptsALoadJobWhoseAnswerWasLost() throws Exception {
    server.on(LOAD, 1, FaultyServer.loseAnswer(503));
    load();
    requireLoadedOnce();
    assertThat(server.faults(), is(1));
    assertThat(server.accepted(), hasSize(JOBS));
  }

  @Test
  void adoptsATransactionWhoseAnswerWasLost() throws Exception {
    server.on(COMMIT, 1, FaultyServer.loseAnswer(503));
    load();
    requireLoadedOnce();
    assertThat(server.faults(), is(1));
    assertThat(server.accepted(), hasSize(JOBS));
  }

  @ParameterizedTest
  @ValueSource(ints = {429, 412, 500, 503})
  void triesAgainWhatPassesByItself(int code) throws Exception {
    server.on(LOAD, 3, FaultyServer.refuse(code, "rateLimitExceeded"));
    load();
    requireLoadedOnce();
    assertThat(server.faults(), is(3));
    assertThat(server.accepted(), everyItem(endsWith("_g0")));
  }

  @Test
  void givesUpAfterAFewAttemptsAndSaysThatAQuotaIsUsedUp() throws Exception {
    server.on(LOAD, Integer.MAX_VALUE, FaultyServer.refuse(429, "rateLimitExceeded"));
    PipelineException refused = assertThrows(PipelineException.class, this::load);
    assertThat(refused.code(), is(ErrorCode.WAREHOUSE));
    assertThat(
        refused.getMessage(),
        allOf(
            containsString("Cannot load manifest 1 into bigquery:p-test.it_"),
            containsString("A quota of the project is used up: run the same command again later")));
    assertThat(server.faults(), is(BigQueryRig.FAST.attempts()));
    assertThat(server.accepted(), hasSize(0));
  }

  @Test
  void runsAJobThatFailedForAQuotaAgainUnderAnotherId() throws Exception {
    server.on(LOAD, 2, FaultyServer.failJob("quotaExceeded"));
    load();
    requireLoadedOnce();
    assertThat(server.accepted(), hasSize(JOBS));
    assertThat(server.accepted().get(0), endsWith("_g2"));
  }

  @Test
  void doesNotTryAgainWhatWillNotPass() {
    server.on(LOAD, 1, FaultyServer.failJob("invalid"));
    PipelineException refused = assertThrows(PipelineException.class, this::load);
    assertThat(refused.getMessage(), containsString("Cannot load orders; nothing is shown of it."));
    assertThat(server.accepted(), hasSize(0));
  }

  @Test
  void saysThatCredentialsHaveExpired() throws Exception {
    server.on(ANY, Integer.MAX_VALUE, FaultyServer.refuse(401, "authError"));
    PipelineException refused = assertThrows(PipelineException.class, this::load);
    assertThat(
        refused.getMessage(),
        containsString("The credentials are not valid or have expired: log in with"));
    assertThat(server.faults(), is(1));
  }

  @Test
  void saysWhichRolesAreMissing() {
    server.on(ANY, Integer.MAX_VALUE, FaultyServer.refuse(403, "accessDenied"));
    PipelineException refused = assertThrows(PipelineException.class, this::load);
    assertThat(refused.getMessage(), containsString("roles/bigquery.jobUser on the project"));
  }

  @Test
  void outlivesAServerThatIsGoneForAWhileAndSaysSoWhenItStaysAway() throws Exception {
    server.on(ANY, 2, FaultyServer.hangUp());
    load();
    requireLoadedOnce();

    server.on(ANY, Integer.MAX_VALUE, FaultyServer.hangUp());
    PipelineException refused = assertThrows(PipelineException.class, () -> warehouse.mark());
    assertThat(refused.getMessage(), containsString("It cannot be reached: run the same command"));
  }

  @Test
  void changesNothingWhenAnotherProcessLoadsTheSameFirst() throws Exception {
    server.on(
        COMMIT, 1, FaultyServer.after(() -> rig.warehouse().load(rig.bucket().uri(), manifest)));
    load();
    requireLoadedOnce();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "warehouse.begin:before:1",
        "warehouse.begin:after:1",
        "warehouse.begin:after:2",
        "warehouse.commit:before:1",
        "warehouse.commit:after:1"
      })
  void loadsOnceWhenAProcessIsKilledAndTheSameIsLoadedAgain(String failpoint) throws Exception {
    String location = rig.spec().location();
    int exit = LoadProcess.run(failpoint, server.endpoint(), location, rig.bucket().uri(), ROWS);
    assertThat(exit, is(Failpoints.HALTED));
    load();
    requireLoadedOnce();
    // What the killed process had begun was found, not done again.
    assertThat(server.accepted(), hasSize(JOBS));
    assertThat(server.accepted(), everyItem(endsWith("_g0")));
  }

  /** Each load waits for the other's: one after the other, they would wait for ever. */
  @Test
  void loadsTablesAtTheSameTime() throws Exception {
    CountDownLatch both = new CountDownLatch(2);
    server.on(
        LOAD,
        2,
        FaultyServer.after(
            () -> {
              both.countDown();
              assertThat(awaited(both), is(true));
            }));
    rig.warehouse(server.endpoint(), new Concurrently(2)).load(rig.bucket().uri(), manifest);
    requireLoadedOnce();
    assertThat(server.accepted(), hasSize(JOBS));
  }

  @Test
  void showsNothingWhenOneOfTheTablesLoadedAtTheSameTimeFails() throws Exception {
    server.on(LOAD, 1, FaultyServer.failJob("invalid"));
    Warehouse both = rig.warehouse(server.endpoint(), new Concurrently(2));
    PipelineException refused =
        assertThrows(PipelineException.class, () -> both.load(rig.bucket().uri(), manifest));
    assertThat(refused.getMessage(), containsString("; nothing is shown of it."));
    assertThat(server.accepted(), everyItem(startsWith("sluice_load_")));
    load();
    requireLoadedOnce();
  }

  private static boolean awaited(CountDownLatch latch) {
    try {
      return latch.await(1, TimeUnit.MINUTES);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private void load() {
    warehouse.load(rig.bucket().uri(), manifest);
  }

  private void requireLoadedOnce() throws Exception {
    List<String> ids = LongStream.range(0, ROWS).mapToObj(String::valueOf).toList();
    assertThat(rig.rows("staging", "orders", "id"), is(ids));
    assertThat(rig.rows("staging", "events", "id"), is(ids));
    assertThat(rig.rows("sluice", "loads", "number", "run_id"), is(List.of("1|run-1")));
    assertThat(
        rig.warehouse().check(Depth.ROWS),
        is(new Whole(new Mark(1, "run-1"), new Mark(1, "run-1"), null, List.of())));
  }
}
