// SPDX-License-Identifier: Apache-2.0
package dev.sluice.promote;

import static dev.sluice.fixture.HandMadeLake.manifest;
import static dev.sluice.fixture.HandMadeLake.schema;
import static dev.sluice.fixture.HandMadeLake.table;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.fixture.HandMadeLake;
import dev.sluice.lake.DataFile;
import dev.sluice.lake.Manifest;
import dev.sluice.lake.Manifest.Outcome;
import dev.sluice.lake.TableState.Kind;
import dev.sluice.schema.TableSchema;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PublisherTest {
  private static final TableSchema SCHEMA = schema("id INTEGER");

  @TempDir Path folder;
  private HandMadeLake lake;

  @BeforeEach
  void open() {
    lake = new HandMadeLake(folder);
  }

  @Test
  void showsTypedTablesAndModelsOnly() throws Exception {
    DataFile a = write("orders", "20260101T000000Z/part");
    DataFile b = write("orders", "20260102T000000Z/part");
    DataFile raw = write("raw_orders", "20260101T000000Z/part");
    Release release =
        Publisher.publish(
            lake.root(),
            manifest(
                7,
                Outcome.PUBLISHED,
                table("orders", Kind.TYPED, SCHEMA, a, b),
                table("totals", Kind.MODEL, SCHEMA),
                table("raw_orders", Kind.RAW, SCHEMA, raw),
                table("dead_letters", Kind.DEAD, SCHEMA)));

    List<String> files =
        List.of(
            "production/orders/release=000007/part.parquet",
            "production/orders/release=000007/2-part.parquet");
    assertThat(
        release,
        is(
            new Release(
                1,
                7,
                "run-7",
                "2026-01-07T00:00:00Z",
                7,
                Map.of("orders", files, "totals", List.of()))));
    assertThat(Publisher.current(lake.root()), is(Optional.of(release)));
    assertThat(Files.mismatch(folder.resolve(a.path()), folder.resolve(files.get(0))), is(-1L));
    assertThat(Files.mismatch(folder.resolve(b.path()), folder.resolve(files.get(1))), is(-1L));
    assertThat(
        Files.readString(folder.resolve("production/releases/7.json")),
        is(Files.readString(folder.resolve("production/current.json"))));
  }

  @Test
  void publishesTheSameManifestOnce() throws Exception {
    Manifest manifest = one(1);
    Publisher.publish(lake.root(), manifest);
    List<String> before = tree();
    FileTime time = FileTime.from(Instant.EPOCH);
    Files.setLastModifiedTime(folder.resolve("production/current.json"), time);
    Publisher.publish(lake.root(), manifest);

    assertThat(tree(), is(before));
    assertThat(Files.getLastModifiedTime(folder.resolve("production/current.json")), is(time));
  }

  @Test
  void finishesAReleaseThatACrashCutShort() throws Exception {
    Manifest manifest = one(1);
    Release release = Publisher.publish(lake.root(), manifest);
    List<String> before = tree();
    Path file = folder.resolve(release.tables().get("orders").get(0));
    Files.delete(file);
    Files.writeString(file, "PAR1"); // a copy that stopped
    Files.delete(folder.resolve("production/current.json"));
    Files.delete(folder.resolve("production/releases/1.json"));
    Publisher.publish(lake.root(), manifest);

    assertThat(tree(), is(before));
    assertThat(
        Files.mismatch(file, folder.resolve(manifest.tables().get(0).files().get(0).path())),
        is(-1L));
  }

  @Test
  void keepsEarlierReleasesAndNeverGoesBack() throws Exception {
    Manifest early = one(1);
    Release first = Publisher.publish(lake.root(), early);
    Release second = Publisher.publish(lake.root(), one(2));

    assertThat(Publisher.publish(lake.root(), early), is(first));
    assertThat(Publisher.current(lake.root()), is(Optional.of(second)));
    assertThat(isComplete(first), is(true));
  }

  @Test
  void showsNothingWhenAFileIsMissing() throws Exception {
    Manifest manifest = one(1);
    lake.remove(manifest.tables().get(0).files().get(0));
    PipelineException failure =
        assertThrows(PipelineException.class, () -> Publisher.publish(lake.root(), manifest));

    assertThat(failure.code(), is(ErrorCode.LAKE_READ));
    assertThat(failure.getMessage(), containsString("orders"));
    assertThat(Publisher.current(lake.root()), is(Optional.empty()));
  }

  @Test
  void saysWhenCurrentIsBroken() throws Exception {
    Files.createDirectories(folder.resolve("production"));
    Files.writeString(folder.resolve("production/current.json"), "{\"version\": 1,");
    PipelineException failure =
        assertThrows(PipelineException.class, () -> Publisher.current(lake.root()));
    assertThat(failure.code(), is(ErrorCode.MANIFEST_INVALID));
  }

  @Test
  void readersAlwaysSeeACompleteRelease() throws Exception {
    AtomicBoolean isOver = new AtomicBoolean();
    var executor = Executors.newSingleThreadExecutor();
    try {
      Future<Set<Long>> seen = executor.submit(() -> poll(isOver));
      List<Manifest> manifests = new ArrayList<>();
      for (int number = 1; number <= 50; number++) {
        manifests.add(one(number));
      }
      manifests.forEach(m -> Publisher.publish(lake.root(), m));
      isOver.set(true);
      assertThat(seen.get().size(), greaterThan(5));
    } finally {
      isOver.set(true);
      executor.shutdown();
    }
    assertThat(Publisher.current(lake.root()).orElseThrow().number(), is(50L));
    assertThat(tree().stream().filter(p -> p.endsWith(".tmp")).toList(), is(empty()));
  }

  /** The numbers of the releases seen, each of them complete and never an older one again. */
  private Set<Long> poll(AtomicBoolean isOver) {
    Set<Long> seen = new HashSet<>();
    long last = 0;
    while (!isOver.get()) {
      Optional<Release> current = Publisher.current(lake.root());
      if (current.isPresent()) {
        Release release = current.get();
        if (release.number() < last || !isComplete(release)) {
          throw new AssertionError("After " + last + " saw " + release);
        }
        last = release.number();
        seen.add(last);
      }
    }
    return seen;
  }

  private boolean isComplete(Release release) {
    return release.tables().keySet().equals(Set.of("orders", "totals"))
        && release.tables().values().stream()
            .allMatch(
                files ->
                    files.size() == 1
                        && files.get(0).contains("%06d".formatted(release.number()))
                        && Files.isRegularFile(folder.resolve(files.get(0))));
  }

  /** A manifest of two tables with a file each. */
  private Manifest one(int number) throws Exception {
    String place = "202601%02dT000000Z/part-%d".formatted(number, number);
    return manifest(
        number,
        Outcome.PUBLISHED,
        table("orders", Kind.TYPED, SCHEMA, write("orders", place)),
        table("totals", Kind.MODEL, SCHEMA, write("totals", place)));
  }

  private DataFile write(String table, String place) throws Exception {
    String path = "staging/" + table + "/created_at=" + place + ".parquet";
    return lake.write(table, path, path.getBytes(StandardCharsets.UTF_8));
  }

  private List<String> tree() throws IOException {
    try (Stream<Path> paths = Files.walk(folder)) {
      return paths.map(p -> folder.relativize(p).toString()).sorted().toList();
    }
  }
}
