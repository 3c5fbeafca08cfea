// SPDX-License-Identifier: Apache-2.0
package dev.sluice.faults;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import dev.sluice.fixture.Pipelines;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** For each step of a commit, the commands that take it, and the state in which each must end. */
final class Scenarios {
  private static final String APPROVE =
      "publish: {approve: manual, notify: \"file:notices.jsonl\"}";

  private final Map<String, List<Scenario>> byDocument = new LinkedHashMap<>();

  Scenarios(Path base) {
    Lab plain = lab(base, "run");
    Scenario run = new Scenario("run", plain, 0, plain.command());
    cover(run, "run", "checkpoint", "manifest", "release", "current", "settled");
    cover(run, "warehouse", "scratch", "checkpoints");

    Lab personal = lab(base, "personal");
    personal.edit("sales.avsc", "{\"name\": \"amount\",", "{\"name\": \"amount\", \"pii\": true,");
    cover(new Scenario("mask", personal, 0, personal.command()).butTokens(), "key");

    Lab held = lab(base, "held");
    held.edit("checks: [{row_count: {min: 10}}]", "checks: [{row_count: {min: 1000}}]");
    cover(new Scenario("held back", held, 1, held.command()), "evidence");

    Lab staging = lab(base, "staging");
    staging.edit("tables:", APPROVE + "\ntables:");
    cover(new Scenario("stage", staging, 0, staging.command()), "notice");

    Lab staged = lab(base, "staged");
    staged.edit("tables:", APPROVE + "\ntables:");
    staged.advance(staged.command());
    cover(new Scenario("approve", staged, 0, staged.promote("approve", "--why", "x")), "decision");

    Lab approved = lab(base, "approved");
    approved.edit("tables:", APPROVE + "\ntables:");
    approved.advance(approved.command());
    approved.advance(approved.promote("approve", "--why", "x"));
    Scenario apply = new Scenario("apply", approved, 0, approved.promote("apply"));
    cover(apply, "release", "current", "settled", "warehouse.begin", "warehouse.commit");

    Lab lettered = lab(base, "lettered");
    lettered.advance(lettered.command());
    String[] discard = {
      "deadletters", "discard", lettered.folder().toString(), "--all", "--why", "x", "--by", "ann"
    };
    cover(new Scenario("discard", lettered, 0, discard), "discard");

    Lab corrected = lab(base, "corrected");
    corrected.advance(corrected.command());
    corrected.edit("rules: [amount > 0]", "rules: [amount > -2]");
    String[] replay = {
      "replay", corrected.folder().toString(), "--quiet", "--created-at", "2026-02-03"
    };
    cover(new Scenario("replay", corrected, 0, replay), "manifest", "warehouse.commit");
    cover(apply, "warehouse.ledger", "warehouse.checkpoint");

    Lab whole = lab(base, "whole");
    whole.advance(whole.command());
    Scenario rebuild = new Scenario("rebuild", whole, 0, "rebuild", whole.folder().toString());
    cover(rebuild, "warehouse.begin", "warehouse.ledger", "warehouse.commit");
    cover(rebuild, "warehouse.checkpoint", "warehouse.swap");

    Lab broken = lab(base, "broken");
    broken.advance(broken.command());
    BrokenWarehouseTest.damage(broken);
    broken.keep();
    Scenario repair = new Scenario("run over a broken file", broken, 0, broken.command());
    cover(repair, "warehouse.aside_log", "warehouse.aside", "warehouse.swap");
  }

  private static Lab lab(Path base, String name) {
    return new Lab(base.resolve(name), 2_000);
  }

  private void cover(Scenario scenario, String... steps) {
    for (String step : steps) {
      byDocument.computeIfAbsent(step, s -> new ArrayList<>()).add(scenario);
    }
  }

  /** The scenarios for a step, such as {@code manifest.name}. */
  List<Scenario> of(String step) {
    List<Scenario> scenarios = new ArrayList<>();
    scenarios.addAll(byDocument.getOrDefault(step, List.of()));
    boolean isRepair = step.startsWith("warehouse.swap") || step.startsWith("warehouse.aside");
    if (!isRepair) {
      scenarios.addAll(byDocument.getOrDefault(step.substring(0, step.indexOf('.')), List.of()));
    }
    if (scenarios.isEmpty()) {
      throw new AssertionError("no case for step " + step);
    }
    return scenarios;
  }

  /** A command on a lab, and what it leads to when nobody stops it. */
  static final class Scenario {
    private final String name;
    private final Lab lab;
    private final int exit;
    private final String[] command;
    private final Map<String, String> expected;
    private boolean tokensDiffer;

    Scenario(String name, Lab lab, int exit, String... command) {
      this.name = name;
      this.lab = lab;
      this.exit = exit;
      this.command = command.clone();
      Pipelines.Ran ran = Pipelines.sluice(command);
      assertThat(ran.toString(), ran.exit(), is(exit));
      this.expected = lab.snapshot();
    }

    /** Letters are not compared: each key that is made makes other tokens. */
    Scenario butTokens() {
      tokensDiffer = true;
      expected.remove("staging.dead_letters");
      return this;
    }

    void prepare() {
      lab.restore();
    }

    String[] command() {
      return command.clone();
    }

    int exit() {
      return exit;
    }

    Map<String, String> state() {
      Map<String, String> state = lab.snapshot();
      if (tokensDiffer) {
        state.remove("staging.dead_letters");
      }
      return state;
    }

    Map<String, String> expected() {
      return expected;
    }

    @Override
    public String toString() {
      return name;
    }
  }
}
