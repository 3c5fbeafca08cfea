// SPDX-License-Identifier: Apache-2.0
package dev.sluice.faults;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;
import static org.hamcrest.Matchers.oneOf;

import dev.sluice.fixture.Child;
import dev.sluice.fixture.Pipelines;
import dev.sluice.store.document.Failpoints;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Processes meet: a zombie and its successor, twins, strangers, and one that is asked to end.
 *
 * <p>{@code -Draces=10} starts more twins.
 */
class RaceTest {
  private static final int STARTS = Integer.getInteger("races", 1);
  private static final String BEATEN =
      "another process committed this very run first; what this one did was dropped";

  private static @TempDir Path base;
  private static Lab lab;
  private static Map<String, String> before;
  private static Map<String, String> expected;

  @BeforeAll
  static void measure() {
    lab = new Lab(base, 2_000);
    before = lab.snapshot();
    Pipelines.Ran ran = Pipelines.sluice(lab.command());
    assertThat(ran.toString(), ran.exit(), is(0));
    expected = lab.snapshot();
  }

  @BeforeEach
  void restore() {
    lab.restore();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"run.sync_folder:after:1", "checkpoint.name:before:2", "manifest.name:before:1"})
  void neverShowsWhatAZombieWrote(String failpoint) throws IOException {
    Child zombie = held(failpoint);
    Pipelines.Ran ran = Pipelines.sluice(lab.command());
    assertThat(ran.toString(), ran.exit(), is(0));
    String manifest = manifest();
    assertThat(zombie.goOn().await(), is(0));
    assertThat(zombie.output(), containsString(BEATEN));
    assertThat(manifest(), is(manifest));
    assertThat(lab.snapshot(), is(expected));
  }

  @Test
  void commitsOnceWhenTwoProcessesDoTheSameRun() {
    int beaten = 0;
    int late = 0;
    for (int i = 0; i < STARTS; i++) {
      lab.restore();
      Child one = Child.start(Map.of(), lab.command());
      Child other = Child.start(Map.of(), lab.command());
      one.endsWith(0, "start " + i + ": ");
      other.endsWith(0, "start " + i + ": ");
      long dropped = Stream.of(one, other).filter(c -> c.output().contains(BEATEN)).count();
      long idle = Stream.of(one, other).filter(c -> c.output().contains("nothing to do")).count();
      assertThat(one.output() + other.output(), dropped + idle, is(1L));
      beaten += (int) dropped;
      late += (int) idle;
      assertThat("start " + i, lab.snapshot(), is(expected));
    }
    System.out.printf(
        "races: %d starts of two processes: %d times one was beaten, %d times one came late%n",
        STARTS, beaten, late);
  }

  @Test
  void refusesOneOfTwoDifferentRuns() {
    Child slower = held("manifest.write:before:1");
    Pipelines.Ran ran =
        Pipelines.sluice("run", lab.folder().toString(), "--quiet", "--created-at", "2026-02-03");
    assertThat(ran.toString(), ran.exit(), is(0));
    Map<String, String> committed = lab.snapshot();
    assertThat(slower.goOn().await(), is(3));
    assertThat(slower.output(), containsString("sluice: COMMIT_REFUSED: Run "));
    assertThat(
        slower.output(),
        containsString(
            " committed manifest 2 first; nothing of this run is visible. Run again to build on it."));
    assertThat(lab.snapshot(), is(committed));
    assertThat(Pipelines.sluice(lab.command()).exit(), is(0));
    assertThat(lab.lostAndDuplicated(), is(new long[] {0, 0}));
  }

  /** The commit may still land in the moment of the end; its warehouse then waits for the next. */
  @ParameterizedTest
  @ValueSource(
      strings = {"run.sync_folder:after:1", "checkpoint.write:before:1", "manifest.write:before:1"})
  void endsWithinTenSecondsWhenAsked(String failpoint) {
    Child child = held(failpoint);
    long begin = System.nanoTime();
    child.terminate();
    assertThat(child.goOn().await(), is(143));
    assertThat((System.nanoTime() - begin) / 1_000_000, is(lessThan(10_000L)));
    Map<String, String> left = lab.snapshot();
    if (failpoint.startsWith("manifest.")) {
      assertThat(left.remove("manifests"), is(oneOf(of(before), of(expected))));
      left.put("manifests", of(before));
    }
    assertThat(left, is(before));
    Pipelines.Ran ran = Pipelines.sluice(lab.command());
    assertThat(ran.toString(), ran.exit(), is(0));
    assertThat(lab.snapshot(), is(expected));
  }

  /** The manifest got its name, and then the folder is not there to be asked. */
  @Test
  void keepsEverythingWhenNobodyCanTellWhetherItCommitted() throws IOException {
    Child child = held("manifest.sync_folder:before:1");
    Path manifests = lab.folder().resolve("lake/_sluice/log");
    Path elsewhere = lab.folder().resolve("lake/_sluice/elsewhere");
    Files.move(manifests, elsewhere);
    assertThat(child.goOn().await(), is(4));
    assertThat(
        child.output(),
        containsString("sluice: COMMIT_UNKNOWN: Whether manifest _sluice/log/000002.json of run "));
    assertThat(
        child.output(),
        containsString(
            "Everything the run made was kept. Run the same command again once the lake answers"));
    Files.move(elsewhere, manifests);
    Pipelines.Ran ran = Pipelines.sluice(lab.command());
    assertThat(ran.toString(), ran.exit(), is(0));
    assertThat(lab.snapshot(), is(expected));
    assertThat(lab.lostAndDuplicated(), is(new long[] {0, 0}));
  }

  private static String of(Map<String, String> snapshot) {
    return snapshot.getOrDefault("manifests", "none");
  }

  private static Child held(String failpoint) {
    return Child.start(Map.of(Failpoints.VARIABLE, failpoint + ":stop"), lab.command())
        .awaitStopped();
  }

  private static String manifest() throws IOException {
    List<Path> all;
    try (Stream<Path> files = Files.list(lab.folder().resolve("lake/_sluice/log"))) {
      all = files.filter(f -> f.toString().endsWith(".json")).sorted().toList();
    }
    assertThat(all.size(), is(2));
    return Files.readString(all.get(1));
  }
}
