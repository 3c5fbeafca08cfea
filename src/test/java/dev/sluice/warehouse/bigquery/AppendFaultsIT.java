// SPDX-License-Identifier: Apache-2.0
package dev.sluice.warehouse.bigquery;

import static dev.sluice.warehouse.bigquery.FaultyServer.COMMIT;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.store.document.Failpoints;
import dev.sluice.warehouse.WarehouseState.Depth;
import dev.sluice.warehouse.WarehouseState.Mark;
import dev.sluice.warehouse.WarehouseState.Whole;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What goes wrong while rows are appended: none is ever lost, or there twice. */
class AppendFaultsIT {
  private static final long ROWS = 7;

  private @TempDir Path folder;
  private BigQueryRig rig;

  @BeforeEach
  void prepare() throws Exception {
    rig = new BigQueryRig(AppendProcess.KNOWN);
    LoadProcess.write(folder, ROWS);
    rig.bucket().upload(folder);
    rig.warehouse().load(rig.bucket().uri(), AppendProcess.before());
  }

  @AfterEach
  void tidy() {
    if (rig != null) {
      rig.close();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "append.rows:before:1",
        "append.rows:after:1",
        "append.finalize:before:1",
        "append.finalize:after:1",
        "append.commit:before:1",
        "append.commit:after:1",
        "append.commit:after:2",
        "warehouse.commit:before:1",
        "warehouse.commit:after:1"
      })
  void hasEachRowOnceWhenAProcessIsKilledAndTheSameIsLoadedAgain(String failpoint)
      throws Exception {
    assertThat(AppendProcess.run(failpoint, rig, ROWS), is(Failpoints.HALTED));
    rig.appending().load(rig.bucket().uri(), AppendProcess.after(ROWS));
    requireOnce();
    rig.appending().publish(rig.bucket().uri(), AppendProcess.after(ROWS), 1);
    assertThat(rig.rows("production", "orders", "id"), is(ids()));
  }

  /** Load jobs finish what appends began, and the other way round. */
  @ParameterizedTest
  @ValueSource(strings = {"append.commit:after:1", "warehouse.commit:before:1"})
  void hasEachRowOnceWhenTheSameIsLoadedByJobs(String failpoint) throws Exception {
    assertThat(AppendProcess.run(failpoint, rig, ROWS), is(Failpoints.HALTED));
    rig.warehouse().load(rig.bucket().uri(), AppendProcess.after(ROWS));
    requireOnce();
  }

  @Test
  void changesNothingWhenAnotherProcessAppendsTheSameFirst() throws Exception {
    try (FaultyServer server = new FaultyServer(rig.endpoint())) {
      server.on(
          COMMIT,
          1,
          FaultyServer.after(
              () -> rig.appending().load(rig.bucket().uri(), AppendProcess.after(ROWS))));
      rig.appending(server.endpoint(), rig.rowsEndpoint())
          .load(rig.bucket().uri(), AppendProcess.after(ROWS));
      requireOnce();
      assertThat(server.faults(), is(1));
    }
  }

  @Test
  void saysThatTheServerOfRowsIsAwayAndShowsNothing() throws Exception {
    PipelineException away =
        assertThrows(
            PipelineException.class,
            () ->
                rig.appending(rig.endpoint(), "127.0.0.1:1")
                    .load(rig.bucket().uri(), AppendProcess.after(ROWS)));
    assertThat(away.code(), is(ErrorCode.WAREHOUSE));
    assertThat(away.getMessage(), containsString("It cannot be reached: run the same command"));
    assertThat(rig.rows("staging", "orders", "id"), hasSize(0));
    rig.appending().load(rig.bucket().uri(), AppendProcess.after(ROWS));
    requireOnce();
  }

  private static List<String> ids() {
    return LongStream.range(0, ROWS).mapToObj(String::valueOf).toList();
  }

  private void requireOnce() throws Exception {
    assertThat(rig.rows("staging", "orders", "id"), is(ids()));
    assertThat(rig.rows("staging", "events", "id"), is(ids()));
    assertThat(rig.rows("sluice", "loads", "number", "run_id"), is(List.of("1|run-1", "2|run-2")));
    assertThat(
        rig.warehouse().check(Depth.ROWS),
        is(new Whole(new Mark(1, "run-1"), new Mark(2, "run-2"), null, List.of())));
  }
}
