// SPDX-License-Identifier: Apache-2.0
package dev.sluice.report.stream;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import dev.sluice.error.ErrorCode;
import dev.sluice.fixture.Shop;
import dev.sluice.plan.change.PlannedChange;
import dev.sluice.plan.change.PlannedChange.Behind;
import dev.sluice.plan.change.PlannedChange.FileCounts;
import dev.sluice.plan.change.PlannedChange.State;
import dev.sluice.plan.change.PlannedChanges;
import dev.sluice.plan.change.PlannedChanges.Refusal;
import dev.sluice.table.log.Manifest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class StreamTextTest {
  private static final Instant NOW = Instant.parse("2026-01-31T10:00:10Z");

  private static StreamText text(
      @Nullable Boolean isRunning, List<Manifest> epochs, int held, PlannedChanges waiting) {
    return new StreamText("shop", isRunning, Duration.ofSeconds(10), epochs, held, waiting, NOW);
  }

  private static PlannedChange change(String table, FileCounts files) {
    return new PlannedChange(table, "table", State.STAYS, "", List.of(), List.of(), files, 0, "");
  }

  private static PlannedChanges waiting(List<Refusal> refusals, PlannedChange... tables) {
    return new PlannedChanges(2, "", true, List.of(tables), null, refusals);
  }

  @Test
  void saysHowFastAStreamIsAndHowFarBehind() {
    StreamText text =
        text(
            true,
            List.of(Shop.published(2), Shop.published(1)),
            2,
            waiting(
                List.of(),
                change("orders", new FileCounts(2, 1, 0, 9, 34_000, List.of())),
                change("idle", new FileCounts(0, 0, 0, 0, 0, List.of())),
                change(
                    "events",
                    new FileCounts(
                        0,
                        0,
                        0,
                        0,
                        0,
                        List.of(
                            new Behind("events-0", 5, 10), new Behind("events-1", 0, 1_200))))));
    assertThat(
        text.render(),
        is(
            """
            shop: a stream runs, an epoch every 10s
              newest        run 2, 5.8 s ago: 10,000 rows
              of late       20,000 rows in 1:00:03 h, 6 a second; 16 dead letters (0.080 %)
              held          2 epochs; `sluice epochs list` says what to do
              waiting       orders: 3 files, 34 kB
                            events: 1,205 offsets behind the head, in 2 partitions; most in events-1: 1,200
            """));
    assertThat(text.tree().get("newest_seconds_ago"), is(5L));
    assertThat(((Map<?, ?>) text.tree().get("rates")).get("read"), is(20_000L));
  }

  @Test
  void saysWhenNoneRunsOrNobodyCanTell() {
    assertThat(
        text(false, List.of(), 0, waiting(List.of())).render(),
        is("shop: no stream runs; `sluice run` starts one, an epoch every 10s\n"));
    Refusal refusal = new Refusal(ErrorCode.SOURCE_UNREACHABLE, "nobody answers at a:1", List.of());
    assertThat(
        text(null, List.of(), 0, waiting(List.of(refusal))).render(),
        is(
            """
            shop: whether a stream runs on a bucket is not known here, an epoch every 10s
              trouble       nobody answers at a:1
            """));
  }
}
