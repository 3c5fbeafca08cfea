// SPDX-License-Identifier: Apache-2.0
package dev.sluice.promote;

import static dev.sluice.fixture.HandMadeLake.manifest;
import static dev.sluice.fixture.HandMadeLake.schema;
import static dev.sluice.fixture.HandMadeLake.table;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.fixture.HandMadeLake;
import dev.sluice.promote.decision.Attribution;
import dev.sluice.promote.decision.Decision;
import dev.sluice.promote.decision.Decision.Verdict;
import dev.sluice.promote.decision.Decisions;
import dev.sluice.promote.release.Publisher;
import dev.sluice.promote.release.Release;
import dev.sluice.promote.release.Releases;
import dev.sluice.promote.sign.Signers;
import dev.sluice.schema.TableSchema;
import dev.sluice.table.DataFile;
import dev.sluice.table.TableState.Kind;
import dev.sluice.table.log.Manifest;
import dev.sluice.table.log.Manifest.Outcome;
import dev.sluice.table.log.ManifestStore;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

class ApprovalsTest {
  private static final TableSchema SCHEMA = schema("id INTEGER");

  @TempDir Path folder;
  private HandMadeLake lake;

  @BeforeEach
  void open() {
    lake = new HandMadeLake(folder);
  }

  @Test
  void appliesWhatWasApprovedAndRecordsWho() throws Exception {
    stage(1);
    Decision decision = approvals(1).approve("", "", "ada", "counts are right");
    Release release = approvals(1).apply("", "bob");

    assertThat(decision.verdict(), is(Verdict.APPROVE));
    assertThat(decision.base(), is(0L));
    assertThat(
        decision.made(), is(new Attribution("2026-01-01T12:00:00Z", "ada", "counts are right")));
    assertThat(decision.expiresAt(), is("2026-01-08T00:00:00Z"));
    assertThat(release.number(), is(1L));
    assertThat(release.manifest(), is(1L));
    assertThat(
        release.made(),
        is(new Attribution("2026-01-01T12:00:00Z", "bob", "ada: counts are right")));
  }

  @Test
  void appliesOnce() throws Exception {
    stage(1);
    approve(1);
    Release release = approvals(1).apply("", "bob");

    assertThat(approvals(1).apply("", "eve"), is(release));
    assertThat(Releases.of(lake.root()).all(), contains(release));
  }

  @Test
  void recordsTheSameDecisionOnce() throws Exception {
    stage(1);
    Decision first = approvals(1).approve("", "", "ada", "x");
    assertThat(approvals(2).approve("", "", "ada", "x"), is(first));
    assertThat(approvals(2).approve("", "", "bob", "x").number(), is(2L));
  }

  @Test
  void findsARunByIdAndByNumber() throws Exception {
    stage(1);
    stage(2);
    assertThat(approvals(2).staged("").manifest().number(), is(2L));
    assertThat(approvals(2).staged("1").manifest().number(), is(1L));
    assertThat(approvals(2).staged("run-1").manifest().number(), is(1L));
    refuses("No committed run has the id or number run-3", () -> approvals(2).staged("run-3"));
  }

  @Test
  void refusesWhatNobodyApproved() throws Exception {
    stage(1);
    refuses("Run run-1 (manifest 1) is not approved", () -> approvals(1).apply("", "bob"));
  }

  @Test
  void refusesAnEmptyLake() {
    refuses("has no run that could be promoted", () -> approvals(1).apply("", "bob"));
  }

  @Test
  void saysHowToStageAnotherRunWhenAllWereRejected() throws Exception {
    refuses("could be promoted. `sluice run` stages one.", () -> approvals(1).staged(""));
    stage(1);
    Decision unused = approvals(1).reject("", "eve", "wrong");
    String next = "`sluice run --again` takes their input in again.";
    refuses(next, () -> approvals(1).staged(""));
    refuses(next, () -> approvals(1).apply("", "bob"));
    refuses(
        "was rejected by eve: wrong. Run again with `sluice run --again`, and approve",
        () -> approvals(1).approve("1", "", "ada", "x"));
  }

  @Test
  void refusesToApproveAnotherRunThanTheOneLookedAt() throws Exception {
    stage(1);
    String digest = ManifestStore.named(lake.root(), 1).digest();
    stage(2);
    refuses(
        "it is not the run that was looked at",
        () -> approvals(2).approve("", digest.substring(0, 12), "ada", "x"));
    assertThat(
        approvals(2).approve("1", digest.substring(0, 12), "ada", "x").subject().manifest(),
        is(1L));
  }

