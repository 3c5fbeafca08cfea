// SPDX-License-Identifier: Apache-2.0
package dev.sluice.faults;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import dev.sluice.fixture.Child;
import dev.sluice.fixture.Pipelines;
import dev.sluice.fixture.Pipelines.Ran;
import dev.sluice.lake.store.Failpoints;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Halts the process before and after every step that makes something durable or visible, and runs
 * the same command again. A step without a case fails the test.
 */
class FailpointTest {
  private static final int LANES = 2;

  /** While developing: only the steps that begin like this, {@code -Dfailpoint.only=warehouse.}. */
  private static final String ONLY = System.getProperty("failpoint.only", "");

  private @TempDir Path base;

  private record Case(String step, String side) {
    String failpoint() {
      return step + ":" + side + ":1";
    }
  }

  @Test
  void endsInTheSameStateWhereverTheProcessIsHalted() throws Exception {
    Queue<Case> cases = new ArrayDeque<>();
    for (String step : Failpoints.steps()) {
      if (!step.startsWith(ONLY)) {
        continue;
      }
      cases.add(new Case(step, "before"));
      cases.add(new Case(step, "after"));
    }
    int count = cases.size();
    ExecutorService lanes = Executors.newFixedThreadPool(LANES);
    List<Future<Integer>> done = new ArrayList<>();
    for (int lane = 0; lane < LANES; lane++) {
      Scenarios scenarios = new Scenarios(base.resolve("lane" + lane));
      done.add(lanes.submit(work(scenarios, cases)));
    }
    int passed = 0;
    for (Future<Integer> each : done) {
      passed += each.get();
    }
    lanes.shutdown();
    System.out.printf(
        "failpoints: %d steps, halted before and after each: %d of %d recovered%n",
        count / 2, passed, count);
    assertThat(passed, is(count));
  }

  private static Callable<Integer> work(Scenarios scenarios, Queue<Case> cases) {
    return () -> {
      int passed = 0;
      for (Case next = take(cases); next != null; next = take(cases)) {
        for (Scenarios.Scenario scenario : scenarios.of(next.step())) {
          check(scenario, next);
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

  private static void check(Scenarios.Scenario scenario, Case each) {
    scenario.prepare();
    Child child = Child.start(Map.of(Failpoints.VARIABLE, each.failpoint()), scenario.command());
    int exit = child.await();
    assertThat(
        scenario + ", " + each + " was reached: " + child.output(), exit, is(Failpoints.HALTED));
    Ran ran = Pipelines.sluice(scenario.command());
    assertThat(scenario + ", " + each + ": " + ran, ran.exit(), is(scenario.exit()));
    assertThat(scenario + ", " + each, scenario.state(), is(scenario.expected()));
  }
}
