// SPDX-License-Identifier: Apache-2.0
package dev.sluice.faults;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;

import dev.sluice.fixture.Child;
import dev.sluice.fixture.Pipelines;
import dev.sluice.fixture.Pipelines.Ran;
import dev.sluice.store.document.Failpoints;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clearing up beside runs that are stopped, killed, or read. */
class GcBesideRunTest {
  private static @TempDir Path base;
  private static Lab lab;
  private static Map<String, String> expected;

  @BeforeAll
  static void make() {
    lab = new Lab(base, 20_000);
    assertThat(Pipelines.sluice(lab.command()).exit(), is(0));
    expected = lab.snapshot();
  }

  /** Three processes: a writer that is stopped in the middle, a sweep, and this one, a reader. */
  @Test
  void takesNothingFromASlowWriterNorFromAReader() throws Exception {
    lab.restore();
    Map<String, String> before = lab.snapshot();
    Child writer = Child.start(Map.of(), lab.command());
    awaitData(writer);
    signal("STOP", writer);
    assertThat(newFiles().size(), greaterThan(0));
    for (int i = 0; i < 3; i++) {
      Child sweep = gc();
      sweep.endsWith(0);
      assertThat(lab.snapshot(), is(before));
    }
    signal("CONT", writer);
    writer.endsWith(0);
    assertThat(lab.snapshot(), is(expected));
    assertThat(lab.lostAndDuplicated(), is(new long[] {0, 0}));
    sound();
  }

  /** An attempt that takes up what an earlier one finished needs what that one wrote long ago. */
  @Test
  void takesNothingFromAnAttemptThatGoesOnWhereAnotherWasKilled() throws Exception {
    lab.restore();
    kill("checkpoint.sync_folder:after:2");
    Child second = Child.start(Map.of(), lab.command());
    awaitLock(second);
    signal("STOP", second);
    Child sweep = gc();
    sweep.endsWith(0);
    signal("CONT", second);
    second.endsWith(0);
    assertThat(lab.snapshot(), is(expected));
    sound();
  }

  @Test
  void leavesAKilledRunToBeDoneAgain() throws Exception {
    for (String place :
        List.of(
            "checkpoint.sync_folder:after:1",
            "manifest.name:before:1",
            "manifest.name:after:1",
            "release.files:after:1",
            "scratch.remove:before:1")) {
      lab.restore();
      kill(place);
      Ran sweep = Pipelines.sluice(gcCommand());
      assertThat(place + sweep, sweep.exit(), is(0));
      Ran second = Pipelines.sluice(gcCommand());
      assertThat(place + second, second.exit(), is(0));
      assertThat(place + second, second.out().contains(": removed 0 files"), is(true));
      Ran ran = Pipelines.sluice(lab.command());
      assertThat(place + ": " + ran, ran.exit(), is(0));
      assertThat(place, lab.snapshot(), is(expected));
      sound();
    }
  }

  private static void kill(String place) {
    Child child = Child.start(Map.of(Failpoints.VARIABLE, place), lab.command());
    child.endsWith(Failpoints.HALTED, place);
  }

  private static Child gc() {
    return Child.start(Map.of(), gcCommand());
  }

  private static String[] gcCommand() {
    return new String[] {"gc", lab.folder().toString(), "--older-than", "0s"};
  }

  private static void sound() {
    Ran verify = Pipelines.sluice("verify", lab.folder().toString());
    assertThat(verify.toString(), verify.exit(), is(0));
  }

  private static void signal(String name, Child child) throws Exception {
    int exit = new ProcessBuilder("kill", "-" + name, Long.toString(child.pid())).start().waitFor();
    assertThat(exit, is(0));
  }

  private static void awaitLock(Child child) throws IOException {
    Path locks = lab.folder().resolve("lake/_sluice/attempts");
    int before = count(locks);
    while (count(locks) <= before && child.isAlive()) {
      Thread.onSpinWait();
    }
  }

  /** Until the run has landed something that no manifest names yet. */
  private static void awaitData(Child child) throws IOException {
    while (newFiles().isEmpty() && child.isAlive()) {
      Thread.onSpinWait();
    }
  }

  private static List<Path> newFiles() throws IOException {
    try (Stream<Path> all = Files.walk(lab.folder().resolve("lake/staging"))) {
      return all.filter(path -> path.toString().contains("created_at=20260202"))
          .filter(Files::isRegularFile)
          .toList();
    } catch (UncheckedIOException e) {
      return List.of(); // a file got its final name while they were listed
    }
  }

  private static int count(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return (int) files.count();
    }
  }
}
