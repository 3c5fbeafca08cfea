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
import java.util.function.Supplier;

/** For each step of a commit, the commands that take it, and the state in which each must end. */
final class Scenarios {
  private static final String APPROVE =
      "publish: {approve: manual, notify: \"file:notices.jsonl\"}";

  private final Map<String, List<Once>> byDocument = new LinkedHashMap<>();

  /** A scenario that is made when it is needed first. */
  static final class Once {
    private final Supplier<Scenario> make;
    private Scenario made;

    Once(Supplier<Scenario> make) {
      this.make = make;
    }

    Scenario scenario() {
      if (made == null) {
        made = make.get();
      }
      return made;
    }
  }

  Scenarios(Path base) {
    Once run = new Once(() -> run(lab(base, "run")));
    cover(
        run, "run", "landed", "states", "checkpoint", "manifest", "release", "current", "settled");
    cover(run, "warehouse", "scratch", "checkpoints", "report");
    cover(new Once(() -> mask(lab(base, "personal"))), "key");
    cover(new Once(() -> heldBack(lab(base, "held"))), "evidence", "landed");
    cover(new Once(() -> stage(lab(base, "staging"))), "notice");
    cover(new Once(() -> tell(lab(base, "telling"))), "lineage");
    cover(new Once(() -> approve(lab(base, "staged"))), "decision");
    Once apply = new Once(() -> apply(lab(base, "approved")));
    cover(apply, "release", "current", "settled", "warehouse.begin", "warehouse.commit");
    cover(new Once(() -> discard(lab(base, "lettered"))), "discard");
    cover(new Once(() -> discardEpoch(lab(base, "holding"))), "held");
    cover(new Once(() -> replay(lab(base, "corrected"))), "manifest", "warehouse.commit");
    cover(apply, "warehouse.ledger", "warehouse.checkpoint");
    cover(new Once(() -> sweep(lab(base, "kept"))), "horizon");
    Once rebuild = new Once(() -> rebuild(lab(base, "whole")));
    cover(rebuild, "warehouse.begin", "warehouse.ledger", "warehouse.commit");
    cover(rebuild, "warehouse.checkpoint", "warehouse.swap");
    Once repair = new Once(() -> repair(lab(base, "broken")));
    cover(repair, "warehouse.aside_log", "warehouse.aside", "warehouse.swap");
  }

  private static Scenario run(Lab plain) {
    return new Scenario("run", plain, 0, plain.command());
  }

  private static Scenario mask(Lab personal) {
    personal.edit("sales.avsc", "{\"name\": \"amount\",", "{\"name\": \"amount\", \"pii\": true,");
    return new Scenario("mask", personal, 0, personal.command()).butTokens();
  }

  private static Scenario heldBack(Lab held) {
    held.edit("checks: [{row_count: {min: 10}}]", "checks: [{row_count: {min: 1000}}]");
    return new Scenario("held back", held, 1, held.command());
  }

  private static Scenario stage(Lab staging) {
    staging.edit("tables:", APPROVE + "\ntables:");
    return new Scenario("stage", staging, 0, staging.command());
  }

  private static Scenario tell(Lab telling) {
    telling.edit("tables:", "lineage: {openlineage: \"file:events.jsonl\"}\ntables:");
    return new Scenario("tell", telling, 0, telling.command());
  }

  private static Scenario approve(Lab staged) {
    staged.edit("tables:", APPROVE + "\ntables:");
    staged.advance(staged.command());
    return new Scenario("approve", staged, 0, staged.promote("approve", "--why", "x"));
  }

  private static Scenario apply(Lab approved) {
    approved.edit("tables:", APPROVE + "\ntables:");
    approved.advance(approved.command());
    approved.advance(approved.promote("approve", "--why", "x"));
    return new Scenario("apply", approved, 0, approved.promote("apply"));
  }

  private static Scenario discard(Lab lettered) {
    lettered.advance(lettered.command());
    String[] discard = {
      "deadletters", "discard", lettered.folder().toString(), "--all", "--why", "x", "--by", "ann"
    };
    return new Scenario("discard", lettered, 0, discard);
  }

  private static Scenario discardEpoch(Lab holding) {
    holding.hold("a1b2c3d4");
    String[] discard = {
      "epochs", "discard", holding.folder().toString(), "a1b2c3d4", "--why", "x", "--by", "ann"
    };
    return new Scenario("discard epoch", holding, 0, discard);
  }

  private static Scenario replay(Lab corrected) {
    corrected.advance(corrected.command());
    corrected.edit("rules: [amount > 0]", "rules: [amount > -2]");
    String[] replay = {
      "replay", corrected.folder().toString(), "--quiet", "--created-at", "2026-02-03"
    };
    return new Scenario("replay", corrected, 0, replay);
  }

  private static Scenario sweep(Lab kept) {
    kept.edit("tables:", "keep: {runs: 1}\ntables:");
    kept.advance(kept.command());
    return new Scenario("sweep", kept, 0, "gc", kept.folder().toString());
  }

  private static Scenario rebuild(Lab whole) {
    whole.advance(whole.command());
    return new Scenario("rebuild", whole, 0, "rebuild", whole.folder().toString());
  }

  private static Scenario repair(Lab broken) {
    broken.advance(broken.command());
    BrokenWarehouseTest.damage(broken);
    broken.keep();
    return new Scenario("run over a broken file", broken, 0, broken.command());
  }

  private static Lab lab(Path base, String name) {
    return new Lab(base.resolve(name), 2_000);
  }

  private void cover(Once scenario, String... steps) {
    for (String step : steps) {
      byDocument.computeIfAbsent(step, s -> new ArrayList<>()).add(scenario);
    }
  }

  /** The scenarios for a step, such as {@code manifest.name}. */
  List<Once> of(String step) {
    List<Once> scenarios = new ArrayList<>();
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

    /** Goes back to the beginning, all of which is on disk. */
    PowerCut prepare() {
      lab.restore();
      return PowerCut.over(lab.folder(), lab.beginning());
    }

    String lake() {
      return lab.folder() + "/lake";
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