  @Test
  void refusesAManifestThatChangedSinceItsApproval() throws Exception {
    Manifest manifest = stage(1);
    approve(1);
    Manifest other =
        new Manifest(
            manifest.version(),
            1,
            "test",
            manifest.run(),
            Outcome.STAGED,
            List.of(),
            List.of(),
            "");
    Files.write(folder.resolve(manifest.path()), ManifestStore.toJson(other));

    refuses("is not the one that ada approved: it was changed", () -> approvals(1).apply("", "b"));
  }

  @Test
  void refusesFilesThatChangedSinceTheApproval() throws Exception {
    Manifest manifest = stage(1);
    approve(1);
    Path file = folder.resolve(manifest.tables().get(0).files().get(0).path());
    Files.writeString(file, Files.readString(file).replace("part", "tarp"));

    refuses(
        "was changed after the run of manifest 1 was staged", () -> approvals(1).apply("", "b"));
    assertThat(Files.exists(folder.resolve("production")), is(false));
  }

  @Test
  void refusesWhatExpired() throws Exception {
    stage(1);
    approve(1);
    refuses("expired at 2026-01-08T00:00:00Z", () -> approvals(8).apply("", "bob"));
    refuses("expired at 2026-01-08T00:00:00Z", () -> approvals(8).approve("", "", "ada", "x"));
    assertThat(approvals(7).apply("", "bob").number(), is(1L));
  }

  @Test
  void refusesWhatWasApprovedAgainstAnotherRelease() throws Exception {
    stage(1);
    stage(2);
    approvals(2).approve("1", "", "ada", "x");
    approvals(2).approve("2", "", "ada", "x");
    approvals(2).apply("1", "bob");

    refuses("production has moved on since", () -> approvals(2).apply("2", "bob"));
    approvals(2).approve("2", "", "ada", "looked again");
    assertThat(approvals(2).apply("2", "bob").number(), is(2L));
  }

  @Test
  void refusesToGoBackByApplying() throws Exception {
    stage(1);
    stage(2);
    approve(2);
    approvals(2).apply("2", "bob");

    refuses("is not newer than manifest 2", () -> approvals(2).approve("1", "", "ada", "x"));
    refuses("is not approved", () -> approvals(2).apply("1", "bob"));
  }

  @Test
  void refusesWhatWasRejectedAndWhatBuildsOnIt() throws Exception {
    stage(1);
    stage(2, 1);
    stage(3, 2);
    approvals(3).reject("2", "eve", "wrong prices");

    refuses("was rejected by eve: wrong prices", () -> approvals(3).apply("2", "bob"));
    refuses("was rejected by eve", () -> approvals(3).approve("2", "", "ada", "x"));
    refuses("builds on a run that was rejected", () -> approvals(3).approve("3", "", "ada", "x"));
    assertThat(approvals(3).staged("").manifest().number(), is(1L));
    assertThat(Decisions.of(lake.root()).base().orElseThrow().manifest().number(), is(1L));
  }

  @Test
  void rejectsOnceAndOnlyWhatProductionDoesNotShow() throws Exception {
    stage(1);
    stage(2, 1);
    approvals(2).approve("1", "", "ada", "x");
    approvals(2).apply("1", "bob");
    refuses("Production shows run run-1", () -> approvals(2).reject("1", "eve", "x"));

    Decision unused = approvals(2).reject("", "eve", "wrong");
    String before = "Run run-2 was rejected already, by eve at 2026-01-02T12:00:00Z: wrong. Name";
    refuses(before, () -> approvals(3).reject("2", "ada", "wrong, I said"));
    refuses(before, () -> approvals(3).reject("", "ada", "wrong, I said"));
    stage(3, 2);
    refuses("Run run-3 builds on a run that", () -> approvals(3).reject("", "ada", "x"));
    assertThat(approvals(3).reject("3", "ada", "x").number(), is(3L));
  }

