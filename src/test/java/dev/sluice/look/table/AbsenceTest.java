// SPDX-License-Identifier: Apache-2.0
package dev.sluice.look.table;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;

import dev.sluice.fixture.HandMadeLake;
import dev.sluice.fixture.Pipelines;
import dev.sluice.look.moment.Moment;
import dev.sluice.promote.decision.Attribution;
import dev.sluice.promote.release.Release;
import dev.sluice.promote.release.Release.ReleasedTable;
import dev.sluice.spec.PipelineSpec;
import dev.sluice.spec.parse.SpecParser;
import dev.sluice.table.TableState.Kind;
import dev.sluice.table.iceberg.TablePointer;
import dev.sluice.table.log.Manifest;
import dev.sluice.table.log.Manifest.Outcome;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Why a name stands for no table. */
class AbsenceTest {
  private static final String RUN_2 = "run 2 (run-2, 2026-01-02T00:00:00Z)";

  private static PipelineSpec spec;

  @BeforeAll
  static void write(@TempDir Path temp) {
    Pipelines.write(
        temp.resolve("pipeline.yaml"),
        """
        name: shop
        lake: lake
        tables:
          orders: {source: {csv: "*.csv"}, columns: {id: bigint!}}
        models:
          daily: {sql: "SELECT id FROM orders"}
          later: {sql: "SELECT id FROM orders"}
        """);
    spec = SpecParser.parse(temp).spec();
  }

  private static Manifest run(String... tables) {
    return HandMadeLake.manifest(
        2,
        Outcome.STAGED,
        java.util.Arrays.stream(tables)
            .map(name -> HandMadeLake.table(name, Kind.TYPED, HandMadeLake.schema("id BIGINT")))
            .toArray(dev.sluice.table.TableState[]::new));
  }

  private static Optional<Release> shown(Release.Kind kind) {
    return Optional.of(
        new Release(
            Release.VERSION,
            3,
            kind,
            1,
            new Release.Run("run-1", "", ""),
            new Attribution("2026-01-03T00:00:00Z", "ada", ""),
            Map.of("orders", new ReleasedTable(TablePointer.NONE, "", 1, 0, 0, 0)),
            ""));
  }

  private static String why(String name, Optional<Release> release) {
    return new Absence(spec, Optional.of(new Moment(run("orders", "daily"), 0)), release).why(name);
  }

  @Test
  void saysOfProductionWhatItShowsInstead() {
    assertThat(
        why("production.daily", Optional.empty()),
        is(
            "Production shows nothing yet, so no production.daily: no run was released. `sluice"
                + " status` says where each stands"));
    assertThat(
        why("production.daily", shown(Release.Kind.PUBLISH)),
        is(
            "daily is in "
                + RUN_2
                + ", but production shows run 1 (release 3), which does not have it. `FROM daily`"
                + " reads it there"));
    assertThat(
        why("production.Daily", shown(Release.Kind.ROLLBACK)),
        is(
            "Daily is in "
                + RUN_2
                + ", but production shows run 1 (release 3, a rollback), which does not have it."
                + " `FROM Daily` reads it there"));
    assertThat(
        why("production.later", shown(Release.Kind.PUBLISH)),
        is(
            "later is in the spec, but production shows run 1 (release 3), which does not have it."
                + " `sluice status` says where each run stands"));
    assertThat(
        why("production.ordrs", shown(Release.Kind.PUBLISH)),
        is("There is no production.ordrs; production shows orders"));
    assertThat(
        why("production.raw_orders", shown(Release.Kind.PUBLISH)),
        is("Production has no production.raw_orders: it shows tables and models alone"));
  }

  @Test
  void saysTheSameWhereProductionIsLookedAt() {
    Absence absence =
        new Absence(spec, Optional.of(new Moment(run("orders"), 3)), shown(Release.Kind.ROLLBACK));
    assertThat(
        absence.why("daily"),
        is(
            "daily is in the spec, but production shows run 1 (release 3, a rollback), which does"
                + " not have it. `sluice status` says where each run stands"));
    assertThat(
        absence.why("raw.orders"),
        is("Production has no raw.orders: it shows tables and models alone"));
  }

  @Test
  void saysOfOthersWhetherARunMakesThem() {
    assertThat(
        why("later", Optional.empty()),
        is("later is in the spec, but not in " + RUN_2 + ": `sluice run` makes it"));
    assertThat(
        why("raw.daily", Optional.empty()),
        is("There is no raw.daily: daily is a model, and only tables have raw rows"));
    assertThat(
        why("raw.orders", Optional.empty()),
        is("raw.orders is in the spec, but not in " + RUN_2 + ": `sluice run` makes it"));
    assertThat(
        why("stage.orders", Optional.empty()),
        is(
            "There is no schema stage beside raw, dead_letters, production and sluice; a table"
                + " stands alone"));
    assertThat(why("ordrs", Optional.empty()), nullValue());
    assertThat(
        new Absence(spec, Optional.empty(), Optional.empty()).why("orders"),
        is("There is no table orders: the lake holds no run yet. `sluice run` makes one"));
  }
}
