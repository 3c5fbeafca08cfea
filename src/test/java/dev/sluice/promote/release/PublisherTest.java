// SPDX-License-Identifier: Apache-2.0
package dev.sluice.promote.release;

import static dev.sluice.fixture.HandMadeLake.manifest;
import static dev.sluice.fixture.HandMadeLake.schema;
import static dev.sluice.fixture.HandMadeLake.table;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.closeTo;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.fixture.HandMadeLake;
import dev.sluice.promote.release.Release.ReleasedTable;
import dev.sluice.promote.sign.Signers;
import dev.sluice.schema.TableSchema;
import dev.sluice.store.document.Documents;
import dev.sluice.table.DataFile;
import dev.sluice.table.TableState;
import dev.sluice.table.TableState.Kind;
import dev.sluice.table.iceberg.TablePointer;
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
import java.util.Map;
import java.util.Objects;
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
  private static final String SCHEMA_ID = TableState.idOf(SCHEMA);

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
    ReleasedTable orders = released(release, "orders");
    assertThat(
        orders, is(new ReleasedTable(pointer(committed, "orders"), SCHEMA_ID, 1, 2, 2, 110)));
    assertThat(orders.in(lake.root(), "orders").files(), hasSize(2));
    assertThat(released(release, "totals").files(), is(0L));
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
        placed(),
        contains(
            "production/orders/data/" + name(b),
            "production/orders/data/" + name(a),
            "production/orders/metadata/v1.metadata.json",
            "production/orders/metadata/version-hint.text",
            "production/totals/metadata/v1.metadata.json",
            "production/totals/metadata/version-hint.text"));
    Path link = folder.resolve("production/orders/data/" + name(a));
    assertThat(Files.isSameFile(link, folder.resolve(a.path())), is(true));
    assertThat(text("production/orders/metadata/version-hint.text"), is("1"));
    assertThat(
        text("production/orders/metadata/v1.metadata.json"), is(text(orders.pointer().path())));
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
  void placesWhatChangedAndTakesAwayWhatLeft() throws Exception {
    DataFile a = write("orders", "20260101T000000Z/a");
    DataFile b = write("orders", "20260101T000000Z/b");
    DataFile c = write("orders", "20260102T000000Z/c");
    DataFile total = write("totals", "20260101T000000Z/t");
    Committed one = commit(1, orders(a, b), table("totals", Kind.MODEL, SCHEMA, total));
    Release unused = Publisher.publish(lake.root(), one, Signers.NONE);
    TableState totals = one.manifest().table("totals").orElseThrow();
    Release second = Publisher.publish(lake.root(), commit(2, orders(a, c), totals), Signers.NONE);

    assertThat(released(second, "totals").since(), is(1L));
    assertThat(released(second, "orders").since(), is(2L));
    assertThat(
        placed(),
        contains(
            "production/orders/data/" + name(a),
            "production/orders/data/" + name(c),
            "production/orders/metadata/v1.metadata.json",
            "production/orders/metadata/v2.metadata.json",
            "production/orders/metadata/version-hint.text",
            "production/totals/data/" + name(total),
            "production/totals/metadata/v1.metadata.json",
            "production/totals/metadata/version-hint.text"));
    assertThat(text("production/orders/metadata/version-hint.text"), is("2"));

    Publisher.publish(lake.root(), commit(3, totals), Signers.NONE);
    assertThat(
        placed(),
        contains(
            "production/orders/metadata/v1.metadata.json",
            "production/orders/metadata/v2.metadata.json",
            "production/totals/data/" + name(total),
            "production/totals/metadata/v1.metadata.json",
            "production/totals/metadata/version-hint.text"));
  }

  @Test
  void placesNothingForASecondReleaseOfTheSameState() throws Exception {
    Committed first = one(1);
    Release unused = Publisher.publish(lake.root(), first, Signers.NONE);
    FileTime time = FileTime.from(Instant.EPOCH);
    List<String> before = tree();
    for (String path : placed()) {
      Path unusedToo = Files.setLastModifiedTime(folder.resolve(path), time);
    }
    TableState[] same = first.manifest().tables().toArray(TableState[]::new);
    Release second = Publisher.publish(lake.root(), commit(2, same), Signers.NONE);

    assertThat(second.number(), is(2L));
    for (String path : placed()) {
      assertThat(path, Files.getLastModifiedTime(folder.resolve(path)), is(time));
    }
    List<String> after = new ArrayList<>(tree());
    after.removeAll(before);
    assertThat(after, contains("_sluice/log/000002.json", "production/releases/000002.json"));
  }

  /** A crash may come between any two steps after the release's document was created. */
  @Test
  void finishesAReleaseThatACrashCutShort() throws Exception {
    DataFile a = write("orders", "20260101T000000Z/a");
    DataFile b = write("orders", "20260102T000000Z/b");
    DataFile t = write("totals", "20260101T000000Z/t");
    TableState totals = table("totals", Kind.MODEL, SCHEMA, t);
    Publisher.publish(lake.root(), commit(1, orders(a), totals), Signers.NONE);
    Publisher.publish(lake.root(), commit(2, orders(b)), Signers.NONE);
    List<String> before = tree();

    byte[] first = Files.readAllBytes(folder.resolve("production/releases/000001.json"));
    Files.write(folder.resolve("production/current.json"), first);
    Files.delete(folder.resolve("production/orders/metadata/v2.metadata.json"));
    Files.writeString(folder.resolve("production/orders/metadata/version-hint.text"), "1");
    Files.writeString(folder.resolve("production/totals/metadata/version-hint.text"), "1");
    link(a, "production/orders/data/" + name(a));
    link(t, "production/totals/data/" + name(t));
    Releases.of(lake.root()).show();
    assertThat(tree(), is(before));
    assertThat(text("production/orders/metadata/version-hint.text"), is("2"));
  }

  /** Also what no crash leaves behind; but files of others stay. */
  @Test
  void placesEverythingAnewWhereNobodyKnowsWhatIsThere() throws Exception {
    DataFile a = write("orders", "20260101T000000Z/a");
    DataFile b = write("orders", "20260102T000000Z/b");
    Publisher.publish(lake.root(), commit(1, orders(a, b)), Signers.NONE);
    List<String> before = new ArrayList<>(tree());
    Files.delete(folder.resolve("production/current.json"));
    Path link = folder.resolve("production/orders/data/" + name(a));
    Files.delete(link);
    Files.writeString(link, "PAR1"); // a copy that stopped
    Files.delete(folder.resolve("production/orders/data/" + name(b)));
    link(b, "production/orders/data/stale-" + "0".repeat(64) + ".parquet");
    Files.writeString(folder.resolve("production/orders/data/mine.parquet"), "x");
    Files.writeString(folder.resolve("production/orders/metadata/version-hint.text"), "9");
    Files.writeString(folder.resolve("production/orders/metadata/v1.metadata.json"), "{}");
    Releases.of(lake.root()).show();

    before.add("production/orders/data/mine.parquet");
    assertThat(tree(), is(before.stream().sorted().toList()));
    assertThat(Files.mismatch(link, folder.resolve(a.path())), is(-1L));
    assertThat(text("production/orders/metadata/version-hint.text"), is("1"));
    String pointer =
        released(Publisher.current(lake.root()).orElseThrow(), "orders").pointer().path();
    assertThat(text("production/orders/metadata/v1.metadata.json"), is(text(pointer)));
  }

  @Test
  void writesADocumentWhoseLengthDoesNotDependOnTheNumberOfFiles() throws Exception {
    List<Long> lengths = new ArrayList<>();
    List<DataFile> files = new ArrayList<>();
    for (int number = 1; number <= 3; number++) {
      for (int i = files.size(); i < Math.pow(10, number - 1) * 3; i++) {
        files.add(write("orders", "20260101T000000Z/" + i));
      }
      Publisher.publish(
          lake.root(), commit(number, orders(files.toArray(DataFile[]::new))), Signers.NONE);
      lengths.add(Files.size(folder.resolve("production/releases/00000%d.json".formatted(number))));
    }
    // The first has no predecessor; in the others figures, ids and times have a few digits more or
    // less.
    assertThat((double) lengths.get(2), is(closeTo(lengths.get(1), 15)));
  }

  /** Production shows the one damaged file already, and `verify` names it. */
  @Test
  void readsOnlyWhatProductionDoesNotShowYet() throws Exception {
    DataFile a = write("orders", "20260101T000000Z/a");
    DataFile b = write("orders", "20260102T000000Z/b");
    DataFile c = write("orders", "20260103T000000Z/c");
    Publisher.publish(lake.root(), commit(1, orders(a)), Signers.NONE);
    Files.writeString(folder.resolve(a.path()), "changed");
    Release second = Publisher.publish(lake.root(), commit(2, orders(a, b)), Signers.NONE);
    assertThat(second.number(), is(2L));

    Files.writeString(folder.resolve(c.path()), "changed");
    Committed third = commit(3, orders(a, b, c));
    PipelineException failure =
        assertThrows(
            PipelineException.class, () -> Publisher.publish(lake.root(), third, Signers.NONE));
    assertThat(failure.code(), is(ErrorCode.LAKE_READ));
    assertThat(failure.getMessage(), containsString(c.path()));
    assertThat(Publisher.current(lake.root()), is(Optional.of(second)));
  }

  /** A state whose metadata is lost can be replaced, and then everything is read. */
  @Test
  void replacesAStateThatCannotBeReadAnyMore() throws Exception {
    DataFile a = write("orders", "20260101T000000Z/a");
    DataFile b = write("orders", "20260102T000000Z/b");
    Release first = Publisher.publish(lake.root(), commit(1, orders(a)), Signers.NONE);
    Committed second = commit(2, orders(b));
    Files.delete(folder.resolve(released(first, "orders").pointer().path()));
    Publisher.publish(lake.root(), second, Signers.NONE);

    assertThat(placed(), hasItem("production/orders/data/" + name(b)));
    assertThat(placed(), not(hasItem("production/orders/data/" + name(a))));
    assertThat(text("production/orders/metadata/version-hint.text"), is("2"));
  }

  @Test
  void refusesAReleaseOfTheFirstFormat() throws Exception {
    Files.createDirectories(folder.resolve("production/releases"));
    Files.write(
        folder.resolve("production/releases/000001.json"),
        Documents.write(Map.of("version", 1, "number", 1, "tables", Map.of("orders", List.of()))));
    PipelineException failure =
        assertThrows(PipelineException.class, () -> Releases.of(lake.root()).newest());
    assertThat(failure.code(), is(ErrorCode.MANIFEST_INVALID));
    assertThat(
        failure.getMessage(),
        containsString("000001.json is a release of the first format, which lists the files"));
    assertThat(failure.getMessage(), containsString("Begin anew: name another `lake`"));
  }

  @Test
  void keepsEarlierReleasesAndNeverGoesBack() throws Exception {
    Committed early = one(1);
    Release first = Publisher.publish(lake.root(), early, Signers.NONE);
    Release second = Publisher.publish(lake.root(), one(2), Signers.NONE);

    assertThat(Publisher.publish(lake.root(), early, Signers.NONE), is(second));
    assertThat(Publisher.current(lake.root()), is(Optional.of(second)));
    assertThat(Releases.of(lake.root()).all(), contains(first, second));
    assertThat(released(first, "orders").in(lake.root(), "orders").files(), hasSize(1));
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

  private static TableState orders(DataFile... files) {
    return table("orders", Kind.TYPED, SCHEMA, files);
  }

  private Committed commit(int number, TableState... tables) {
    return lake.commit(manifest(number, Outcome.PUBLISHED, tables));
  }

  private void link(DataFile file, String name) throws IOException {
    Files.createLink(folder.resolve(name), folder.resolve(file.path()));
  }

  private static ReleasedTable released(Release release, String table) {
    return Objects.requireNonNull(release.tables().get(table));
  }

  private static TablePointer pointer(Committed committed, String table) {
    TableState state = committed.manifest().table(table).orElseThrow();
    return ReleasedTable.stored(state).state().pointer();
  }

  private String text(String path) throws IOException {
    return Files.readString(folder.resolve(path));
  }

  /** What lies in production, without documents and locks. */
  private List<String> placed() throws IOException {
    return tree().stream()
        .filter(path -> path.matches("production/.+/(?:data|metadata)/[^.].*"))
        .toList();
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
