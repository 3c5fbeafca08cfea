// SPDX-License-Identifier: Apache-2.0
package dev.sluice.faults;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

import dev.sluice.fixture.Child;
import dev.sluice.fixture.Emulators;
import dev.sluice.fixture.FaultyProxy;
import dev.sluice.fixture.FaultyProxy.Fault;
import dev.sluice.fixture.FaultyProxy.When;
import dev.sluice.fixture.Pipelines;
import dev.sluice.store.document.Failpoints;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs on a lake in a bucket are cut short, meet one another, and lose their server's answers. */
class GcsLakeIT {
  private static @TempDir Path base;
  private static RemoteLab lab;
  private static Map<String, String> expected;

  @BeforeAll
  static void measure() {
    String unused = Emulators.gcs();
    lab = new RemoteLab(base.resolve("remote"), 2_000);
    run();
    expected = lab.snapshot();
  }

  @BeforeEach
  void restore() {
    lab.restore();
  }

  private static void run() {
    Pipelines.Ran ran = Pipelines.sluice(lab.command());
    assertThat(ran.toString(), ran.exit(), is(0));
  }

  private static Pipelines.Ran sluice(String command, String... more) {
    List<String> args = new java.util.ArrayList<>(List.of(command, lab.folder().toString()));
    args.addAll(List.of(more));
    return Pipelines.sluice(args.toArray(String[]::new));
  }

  @Test
  void holdsTheSameRowsAsALakeInAFolder() {
    Lab local = new Lab(base.resolve("local"), 2_000);
    Pipelines.Ran ran = Pipelines.sluice(local.command());
    assertThat(ran.toString(), ran.exit(), is(0));
    assertThat(tables(expected), is(tables(local.snapshot())));
    assertThat(tables(expected).size(), is(8));
  }

  @Test
  void showsTablesOfABucketAsOfAFolder() {
    Pipelines.Ran query =
        sluice("query", "SELECT count(*) AS n FROM sales WHERE row_uid < 100", "--format", "csv");
    assertThat(query.err(), query.out(), is("n\n99\n"));
    Pipelines.Ran models =
        sluice("query", "SELECT count(*) AS n FROM production.per_shop", "--format", "csv");
    assertThat(models.err(), models.out(), is("n\n100\n"));
    Pipelines.Ran show = sluice("show", "shops", "--json");
    assertThat(show.err(), show.json().path("rows").asLong(), is(100L));
    Pipelines.Ran files = sluice("files", "shops", "--json");
    assertThat(files.err(), files.json().path("files").size(), is(1));
    Pipelines.Ran preview = sluice("preview", "large", "--json");
    assertThat(preview.err(), preview.exit(), is(0));
    assertThat(preview.json().path("rows").size() > 0, is(true));
    Pipelines.Ran stats = sluice("stats", "shops", "--json");
    assertThat(stats.err(), stats.json().path("rows").asLong(), is(100L));
  }

  /** By a process that looked at nothing of the bucket before. */
  @Test
  void plansWhatAWarehouseOfBigQueryWouldLoad() throws IOException {
    Path spec = lab.folder().resolve("pipeline.yaml");
    String text = Files.readString(spec).replace("duckdb:lab.duckdb", "bigquery:p-test.lab");
    Files.writeString(spec, text);
    Child child = Child.start(Map.of(), "plan", lab.folder().toString());
    child.endsWith(0);
    assertThat(child.output(), containsString("to load:"));
  }

