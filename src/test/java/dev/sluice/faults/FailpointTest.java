// SPDX-License-Identifier: Apache-2.0
package dev.sluice.faults;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import dev.sluice.fixture.Child;
import dev.sluice.fixture.Pipelines;
import dev.sluice.fixture.Pipelines.Ran;
import dev.sluice.store.document.Failpoints;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Halts the process before and after every step that makes something durable or visible, takes away
 * what was not synced until then, as a power cut would, and runs the same command again. A step
 * without a case fails the test.
 *
 * <p>{@code -Dfailpoint.seed=7} loses other things.
 */
class FailpointTest {
  private static final int NIGHTLY_LANES = 2;

  /** While developing: only the steps that begin like this, {@code -Dfailpoint.only=warehouse.}. */
  private static final String ONLY = System.getProperty("failpoint.only", "");

  private static final long SEED = Long.getLong("failpoint.seed", 20260204);
  private static final AtomicInteger CUTS = new AtomicInteger();
  private static final AtomicInteger LOST = new AtomicInteger();

  private static final Map<Integer, Scenarios> MADE = new HashMap<>();

  private static @TempDir Path base;

  /**
   * A place to halt.
   *
   * @param isSample whether only one of the commands that take the step is halted
   */
  private record Case(String step, String side, boolean isSample) {
    String failpoint() {
      return step + ":" + side + ":1";
    }
  }

  /**
   * One command, halted before or after every twelfth step: what is there before a step is what is
   * there after the last one. The nightly test takes all of them.
   */
  @Test
  void endsInTheSameStateAtWhicheverStepTheProcessIsHalted() throws Exception {
    Queue<Case> cases = new ArrayDeque<>();
    List<String> steps = steps();
    for (int i = 0; i < steps.size(); i++) {
      if (i % 12 == 0 || !ONLY.isEmpty()) {
        cases.add(new Case(steps.get(i), i % 2 == 0 ? "before" : "after", true));
      }
    }
    halt(cases, 1);
  }

  /** Before and after every step, in every command that takes it. */
  @Test
  @Tag("nightly")
  void endsInTheSameStateWhereverTheProcessIsHalted() throws Exception {
    Queue<Case> cases = new ArrayDeque<>();
    for (String step : steps()) {
      cases.add(new Case(step, "before", false));
      cases.add(new Case(step, "after", false));
    }
    halt(cases, NIGHTLY_LANES);
  }

  private static List<String> steps() {
    return Failpoints.steps().stream()
        .filter(step -> step.startsWith(ONLY))
        .filter(step -> !step.startsWith("inbox.")) // a stream takes them: HttpKillIT
        .filter(step -> !step.startsWith("append.")) // BigQuery alone takes them: AppendFaultsIT
        .toList();
  }

  private static void halt(Queue<Case> cases, int laneCount) throws Exception {
    int count = cases.size();
    ExecutorService lanes = Executors.newFixedThreadPool(laneCount);
    List<Future<Integer>> done = new ArrayList<>();
    for (int lane = 0; lane < laneCount; lane++) {
      done.add(lanes.submit(work(scenarios(lane), cases)));
    }
    int passed = 0;
    for (Future<Integer> each : done) {
      passed += each.get();
    }
    lanes.shutdown();
    System.out.printf(
        "failpoints: %d of %d halts recovered; seed %d, %d power cuts took %d files and names%n",
        passed, count, SEED, CUTS.get(), LOST.get());
    assertThat(passed, is(count));
  }

  private static Callable<Integer> work(Scenarios scenarios, Queue<Case> cases) {
    return () -> {
      int passed = 0;
      for (Case next = take(cases); next != null; next = take(cases)) {
        List<Scenarios.Once> all = scenarios.of(next.step());
        int first = Math.floorMod(next.step().hashCode(), all.size());
        for (Scenarios.Once each : next.isSample() ? List.of(all.get(first)) : all) {
          check(each.scenario(), next);
        }
        passed++;
      }
      return passed;
    };
  }

  private static Case take(Queue<Case> cases) {
    synchronized (cases) {
      return cases.poll();
    }
  }

  /** After the halt the power fails too, in three of four cases. */
  private static void check(Scenarios.Scenario scenario, Case each) {
    PowerCut cut = scenario.prepare();
    Random random = new Random(SEED + each.hashCode());
    double chance = each.side().equals("after") ? 1 : random.nextInt(2) * 0.5;
    Child child = Child.start(with(cut, each.failpoint()), scenario.command());
    int exit = child.await();
    assertThat(
        scenario + ", " + each + " was reached: " + child.output(), exit, is(Failpoints.HALTED));
    if (chance > 0) {
      LOST.addAndGet(cut.strike(random, chance));
      CUTS.incrementAndGet();
      PowerCut.requireWhole(scenario.lake());
    }
    Ran ran = Pipelines.sluice(scenario.command());
    assertThat(scenario + ", " + each + ": " + ran, ran.exit(), is(scenario.exit()));
    assertThat(scenario + ", " + each, scenario.state(), is(scenario.expected()));
  }

  private static Map<String, String> with(PowerCut cut, String failpoint) {
    Map<String, String> environment = new HashMap<>(cut.environment());
    environment.put(Failpoints.VARIABLE, failpoint);
    return environment;
  }

  /** What a command did that ended well is there for good: nothing needs to be done again. */
  @Test
  void keepsWhatEndedThroughAPowerCut() {
    keepThroughPowerCuts(List.of("decision.name", "release.name"), 1);
  }

  @Test
  @Tag("nightly")
  void keepsWhateverEndedThroughAPowerCut() {
    keepThroughPowerCuts(
        List.of("landed.sync", "decision.name", "manifest.name", "release.name"),
        Integer.MAX_VALUE);
  }

  private static void keepThroughPowerCuts(List<String> steps, int mostCommands) {
    int cuts = 0;
    for (String step : steps) {
      for (Scenarios.Once each : scenarios(0).of(step).stream().limit(mostCommands).toList()) {
        Scenarios.Scenario scenario = each.scenario();
        PowerCut cut = scenario.prepare();
        Child child = Child.start(cut.environment(), scenario.command());
        child.endsWith(scenario.exit(), scenario + ": ");
        int unused = cut.strike(new Random(SEED), 1);
        PowerCut.requireWhole(scenario.lake());
        assertThat(scenario.toString(), scenario.state(), is(scenario.expected()));
        cuts++;
      }
    }
    System.out.printf("power cuts after the end: %d of %d kept%n", cuts, cuts);
  }

  private static synchronized Scenarios scenarios(int lane) {
    return MADE.computeIfAbsent(lane, n -> new Scenarios(base.resolve("lane" + n)));
  }
}
