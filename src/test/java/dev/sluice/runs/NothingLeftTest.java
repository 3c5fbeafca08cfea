// SPDX-License-Identifier: Apache-2.0
package dev.sluice.runs;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThanOrEqualTo;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.sluice.error.PipelineException;
import dev.sluice.graph.ChangedRun;
import dev.sluice.kernel.Kernels;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What steps opened goes with their run, also when it fails. */
class NothingLeftTest {
  private static final Instant TIME = Instant.parse("2026-03-01T06:00:00Z");

  private @TempDir Path folder;

  @Test
  void ofKernelsAfterARun() {
    int before = Kernels.pools();
    new SmallShop(folder)
        .spec("{csv: data/*.csv}")
        .data("a.csv", "id,shop,amount,at\n1,a,2.50,2026-01-01\n");
    assertThat(ChangedRun.of(folder, TIME, pipeline -> {}).number(), is(1L));
    awaitPools(before);
  }

  @Test
  void ofKernelsAfterARunThatFailed() {
    int before = Kernels.pools();
    new SmallShop(folder)
        .specWithModels(
            "{csv: data/*.csv}", "", "rules: [{name: cheap, sql: amount < 1, severity: fail}]")
        .data("a.csv", "id,shop,amount,at\n1,a,2.50,2026-01-01\n");
    assertThrows(PipelineException.class, () -> ChangedRun.of(folder, TIME, pipeline -> {}));
    awaitPools(before);
  }

  /** The runner throws before it tears its steps down. */
  private static void awaitPools(int atMost) {
    assertTimeoutPreemptively(
        Duration.ofSeconds(60),
        () -> {
          while (Kernels.pools() > atMost) {
            System.gc(); // for copies of steps that the runner forgot
            Thread.yield();
          }
        });
    assertThat(Kernels.pools(), is(lessThanOrEqualTo(atMost)));
  }
}
