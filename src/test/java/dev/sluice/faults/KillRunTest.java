// SPDX-License-Identifier: Apache-2.0
package dev.sluice.faults;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import dev.sluice.fixture.Child;
import dev.sluice.fixture.Pipelines;
import dev.sluice.store.document.Failpoints;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills the process of an incremental run at random instants, and runs the same command again until
 * it ends: the state is that of a run nobody touched.
 *
 * <p>{@code -Dkills=200} kills more often, {@code -Dkill.seed=7} begins elsewhere.
 */
class KillRunTest {
  private static final int KILLS = Integer.getInteger("kills", 20);
  private static final int SAMPLE = 3;
  private static final long SEED = Long.getLong("kill.seed", 20260201);

  private static @TempDir Path base;
  private static Lab lab;
  private static Map<String, String> expected;
  private static long full;

  @BeforeAll
  static void measure() {
    lab = new Lab(base, 200_000);
    Instant begin = Instant.now();
    assertThat(Child.start(Map.of(), lab.command()).await(), is(0));
    full = Duration.between(begin, Instant.now()).toMillis();
    expected = lab.snapshot();
    assertThat(lab.lostAndDuplicated(), is(new long[] {0, 0}));
    lab.restore();
    begin = Instant.now();
    assertThat(Child.start(Map.of(), lab.command()).await(), is(0));
    full = Duration.between(begin, Instant.now()).toMillis();
  }

  @Test
  void endsInTheSameStateAfterSomeKillsAtRandomInstants() {
    kill(SAMPLE, SEED + 1);
  }

  @Test
  @Tag("nightly")
  void endsInTheSameStateAfterKillsAtRandomInstants() {
    kill(KILLS, SEED);
  }

  private static void kill(int recoveries, long seed) {
    Random random = new Random(seed);
    int killed = 0;
    long lost = 0;
    long duplicated = 0;
    int unequal = 0;
    for (int i = 0; i < recoveries; i++) {
      lab.restore();
      int depth = 1 + (i % 5 == 0 ? 2 : 0); // now and then the recovery is killed too
      for (int kill = 0; kill < depth; kill++) {
        long at = (long) (random.nextDouble() * full);
        killed += Child.start(Map.of(), lab.command()).killAfter(at) ? 1 : 0;
      }
      Pipelines.Ran ran = Pipelines.sluice(lab.command());
      assertThat("seed " + seed + ", kill " + i + ": " + ran, ran.exit(), is(0));
      long[] wrong = lab.lostAndDuplicated();
      lost += wrong[0];
      duplicated += wrong[1];
      if (!lab.snapshot().equals(expected)) {
        unequal++;
        assertThat("seed " + seed + ", kill " + i, lab.snapshot(), is(expected));
      }
    }
    System.out.printf(
        "kill-run: seed %d, %d processes killed in %d recoveries, %d lost, %d duplicated, %d states unequal%n",
        seed, killed, recoveries, lost, duplicated, unequal);
    assertThat(new long[] {lost, duplicated, unequal}, is(new long[] {0, 0, 0}));
  }

  /** The case that breaks simpler designs: raw rows are landed, the models have not begun. */
  @Test
  void leavesNeitherGapNorDuplicateWhenKilledBetweenLoadAndTransform() {
    lab.restore();
    Child child =
        Child.start(Map.of(Failpoints.VARIABLE, "checkpoint.sync_folder:after:2"), lab.command());
    child.endsWith(Failpoints.HALTED);
    Pipelines.Ran ran = Pipelines.sluice(append(lab.command(), "--json"));
    assertThat(ran.toString(), ran.exit(), is(0));
    assertThat(ran.json().path("note").asText(), is("resumed"));
    assertThat(lab.snapshot(), is(expected));
    assertThat(lab.lostAndDuplicated(), is(new long[] {0, 0}));
  }

  private static String[] append(String[] args, String more) {
    String[] all = java.util.Arrays.copyOf(args, args.length + 1);
    all[args.length] = more;
    return all;
  }
}