  @Test
  void goesBackAsAReleaseOfItsOwn() throws Exception {
    release(1);
    release(2);
    release(3);
    Release back = approvals(3).rollback(0, "eve", "wrong prices");

    assertThat(back.number(), is(4L));
    assertThat(back.kind(), is(Release.Kind.ROLLBACK));
    assertThat(back.manifest(), is(2L));
    assertThat(back.made().why(), is("wrong prices"));
    assertThat(Publisher.current(lake.root()).orElseThrow(), is(back));
    assertThat("the same again is no further", approvals(3).rollback(0, "eve", "x"), is(back));
    assertThat(approvals(3).rollback(1, "eve", "further").manifest(), is(1L));
    assertThat(approvals(3).rollback(3, "eve", "forth").manifest(), is(3L));
  }

  @Test
  void doesNotPublishByItselfWhatWasRolledBack() throws Exception {
    release(1);
    release(2);
    Release back = approvals(2).rollback(1, "eve", "x");

    assertThat(
        Publisher.publish(lake.root(), ManifestStore.named(lake.root(), 2), Signers.NONE),
        is(back));
  }

  @Test
  void refusesToGoBackToNowhere() throws Exception {
    refuses("There is no release yet", () -> approvals(1).rollback(0, "eve", "x"));
    release(1);
    refuses("Release 1 is the only one", () -> approvals(1).rollback(0, "eve", "x"));
    refuses("There is no release 5; they are 1 to 1", () -> approvals(1).rollback(5, "eve", "x"));
    refuses("shows what production shows already", () -> approvals(1).rollback(1, "eve", "x"));
  }

  /** Of many who apply different runs approved against one release, one wins. */
  @Test
  void letsOneOfManyRacersWin() throws Exception {
    List<Callable<Release>> racers = new ArrayList<>();
    for (int number = 1; number <= 6; number++) {
      stage(number);
    }
    for (int number = 1; number <= 6; number++) {
      String run = Integer.toString(number);
      approvals(6).approve(run, "", "ada", "x");
      racers.add(() -> approvals(6).apply(run, "bob"));
    }
    var executor = Executors.newFixedThreadPool(6);
    int won = 0;
    for (Future<Release> each : executor.invokeAll(racers)) {
      try {
        assertThat(each.get().number(), is(1L));
        won++;
      } catch (ExecutionException e) {
        assertThat(((PipelineException) e.getCause()).code(), is(ErrorCode.PROMOTION_REFUSED));
      }
    }
    executor.shutdown();
    assertThat(won, is(1));
    assertThat(Releases.of(lake.root()).number(), is(1L));
  }

  /** The approvals on a day of January 2026, at noon. */
  private Approvals approvals(int day) {
    Instant noon = Instant.parse("2026-01-%02dT12:00:00Z".formatted(day));
    return new Approvals(
        lake.root(), Duration.ofDays(7), Clock.fixed(noon, ZoneOffset.UTC), Signers.NONE);
  }

  private void approve(int run) {
    Decision unused = approvals(run).approve(Integer.toString(run), "", "ada", "x");
  }

  private void release(int number) throws Exception {
    stage(number);
    approve(number);
    Release unused = approvals(number).apply(Integer.toString(number), "bob");
  }

  private Manifest stage(int number) throws Exception {
    return stage(number, 0);
  }

  /** Stages a run on the day of its number that builds on an earlier one. */
  private Manifest stage(int number, int base) throws Exception {
    String path = "staging/orders/part-%d.parquet".formatted(number);
    DataFile file = lake.write("orders", path, path.getBytes(StandardCharsets.UTF_8));
    Manifest plain = manifest(number, Outcome.STAGED, table("orders", Kind.TYPED, SCHEMA, file));
    Manifest.Stamp run = plain.run();
    Manifest.Inputs inputs = new Manifest.Inputs(Manifest.Inputs.Kind.RUN, "", "", "", base);
    return lake.commit(
            new Manifest(
                plain.version(),
                number,
                "test",
                new Manifest.Stamp(
                    run.id(),
                    run.attempt(),
                    run.createdAt(),
                    run.startedAt(),
                    run.finishedAt(),
                    "",
                    inputs,
                    ""),
                Outcome.STAGED,
                plain.tables(),
                List.of(),
                ""))
        .manifest();
  }

  private static void refuses(String why, Executable work) {
    PipelineException refusal = assertThrows(PipelineException.class, work);
    assertThat(refusal.getMessage(), containsString(why));
    assertThat(refusal.code(), is(ErrorCode.PROMOTION_REFUSED));
  }
}
