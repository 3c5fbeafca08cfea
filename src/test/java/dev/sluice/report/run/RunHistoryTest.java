// SPDX-License-Identifier: Apache-2.0
package dev.sluice.report.run;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import dev.sluice.fixture.Shop;
import dev.sluice.table.log.Manifest;
import java.util.List;
import org.junit.jupiter.api.Test;

class RunHistoryTest {
  private static Manifest begun(Manifest run, String startedAt) {
    Manifest.Stamp stamp = run.run();
    return new Manifest(
        Manifest.VERSION,
        run.number(),
        run.pipeline(),
        new Manifest.Stamp(
            stamp.id(),
            stamp.attempt(),
            stamp.createdAt(),
            startedAt,
            startedAt,
            stamp.specDigest(),
            stamp.inputs(),
            stamp.reason()),
        run.outcome(),
        run.tables(),
        run.verdicts(),
        run.previous());
  }

  private static List<String> told(List<Manifest> runs) {
    return runs.stream().map(run -> run.number() + " " + run.run().startedAt()).toList();
  }

  /** The clock was five hours ahead when run 2 was made. */
  @Test
  void keepsTheOrderOfTheLogWhenTheClockWasSetBack() {
    Manifest first = begun(Shop.published(1), "2026-11-30T14:00:00Z");
    Manifest ahead = begun(Shop.published(2), "2026-11-30T19:00:10Z");
    Manifest third = begun(Shop.published(3), "2026-11-30T14:00:20Z");
    Manifest fourth = begun(Shop.published(4), "2026-11-30T19:00:30Z");
    Manifest failed = begun(Shop.failed(), "2026-11-30T14:00:05Z");
    assertThat(
        told(RunHistory.newestFirst(List.of(fourth, third, ahead, first), List.of(failed))),
        is(
            List.of(
                "4 2026-11-30T19:00:30Z",
                "3 2026-11-30T14:00:20Z",
                "2 2026-11-30T19:00:10Z",
                "0 2026-11-30T14:00:05Z",
                "1 2026-11-30T14:00:00Z")));
  }
}
