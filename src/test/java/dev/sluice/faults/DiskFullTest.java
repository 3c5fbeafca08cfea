// SPDX-License-Identifier: Apache-2.0
package dev.sluice.faults;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sluice.fixture.Child;
import dev.sluice.fixture.Pipelines;
import dev.sluice.store.document.Failpoints;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * There is no room, or no leave, to write: the run says where, what was committed before stays
 * readable, and with room the same command ends where an undisturbed run does.
 */
class DiskFullTest {
  private static @TempDir Path base;
  private static Path disk;
  private static boolean isMounted;
  private static Lab lab;
  private static Map<String, String> before;
  private static Map<String, String> expected;

  @BeforeAll
  static void measure() throws IOException {
    disk = Files.createDirectory(base.resolve("disk"));
    isMounted = does("mount", "-t", "tmpfs", "-o", "size=64m", "tmpfs", disk.toString());
    lab = new Lab(disk, 2_000);
    before = lab.snapshot();
    Pipelines.Ran ran = Pipelines.sluice(lab.command());
    assertThat(ran.toString(), ran.exit(), is(0));
    expected = lab.snapshot();
  }

  @AfterAll
  static void unmount() {
    if (isMounted) {
      assertThat(does("umount", disk.toString()), is(true));
    }
  }

  /** Where the room ends. */
  enum Stage {
    LANDING("run.sync_folder:after:1", "LAKE_WRITE: ", "lake/"),
    MANIFEST("manifest.write:before:1", "LAKE_WRITE: ", "_sluice/log/000002.json"),
    WAREHOUSE("warehouse.begin:before:1", "WAREHOUSE: ", "lab.duckdb");

    final String failpoint;
    final String code;
    final String place;

    Stage(String failpoint, String code, String place) {
      this.failpoint = failpoint;
      this.code = code;
      this.place = place;
    }
  }

  @ParameterizedTest
  @EnumSource(Stage.class)
  void saysWhereTheDiskIsFull(Stage stage) throws IOException {
    assumeTrue(isMounted, "a small tmpfs cannot be mounted here");
    lab.restore();
    Child child = held(stage);
    Path filler = disk.resolve("filler");
    fill(filler);
    refuses(stage, child.goOn(), "No space left on device");
    Files.delete(filler);
    recovers();
  }

  /** Needs no mount: the process may no longer write to files beyond a length. */
  @ParameterizedTest
  @EnumSource(
      value = Stage.class,
      names = {"MANIFEST", "WAREHOUSE"})
  void saysWhichFileMayNotGrow(Stage stage) {
    lab.restore();
    Child child = held(stage);
    assumeTrue(
        does("prlimit", "--pid", String.valueOf(child.pid()), "--fsize=1000"),
        "there is no prlimit here");
    refuses(stage, child.goOn(), "File too large");
    recovers();
  }

  @Test
  void saysWhichLandedFileMayNotGrow(@TempDir Path folder) {
    Pipelines.write(
        folder.resolve("pipeline.yaml"),
        """
        name: texts
        lake: lake
        tables:
          texts: {source: {csv: data/*.csv}, schema: texts.avsc, load: append}
        """);
    Pipelines.write(
        folder.resolve("texts.avsc"),
        """
        {"type": "record", "name": "texts", "fields": [{"name": "text", "type": "string"}]}
        """);
    Pipelines.write(folder.resolve("data/1.csv"), "text\nfirst\n");
    String[] command = {"run", folder.toString(), "--quiet"};
    assertThat(Pipelines.sluice(command).exit(), is(0));
    List<String> unused =
        Pipelines.query(
            "",
            "COPY (SELECT md5(i::VARCHAR) || md5((-i)::VARCHAR) AS text FROM range(30000) t(i)) TO '%s' (HEADER)"
                .formatted(folder.resolve("data/2.csv")));
    Child child = Child.startThrough("ulimit -f 400; exec \"$@\"", command);
    child.endsWith(1);
    assertThat(child.output(), containsString("LAKE_WRITE: Could not write file \"" + folder));
    assertThat(child.output(), containsString("File too large. Nothing was committed."));
    assertThat(texts(folder), is(List.of("1")));
    assertThat(Pipelines.sluice(command).exit(), is(0));
    assertThat(texts(folder), is(List.of("30001")));
  }

  @Test
  void saysThatTheLakeMayNotBeWritten() {
    String lake = lab.folder().resolve("lake").toString();
    String readOnly = "mount --bind %1$s %1$s && mount -o remount,bind,ro %1$s".formatted(lake);
    lab.restore();
    assumeTrue(
        does("unshare", "-m", "bash", "-c", readOnly), "a folder cannot be mounted read-only here");
    Child child =
        Child.startThrough(
            "exec unshare -m bash -c '" + readOnly + " && exec \"$@\"' sluice \"$@\"",
            lab.command());
    child.endsWith(1);
    assertThat(
        child.output(), containsString("LAKE_WRITE: Cannot write to the lake " + lake + ": "));
    assertThat(child.output(), containsString("Read-only file system"));
    assertThat(lab.snapshot(), is(before));
    recovers();
  }

  private static Child held(Stage stage) {
    return Child.start(Map.of(Failpoints.VARIABLE, stage.failpoint + ":stop"), lab.command())
        .awaitStopped();
  }

  private static void refuses(Stage stage, Child child, String why) {
    int exit = child.await();
    String said = child.output();
    assertThat(said, exit, is(stage == Stage.WAREHOUSE ? 5 : 1));
    assertThat(said, containsString("sluice: " + stage.code));
    assertThat(said.lines().findFirst().orElse(""), containsString(stage.place));
    assertThat(said, containsString(why));
    Map<String, String> now = lab.snapshot();
    if (stage == Stage.WAREHOUSE) {
      assertThat(said, containsString("is committed as _sluice/log/000002.json"));
      now.keySet().removeIf(part -> !part.matches("(staging|production)\\..*|loads|releases"));
    }
    assertThat(before.entrySet().containsAll(now.entrySet()), is(true));
  }

  private static void recovers() {
    Pipelines.Ran ran = Pipelines.sluice(lab.command());
    assertThat(ran.toString(), ran.exit(), is(0));
    assertThat(lab.snapshot(), is(expected));
  }

  private static List<String> texts(Path folder) {
    return Pipelines.query(
        "",
        "SELECT count(DISTINCT text) FROM read_parquet('%s/lake/production/texts/*/*.parquet')"
            .formatted(folder));
  }

  private static void fill(Path filler) throws IOException {
    byte[] zeros = new byte[4096];
    try (OutputStream out = Files.newOutputStream(filler)) {
      while (true) {
        out.write(zeros);
      }
    } catch (IOException e) {
      assertThat(e.getMessage(), is("No space left on device"));
    }
  }

  private static boolean does(String... command) {
    try {
      return new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false; // there is no such program
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
