// SPDX-License-Identifier: Apache-2.0
package dev.sluice.promote.release;

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
import dev.sluice.promote.release.Release.ReleaseFile;
import dev.sluice.promote.sign.Signers;
import dev.sluice.schema.TableSchema;
import dev.sluice.table.DataFile;
import dev.sluice.table.TableState.Kind;
import dev.sluice.table.log.Manifest.Outcome;
import dev.sluice.table.log.ManifestStore.Committed;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
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

  private static String name(DataFile file) {
    return file.path().substring(file.path().lastIndexOf('/') + 1);
  }

  @Test
  void showsTypedTablesAndModelsOnly() throws Exception {
    DataFile a = write("orders", "20260101T000000Z/part");
    DataFile b = write("orders", "20260102T000000Z/part");
    DataFile raw = write("raw_orders", "20260101T000000Z/part");
    Committed committed =
        lake.commit(
            manifest(
                7,
                Outcome.PUBLISHED,
                table("orders", Kind.TYPED, SCHEMA, a, b),
                table("totals", Kind.MODEL, SCHEMA),
                table("raw_orders", Kind.RAW, SCHEMA, raw),
                table("dead_letters", Kind.DEAD, SCHEMA)));
    Release release = Publisher.publish(lake.root(), committed, Signers.NONE);

    assertThat(release.tables().keySet(), contains("orders", "totals"));
    assertThat(
        release.tables().get("orders"),
        contains(
            released("production/orders/manifest=000007/" + name(a), a),
            released("production/orders/manifest=000007/" + name(b), b)));
    assertThat(release.tables().get("totals"), is(List.of()));
    assertThat(release.number(), is(1L));
    assertThat(release.manifest(), is(7L));
    assertThat(
        release.run(), is(new Release.Run("run-7", committed.digest(), "2026-01-07T00:00:00Z")));
    assertThat(release.made().by(), is("auto"));
    assertThat(Publisher.current(lake.root()), is(Optional.of(release)));
    assertThat(
        Files.readString(folder.resolve("production/releases/000001.json")),
        is(Files.readString(folder.resolve("production/current.json"))));
    assertThat(
        Files.mismatch(
            folder.resolve(b.path()),
            folder.resolve("production/orders/manifest=000007/" + name(b))),
        is(-1L));
  }

  private static ReleaseFile released(String path, DataFile file) {
    return new ReleaseFile(path, file.rows(), file.content().bytes(), file.content().sha256());
  }

  @Test
  void publishesTheSameManifestOnce() throws Exception {
    Committed manifest = one(1);
    Release first = Publisher.publish(lake.root(), manifest, Signers.NONE);
    List<String> before = tree();
    FileTime time = FileTime.from(Instant.EPOCH);
    Files.setLastModifiedTime(folder.resolve("production/current.json"), time);

    assertThat(Publisher.publish(lake.root(), manifest, Signers.NONE), is(first));
    assertThat(tree(), is(before));
    assertThat(Files.getLastModifiedTime(folder.resolve("production/current.json")), is(time));
  }

  @Test
  void finishesAReleaseThatACrashCutShort() throws Exception {
    Committed manifest = one(1);
    Release release = Publisher.publish(lake.root(), manifest, Signers.NONE);
    List<String> before = tree();
    Path file = folder.resolve(release.tables().get("orders").get(0).path());
    Files.delete(file);
    Files.writeString(file, "PAR1"); // a copy that stopped
    Files.delete(folder.resolve("production/current.json"));
    Files.delete(folder.resolve("production/releases/000001.json"));
    Publisher.publish(lake.root(), manifest, Signers.NONE);

    assertThat(tree(), is(before));
    assertThat(
        Files.mismatch(
            file, folder.resolve(manifest.manifest().tables().get(0).files().get(0).path())),
        is(-1L));
  }

  @Test
  void keepsEarlierReleasesAndNeverGoesBack() throws Exception {
    Committed early = one(1);
    Release first = Publisher.publish(lake.root(), early, Signers.NONE);
    Release second = Publisher.publish(lake.root(), one(2), Signers.NONE);

    assertThat(Publisher.publish(lake.root(), early, Signers.NONE), is(second));
    assertThat(Publisher.current(lake.root()), is(Optional.of(second)));
    assertThat(Releases.of(lake.root()).all(), contains(first, second));
    assertThat(
        Files.isRegularFile(folder.resolve(first.tables().get("orders").get(0).path())), is(true));
  }

  @Test
  void givesRacingPublishersOneReleaseForEachManifestAndShowsTheNewest() throws Exception {
    List<Callable<Release>> racers = new ArrayList<>();
    for (int number = 1; number <= 8; number++) {
      Committed manifest = one(number);
      racers.add(() -> Publisher.publish(lake.root(), manifest, Signers.NONE));
      racers.add(() -> Publisher.publish(lake.root(), manifest, Signers.NONE));
    }
    var executor = Executors.newFixedThreadPool(8);
    for (Future<Release> each : executor.invokeAll(racers)) {
      Release unused = each.get();
    }
    executor.shutdown();

    List<Long> manifests = Releases.of(lake.root()).all().stream().map(Release::manifest).toList();
    assertThat(manifests, is(manifests.stream().distinct().sorted().toList()));
    assertThat(Publisher.current(lake.root()).orElseThrow().manifest(), is(8L));
  }

  @Test
  void showsNothingWhenAFileIsMissing() throws Exception {
    Committed manifest = one(1);
    lake.remove(manifest.manifest().tables().get(0).files().get(0));
    PipelineException failure =
        assertThrows(
            PipelineException.class, () -> Publisher.publish(lake.root(), manifest, Signers.NONE));

    assertThat(failure.code(), is(ErrorCode.LAKE_READ));
    assertThat(failure.getMessage(), containsString("orders"));
    assertThat(Publisher.current(lake.root()), is(Optional.empty()));
  }

  @Test
  void saysWhenCurrentIsBrokenAndMakesItAnewOnceItIsMovedAway() throws Exception {
    Release release = Publisher.publish(lake.root(), one(1), Signers.NONE);
    Path current = folder.resolve("production/current.json");
    Files.writeString(current, "{\"version\": 1,");
    PipelineException failure =
        assertThrows(PipelineException.class, () -> Publisher.current(lake.root()));
    assertThat(failure.code(), is(ErrorCode.MANIFEST_INVALID));
    assertThat(failure.getMessage(), containsString("production/current.json"));

    Files.delete(current);
    Releases.of(lake.root()).show();
    assertThat(Publisher.current(lake.root()), is(Optional.of(release)));
  }

  @Test
  void findsAReleaseThatWasRemoved() throws Exception {
    Publisher.publish(lake.root(), one(1), Signers.NONE);
    Publisher.publish(lake.root(), one(2), Signers.NONE);
    Files.delete(folder.resolve("production/releases/000001.json"));
    PipelineException failure =
        assertThrows(PipelineException.class, () -> Releases.of(lake.root()).all());

    assertThat(
        failure.getMessage(), containsString("000001.json is missing, though 000002.json follows"));
  }

  /** A committed manifest of two tables with a file each. */
  private Committed one(int number) throws Exception {
    String place = "202601%02dT000000Z/part-%d".formatted(number, number);
    return lake.commit(
        manifest(
            number,
            Outcome.PUBLISHED,
            table("orders", Kind.TYPED, SCHEMA, write("orders", place)),
            table("totals", Kind.MODEL, SCHEMA, write("totals", place))));
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
