// SPDX-License-Identifier: Apache-2.0
package dev.sluice.runs;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;

import dev.sluice.fixture.Pipelines;
import dev.sluice.graph.ChangedRun;
import dev.sluice.run.runner.Runner;
import dev.sluice.table.TableState;
import dev.sluice.table.log.Manifest;
import dev.sluice.table.log.Manifest.Outcome;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Workers on other machines get every element through its coder, and may get it twice. */
class EncodabilityTest {
  private static final Instant TIME = Instant.parse("2026-03-01T06:00:00Z");
  private static final Runner STRICT =
      Runner.of(
          List.of(
              "--runner=DirectRunner", "--enforceEncodability=true", "--enforceImmutability=true"),
          List.of());

  private @TempDir Path temp;

  @Test
  void everyElementOfTheShopOutlivesItsCoderAndIsLeftAsItWas() {
    Path strict = Pipelines.copy(Path.of("examples/shop"), temp.resolve("strict/shop"));
    Path lax = Pipelines.copy(Path.of("examples/shop"), temp.resolve("lax/shop"));
    Manifest ours = ChangedRun.of(strict, TIME, STRICT, pipeline -> {});
    Manifest usual = ChangedRun.of(lax, TIME, pipeline -> {});
    assertThat(ours.outcome(), equalTo(Outcome.PUBLISHED));
    assertThat(counts(ours), equalTo(counts(usual)));
  }

  private static List<String> counts(Manifest manifest) {
    return manifest.tables().stream().map(EncodabilityTest::counts).toList();
  }

  private static String counts(TableState table) {
    return table.table() + " " + table.counts();
  }
}
