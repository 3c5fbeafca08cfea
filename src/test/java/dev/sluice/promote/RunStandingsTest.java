// SPDX-License-Identifier: Apache-2.0
package dev.sluice.promote;

import static dev.sluice.fixture.HandMadeLake.manifest;
import static dev.sluice.fixture.HandMadeLake.schema;
import static dev.sluice.fixture.HandMadeLake.table;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.is;

import dev.sluice.fixture.HandMadeLake;
import dev.sluice.promote.compare.ProductionChange;
import dev.sluice.promote.decision.Attribution;
import dev.sluice.promote.release.Publisher;
import dev.sluice.promote.release.Release;
import dev.sluice.promote.release.Releases;
import dev.sluice.promote.sign.Signers;
import dev.sluice.table.DataFile;
import dev.sluice.table.TableState.Kind;
import dev.sluice.table.log.Manifest;
import dev.sluice.table.log.Manifest.Outcome;
import dev.sluice.table.log.ManifestStore;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunStandingsTest {
  private static final Duration WEEK = Duration.ofDays(7);
  private static final Instant NOON = Instant.parse("2026-01-03T12:00:00Z");

  private @TempDir Path folder;
  private HandMadeLake lake;
  private Approvals approvals;

  @BeforeEach
  void stage() throws Exception {
    lake = new HandMadeLake(folder);
    for (int number = 1; number <= 3; number++) {
      commit(number, "SELECT " + number + "::DOUBLE AS v");
    }
    approvals = new Approvals(lake.root(), WEEK, Clock.fixed(NOON, ZoneOffset.UTC), Signers.NONE);
  }

  @Test
  void saysWhereRunsStandAfterEachDecision() {
    assertThat(words(NOON), contains("staged", "staged", "staged"));
    approvals.approve("run-1", "", "ann", "fine");
    assertThat(words(NOON), contains("approved", "staged", "staged"));
    assertThat(words(NOON.plus(WEEK)), contains("expired", "expired", "expired"));
    Release unused = approvals.apply("run-1", "ann");
    assertThat(words(NOON), contains("released", "staged", "staged"));
    approvals.approve("run-2", "", "ann", "fine");
    unused = approvals.apply("run-2", "ann");
    assertThat(words(NOON), contains("replaced", "released", "staged"));
    approvals.reject("run-3", "bob", "too few");
    assertThat(words(NOON), contains("replaced", "released", "rejected"));
    unused = approvals.rollback(1, "cy", "wrong prices");
    assertThat(words(NOON), contains("released", "rolled_back", "rejected"));
    assertThat(standing(2, NOON).who(), is("by cy at 2026-01-03T12:00:00Z: wrong prices"));
    assertThat(standing(3, NOON).who(), is("by bob at 2026-01-03T12:00:00Z: too few"));
  }

  @Test
  void roundingIsNoDifference() throws Exception {
    String rows = "SELECT i::BIGINT AS id, 'x' || i AS name, %s AS v FROM range(300) t(i)";
    commit(4, rows.formatted("(i * 0.1)::DOUBLE"));
    Release unused = release(4);
    commit(5, rows.formatted("(i * 0.1 * (1 + 1e-12))::DOUBLE"));
    for (List<String> key : List.of(List.of("id"), List.<String>of())) {
      ProductionChange same = change(key);
      assertThat(same.kind(), is(ProductionChange.Kind.UNCHANGED));
      assertThat(same.profile(), is(List.of()));
    }
    unused = release(5);
    commit(6, rows.formatted("CASE WHEN i = 7 THEN 99 ELSE i * 0.1 END::DOUBLE"));
    ProductionChange keyed = change(List.of("id"));
    assertThat(keyed.rows().changed(), is(1L));
    assertThat(keyed.rows().samples().get(0).values().get(0).after(), is("99.0"));
    ProductionChange whole = change(List.of());
    assertThat(List.of(whole.rows().added(), whole.rows().removed()), contains(1L, 1L));
    assertThat(
        whole.profile().stream().map(ProductionChange.ProfileChange::measure).toList(),
        contains("max", "mean"));
  }

  private Release release(long number) {
    return Publisher.release(
            lake.root(),
            new Publisher.Wanted(
                ManifestStore.named(lake.root(), number),
                Release.Kind.PUBLISH,
                new Attribution(NOON.toString(), "ann", "x")),
            Releases.of(lake.root()).number(),
            Signers.NONE)
        .orElseThrow();
  }

  private ProductionChange change(List<String> key) {
    return new PromotionPlanning(lake.root(), Map.of("t", key), Map.of())
        .plan(approvals.staged(""), WEEK, NOON)
        .tables()
        .get(0);
  }

  private void commit(int number, String query) throws Exception {
    DataFile file =
        lake.write(
            "t", "staging/t/created_at=20260101T000000Z/%d.parquet".formatted(number), query);
    var schema = number < 4 ? schema("v DOUBLE") : schema("id BIGINT", "name VARCHAR", "v DOUBLE");
    var unused =
        lake.commit(manifest(number, Outcome.STAGED, table("t", Kind.TYPED, schema, file)));
  }

  private List<String> words(Instant now) {
    return List.of(1, 2, 3).stream().map(number -> standing(number, now).word()).toList();
  }

  private RunStandings.Standing standing(long number, Instant now) {
    Manifest run = ManifestStore.named(lake.root(), number).manifest();
    return RunStandings.of(lake.root(), WEEK, now).apply(run);
  }
}
