// SPDX-License-Identifier: Apache-2.0
package dev.sluice.faults;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import dev.sluice.fixture.Pipelines;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** For each step of a commit, a command that takes it, and the state in which it must end. */
final class Scenarios {
  private final Map<String, Scenario> byDocument = new LinkedHashMap<>();

  Scenarios(Path base) {
    Scenario run = new Scenario(new Lab(base.resolve("run"), 2_000), 0);
    for (String step :
        new String[] {
          "run",
          "checkpoint",
          "manifest",
          "release",
          "current",
          "settled",
          "warehouse",
          "scratch",
          "checkpoints"
        }) {
      byDocument.put(step, run);
    }
    Lab held = new Lab(base.resolve("held"), 2_000);
    held.edit("checks: [{row_count: {min: 10}}]", "checks: [{row_count: {min: 1000}}]");
    byDocument.put("evidence", new Scenario(held, 1));
  }

  /** The scenario for a step, such as {@code manifest.name}. */
  Scenario of(String step) {
    Scenario exact = byDocument.get(step);
    Scenario scenario =
        exact != null ? exact : byDocument.get(step.substring(0, step.indexOf('.')));
    if (scenario == null) {
      throw new AssertionError("no case for step " + step);
    }
    return scenario;
  }

  /** A command on a lab, and what it leads to when nobody stops it. */
  static final class Scenario {
    private final Lab lab;
    private final int exit;
    private final Map<String, String> expected;

    Scenario(Lab lab, int exit) {
      this.lab = lab;
      this.exit = exit;
      Pipelines.Ran ran = Pipelines.sluice(lab.command());
      assertThat(ran.toString(), ran.exit(), is(exit));
      this.expected = lab.snapshot();
    }

    void prepare() {
      lab.restore();
    }

    String[] command() {
      return lab.command();
    }

    int exit() {
      return exit;
    }

    Map<String, String> state() {
      return lab.snapshot();
    }

    Map<String, String> expected() {
      return expected;
    }
  }
}
