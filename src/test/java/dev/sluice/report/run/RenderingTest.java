// SPDX-License-Identifier: Apache-2.0
package dev.sluice.report.run;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

import dev.sluice.fixture.Golden;
import dev.sluice.fixture.Shop;
import dev.sluice.promote.RunStandings.Standing;
import dev.sluice.report.letters.CorrectedSource;
import dev.sluice.report.plan.PlanJson;
import dev.sluice.report.plan.PlanMermaid;
import dev.sluice.report.plan.PlanReport;
import dev.sluice.report.plan.PlanText;
import dev.sluice.report.text.Json;
import dev.sluice.report.text.SafeText;
import dev.sluice.spec.policy.PublishSpec.Approve;
import dev.sluice.table.Verdict;
import dev.sluice.table.log.Manifest;
import dev.sluice.table.log.Manifest.Outcome;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RenderingTest {
  private static final PlanReport PLAN = PlanReport.of(Shop.spec(Approve.AUTO));
  private static final ResultPlaces PLACES = ResultPlaces.of(Shop.spec(Approve.AUTO));

  @Test
  void showsThePlanInLineageOrderWithEveryDefault() throws IOException {
    Golden.check("plan.txt", PlanText.render(PLAN));
  }

  @Test
  void drawsThePlan() throws IOException {
    Golden.check("plan.mmd", PlanMermaid.render(PLAN));
  }

  @Test
  void spellsThePlanAsJson() throws IOException {
    Golden.check("plan.json", Json.write(PlanJson.tree(PLAN)));
  }

  @Test
  void touchesProductionOnlyWhenNobodyApproves() {
    assertThat(PlanText.render(PLAN), containsString("production.orders"));
    String manual = PlanText.render(PlanReport.of(Shop.spec(Approve.MANUAL)));
    assertThat(manual, not(containsString("production.orders")));
  }

  @Test
  void reportsAPublishedRun() throws IOException {
    RunReport report = new RunReport(Shop.published(1), PLACES);
    Golden.check("published.txt", report.render());
    Golden.check("published.json", Json.write(report.tree()));
  }

  @Test
  void reportsARunThatAGateHeldBack() throws IOException {
    Golden.check("failed.txt", new RunReport(Shop.failed(), PLACES).render());
  }

  @Test
  void reportsAStagedRun() throws IOException {
    Manifest staged = Shop.manifest(2, Outcome.STAGED, "", List.of());
    Golden.check("staged.txt", new RunReport(staged, PLACES).render());
  }

  private static RunReport staged(String word) {
    Manifest staged = Shop.manifest(2, Outcome.STAGED, "", List.of());
    return new RunReport(staged, PLACES).standing(new Standing(word, ""));
  }

  private static String next(String word) {
    String text = staged(word).render();
    return text.lines()
        .filter(line -> line.contains("sluice promote") || line.contains("sluice run"))
        .map(String::strip)
        .findFirst()
        .orElse("nothing");
  }

  @Test
  void namesTheStepThatFitsWhatBecameOfARun() {
    assertThat(next("staged"), is("sluice promote plan /data/shop"));
    assertThat(next("approved"), is("sluice promote apply /data/shop"));
    assertThat(next("expired"), is("sluice run /data/shop --again"));
    assertThat(next("rejected"), is("sluice run /data/shop --again"));
    assertThat(next("rolled_back"), is("sluice promote releases /data/shop"));
    assertThat(next("released"), is("sluice run /data/shop")); // once its source is corrected
    assertThat(staged("released").render(), containsString("'FROM production.daily_revenue'"));
    assertThat(staged("rejected").render(), not(containsString("FROM staging")));
  }

  @Test
  void showsNoFiguresOfARunThatWasDoneBefore() {
    RunReport report =
        new RunReport(Shop.published(7), PLACES, RunReport.Note.unchanged(), List.of())
            .standing(new Standing("released", ""));
    String text = report.render();
    assertThat(
        text,
        startsWith(
            "shop: nothing new since run 7, made for 2026-01-31T15:00:00Z; no row was read\n"));
    assertThat(text, not(containsString("10,000")));
    assertThat(report.tree().get("read"), equalTo(0));
    assertThat(report.tree().get("tables"), equalTo(List.of()));
    assertThat(report.tree().get("state"), equalTo("released"));
    assertThat(
        report.tree().get("visible"),
        equalTo(Map.of("lake", "production", "warehouse", "production")));
  }

  @Test
  void listsRunsNewestFirst() throws IOException {
    RunHistory history =
        new RunHistory(
            "shop",
            PLACES,
            List.of(Shop.published(2), Shop.published(1), Shop.failed()),
            5,
            RenderingTest::standing,
            1);
    Golden.check("status.txt", history.render());
    Golden.check("status.json", Json.write(history.tree()));
  }

  private static Standing standing(Manifest run) {
    return run.outcome() == Outcome.FAILED
        ? Standing.FAILED
        : new Standing(run.number() == 2 ? "released" : "replaced", "");
  }

  @Test
  void saysWhenThereAreNoRuns() {
    assertThat(
        new RunHistory("shop", PLACES, List.of(), 0, RenderingTest::standing, 1).render(),
        equalTo("shop: no runs yet\n  lake          /data/shop/lake\n"));
  }

  @Test
  void escapesWhatWouldHarmATerminal() {
    Verdict evil = new Verdict("orders", "a\u001b[2Jb", "fail", false, "x\ny", "\u202ez");
    String text =
        new RunReport(Shop.manifest(0, Outcome.FAILED, "bell \u0007", List.of(evil)), PLACES)
            .render();
    assertThat(text, containsString("a\\u001b[2Jb"));
    assertThat(text, containsString("x\\ny"));
    assertThat(text, containsString("\\u202ez"));
    assertThat(text, containsString("bell \\u0007"));
    assertThat(text, not(containsString("\u001b")));
  }

  @Test
  void quotesAPathInTheCommandItProposes() {
    String text =
        new RunReport(
                Shop.published(1),
                new ResultPlaces("/it's", "/lake", null, CorrectedSource.WHOLE, Map.of()))
            .render();
    assertThat(text, containsString("sluice replay '/it'\\''s'\n"));
  }

  @Test
  void showsSpansAsPreciselyAsPeopleCare() {
    assertThat(SafeText.seconds(Duration.ofMillis(4_249)), equalTo("4.2 s"));
    assertThat(SafeText.seconds(Duration.ofSeconds(125)), equalTo("2:05 min"));
    assertThat(SafeText.seconds(Duration.ofSeconds(3_725)), equalTo("1:02:05 h"));
  }
}
