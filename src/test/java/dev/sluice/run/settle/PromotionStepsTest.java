// SPDX-License-Identifier: Apache-2.0
package dev.sluice.run.settle;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;

import dev.sluice.fixture.Pipelines;
import dev.sluice.fixture.Pipelines.Ran;
import dev.sluice.runs.SmallShop;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a promotion says is to be typed next, typed, in every state that a run may have. */
class PromotionStepsTest {
  @TempDir Path folder;

  private int runs;

  @Test
  void acceptsEveryStepThatItPrints() {
    SmallShop shop =
        new SmallShop(folder).specWithModels("{csv: data/*.csv}", "publish: {approve: manual}\n");
    staged(shop);
    assertThat(
        steps(promote("plan")),
        contains("promote approve DIR --digest … --why '…'", "promote reject DIR --why '…'"));
    Ran approved = type(promote("plan"), "promote approve");
    assertThat(steps(promote("plan")), contains("promote apply DIR"));
    type(approved, "promote apply");
    assertThat(steps(promote("plan")), contains("promote releases DIR"));
    type(promote("plan"), "promote releases");

    staged(shop);
    type(type(promote("plan"), "promote approve"), "promote apply");
    assertThat(promote("rollback", "--why", "x").exit(), is(0));
    Ran back = promote("plan");
    assertThat(back.out(), containsString("production showed this run in release 2, and shows"));
    assertThat(steps(back), contains("promote rollback DIR --to 2 --why '…'"));
    type(back, "promote rollback");
    assertThat(steps(promote("plan")), contains("promote releases DIR"));
    Ran first = promote("plan", "--run", "1");
    assertThat(steps(first), contains("promote rollback DIR --to 3 --why '…'"));

    passedAndRejected(shop);
  }

  /** Run 3 is passed by, run 4 is approved while production moves on, run 5 is rejected. */
  private void passedAndRejected(SmallShop shop) {
    staged(shop);
    staged(shop);
    Ran vague = promote("approve", "--why", "x");
    assertThat(vague.exit(), is(3));
    assertThat(
        vague.err(),
        containsString(
            "Which run? 2 were staged since the last that was released, and the newest is run"));
    assertThat(
        steps(promote("plan", "--run", "3")),
        contains(
            "promote approve DIR --run 3 --digest … --why '…'",
            "promote reject DIR --run 3 --why '…'"));
    type(promote("plan", "--run", "3"), "promote approve");
    Ran approved = type(promote("plan"), "promote approve");
    assertThat(promote("rollback", "--to", "1", "--why", "x").exit(), is(0));
    assertThat(steps(promote("plan")).get(0), is("promote approve DIR --digest … --why '…'"));
    assertThat(approved.exit(), is(0));
    type(type(promote("plan"), "promote approve"), "promote apply");
    Ran passed = promote("plan", "--run", "3");
    assertThat(passed.out(), containsString("a newer run was released: this one cannot be"));
    assertThat(steps(passed), contains("promote releases DIR"));

    staged(shop);
    Ran rejected = type(promote("plan"), "promote reject");
    assertThat(steps(promote("plan", "--run", "5")), contains("run --again DIR"));
    type(rejected, "run --again");
    assertThat(steps(promote("plan")).get(0), is("promote approve DIR --digest … --why '…'"));
  }

  private void staged(SmallShop shop) {
    runs++;
    shop.data(runs + ".csv", "id,shop,amount,at\n%d,x,1.00,2026-01-01\n".formatted(runs));
    shop.run("--created-at", "2026-01-0" + runs);
  }

  private Ran promote(String... args) {
    List<String> all = new ArrayList<>(List.of("promote", args[0], folder.toString()));
    all.addAll(Arrays.asList(args).subList(1, args.length));
    return Pipelines.sluice(all.toArray(String[]::new));
  }

  /** The commands that stand under a text, without what differs from run to run. */
  private List<String> steps(Ran ran) {
    return ran.out()
        .lines()
        .filter(line -> line.startsWith("  sluice "))
        .map(line -> line.strip().replaceFirst("^sluice ", ""))
        .map(line -> line.replace(folder.toString(), "DIR"))
        .map(line -> line.replaceAll("--digest \\w+", "--digest …"))
        .toList();
  }

  /** Types the step that begins so, as it was printed. */
  private static Ran type(Ran shown, String begin) {
    String line =
        shown
            .out()
            .lines()
            .map(String::strip)
            .filter(each -> each.startsWith("sluice " + begin))
            .findFirst()
            .orElseThrow(() -> new AssertionError(shown.toString()));
    String[] words = line.replaceFirst("^sluice ", "").replace("'", "").split(" ");
    Ran ran = Pipelines.sluice(words);
    assertThat(line + ": " + ran, ran.exit(), is(0));
    return ran;
  }
}
