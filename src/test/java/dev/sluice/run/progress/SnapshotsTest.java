// SPDX-License-Identifier: Apache-2.0
package dev.sluice.run.progress;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import dev.sluice.fact.meter.Measured;
import dev.sluice.fixture.Shop;
import dev.sluice.spec.policy.PublishSpec.Approve;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class SnapshotsTest {
  private final Snapshots snapshots =
      new Snapshots(Shop.spec(Approve.AUTO), name -> name.equals("large_orders"));

  private static Measured at(String step, long rows, long from, long to, boolean isAtWork) {
    return new Measured(step, rows, 0, 0, from, to, isAtWork);
  }

  private RunSnapshot of(Measured... measured) {
    return snapshots.of(
        Arrays.stream(measured).collect(Collectors.toMap(Measured::step, each -> each)));
  }

  private List<String> doing(Measured... measured) {
    return of(measured).tables().stream()
        .map(each -> each.name() + " " + each.doing().word())
        .toList();
  }

  private static List<String> all(String orders, String revenue) {
    return List.of(
        "orders " + orders,
        "currencies waiting",
        "large_orders unchanged",
        "daily_revenue " + revenue);
  }

  @Test
  void tellsWhatEachTableAndModelDoes() {
    Measured read = at("Read orders", 9, 0, 1, false);
    assertThat(doing(), is(all("waiting", "waiting")));
    assertThat(doing(at("Read orders", 9, 0, 1, true)), is(all("reading", "waiting")));
    assertThat(doing(read, at("Validate orders", 9, 0, 1, true)), is(all("validating", "waiting")));
    assertThat(doing(read, at("Merge orders", 9, 0, 1, true)), is(all("merging", "waiting")));
    assertThat(
        doing(read, at("Finish orders", 0, 2, 2, false), at("Derive daily_revenue", 0, 2, 3, true)),
        is(all("done", "computing")));
    assertThat(
        doing(
            at("Derive daily_revenue", 0, 2, 3, false),
            at("Validate daily_revenue", 0, 2, 3, true)),
        is(all("waiting", "validating")));
  }

  @Test
  void countsRowsDeadOnesAndTheTimeSinceTheFirst() {
    RunSnapshot now =
        of(
            new Measured("Read orders", 1000, 2, 50_000, 5_000, 6_000, false),
            new Measured("Validate orders", 998, 3, 50_000, 5_100, 7_000, true));
    assertThat(
        now.tables().get(0),
        is(new TableProgress("orders", Doing.VALIDATING, 1000, 5, Duration.ofSeconds(2))));
    assertThat(now.tables().get(0).rate(), is(500L));
    assertThat(now.done(), is(1L));
    assertThat(now.names(Doing.VALIDATING), is(List.of("orders")));
  }

  @Test
  void saysWhatHappensToTheRunAsAWhole() {
    Measured check = at("Check", 0, 1, 2, true);
    assertThat(of(check).phase(), is("checking"));
    assertThat(of(check, at("Commit", 0, 1, 2, true)).phase(), is("committing"));
    assertThat(snapshots.of(Map.of()).phase(), is(""));
  }
}