  /** Those of production, which do not say of which run they are. */
  private static Map<String, String> tables(Map<String, String> snapshot) {
    Map<String, String> tables = new TreeMap<>(snapshot);
    tables.keySet().removeIf(n -> !n.startsWith("production.") && !n.startsWith("lake."));
    return tables;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "run.name:after:1",
        "checkpoint.name:after:2",
        "manifest.name:before:1",
        "manifest.name:after:1",
        "release.files:after:1",
        "current.name:before:1"
      })
  void endsInTheSameStateWhereverTheProcessIsHalted(String failpoint) {
    Child child = Child.start(Map.of(Failpoints.VARIABLE, failpoint), lab.command());
    child.endsWith(Failpoints.HALTED);
    run();
    assertThat(lab.snapshot(), is(expected));
    assertThat(lab.lostAndDuplicated(), is(new long[] {0, 0}));
  }

  @Test
  void commitsOnceWhenTwoProcessesDoTheSameRun() {
    Child one = Child.start(Map.of(), lab.command());
    Child other = Child.start(Map.of(), lab.command());
    one.endsWith(0);
    other.endsWith(0);
    assertThat(lab.snapshot(), is(expected));
  }

  @Test
  void repeatsWhatFailsInPassing() {
    List<Fault> faults =
        List.of(
            Fault.of(r -> isAt(r, "staging%2Fsales%2F"), When.INSTEAD, 503, 3),
            Fault.of(r -> isAt(r, "_sluice%2Fscratch%2F"), When.INSTEAD, 429, 3),
            Fault.of(r -> r.startsWith("POST /upload/"), When.INSTEAD, 503, 3),
            Fault.of(r -> r.startsWith("POST /batch/"), When.INSTEAD, 503, 1));
    try (FaultyProxy proxy = new FaultyProxy(Emulators.gcs())) {
      faults.forEach(proxy::add);
      Child child = Child.start(through(proxy), lab.command());
      child.endsWith(0);
    }
    assertThat(
        faults.stream().map(fault -> fault.times().get() <= 0).toList(), everyItem(is(true)));
    assertThat(lab.snapshot(), is(expected));
  }

  private static boolean isAt(String request, String path) {
    return request.startsWith("GET ") && request.contains(path);
  }

  @Test
  void commitsOnceWhenTheAnswerToTheCommitIsLost() {
    try (FaultyProxy proxy = new FaultyProxy(Emulators.gcs())) {
      Fault fault = Fault.of(GcsLakeIT::isManifest, When.AFTERWARDS, 503, 1);
      proxy.add(fault);
      Child child = Child.start(through(proxy), lab.command());
      child.endsWith(0);
      assertThat(fault.times().get() <= 0, is(true));
    }
    assertThat(lab.snapshot(), is(expected));
  }

  /** Refused by the service before it was written, until the client gives up. */
  @Test
  void keepsEverythingWhenNobodyCanTellWhetherItCommitted() {
    try (FaultyProxy proxy = new FaultyProxy(Emulators.gcs())) {
      proxy.add(Fault.of(GcsLakeIT::isManifest, When.INSTEAD, 503, 1_000));
      Child child = Child.start(through(proxy), lab.command());
      child.endsWith(4);
      assertThat(
          child.output(),
          containsString("sluice: COMMIT_UNKNOWN: Whether manifest _sluice/log/000002.json"));
    }
    run();
    assertThat(lab.snapshot(), is(expected));
  }

  private static Map<String, String> through(FaultyProxy proxy) {
    return Map.of("STORAGE_EMULATOR_HOST", proxy.address());
  }

  /** An upload that is to create a manifest. */
  private static boolean isManifest(String request) {
    return request.startsWith("POST /upload/storage/v1/b/")
        && request.contains("ifGenerationMatch=0")
        && request.contains("some/lake/_sluice/log/");
  }

  @Test
  void sweepsOnlyWhatNobodyNeeds() {
    Child child = Child.start(Map.of(Failpoints.VARIABLE, "manifest.name:before:1"), lab.command());
    child.endsWith(Failpoints.HALTED);
    Pipelines.Ran early = sluice("gc", "--older-than", "0s");
    assertThat(early.out(), containsString("removed 0 files"));
    List<String> claims =
        lab.paths().stream().filter(p -> p.startsWith("_sluice/attempts/")).toList();
    assertThat(claims.size(), is(1));

    lab.remove(claims.get(0));
    Pipelines.Ran late = sluice("gc", "--older-than", "0s");
    assertThat(late.toString(), late.exit(), is(0));
    assertThat(late.out(), not(containsString("removed 0 files")));
    String attempt = claims.get(0).replaceAll(".*/|\\.lock", "");
    assertThat(lab.paths(), everyItem(not(containsString(attempt))));
    assertThat(sluice("verify").exit(), is(0));
    run();
    assertThat(lab.snapshot(), is(expected));
  }

  /** Nobody waits for a job on other machines, so nobody clears up after it. */
  @Test
  void sweepsWhatACommittedJobLeft() {
    run();
    String attempt =
        lab.paths().stream()
            .filter(p -> p.startsWith("staging/large/"))
            .map(p -> p.replaceAll(".*/attempt=|/.*", ""))
            .reduce((first, last) -> last)
            .orElseThrow();
    lab.write("_sluice/attempts/" + attempt + ".lock", new byte[0]);
    lab.write("_sluice/scratch/" + attempt + "/sales/x.parquet", new byte[3]);
    Pipelines.Ran ran = sluice("gc", "--older-than", "0s");
    // Beside those, the metadata of four tables under the names that the first release gave.
    assertThat(ran.out(), containsString("removed 6 files, "));
    assertThat(lab.paths(), everyItem(not(containsString(attempt + ".lock"))));
    assertThat(lab.paths(), everyItem(not(containsString("_sluice/scratch/"))));
    assertThat(lab.snapshot(), is(expected));
  }

  @Test
  void findsAnObjectThatWasChangedOrRemoved() {
    run();
    List<String> files =
        lab.paths().stream().filter(p -> p.matches("staging/sales/.*[.]parquet")).toList();
    byte[] content = lab.read(files.get(0));
    content[content.length / 2] ^= 1;
    lab.write(files.get(0), content);
    lab.remove(files.get(1));
    Pipelines.Ran ran = sluice("verify");
    assertThat(ran.exit(), is(1));
    assertThat(ran.out(), containsString(files.get(0)));
    assertThat(ran.out(), containsString("The file was changed"));
    assertThat(ran.out(), containsString(files.get(1)));
    assertThat(ran.out(), containsString("The file is missing"));
    assertThat(files.get(0), startsWith("staging/sales/created_at="));
  }
}
