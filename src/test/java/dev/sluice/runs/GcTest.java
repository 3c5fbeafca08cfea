// SPDX-License-Identifier: Apache-2.0
package dev.sluice.runs;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.error.ErrorCode;
import dev.sluice.fixture.Pipelines.Ran;
import dev.sluice.store.document.DocumentStore;
import dev.sluice.table.log.Manifest;
import dev.sluice.table.log.ManifestStore;
import dev.sluice.table.log.ManifestWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What {@code sluice gc} removes, and what it never does. */
class GcTest extends OnBusyLake {
  private static final String UUID = "00000000-0000-4000-8000-000000000000";
  private static final String DATA =
      "staging/sales/created_at=20260109T000000Z/attempt=0badcafe/" + UUID + ".parquet";
  private static final String SCRATCH = "_sluice/scratch/0badcafe/sales/x/part.parquet";
  private static final String LOCK = "_sluice/attempts/0badcafe.lock";
  private static final String TEMPORARY = "_sluice/log/.000005.json." + UUID + ".tmp";
  private static final String PLACED =
      "production/sales/data/" + UUID + "-" + "0".repeat(64) + ".parquet";
  private static final String EARLIER = "production/sales/metadata/v1.metadata.json";
  private static final String CHECKPOINT = "_sluice/runs/0123456789ab/sales.0badcafe.json";

  /** What the making left behind is not what these tests are about. */
  @BeforeAll
  static void sweep() {
    assertThat(made.sluice("gc", "--older-than", "0s").exit(), is(0));
  }

  @Test
  void removesWhatNoDocumentNamesAndNothingTwice() throws IOException {
    List<String> before = busy.files();
    leaveAll(Duration.ofHours(25));
    List<String> left = busy.files();
    Ran dry = busy.sluice("gc", "--dry-run", "--json");
    assertThat(busy.files(), is(left));
    Ran ran = busy.sluice("gc", "--json");
    assertThat(ran.toString(), ran.exit(), is(0));
    assertThat(busy.files(), is(before));
    assertThat(removed(dry), is(removed(ran)));
    assertThat(
        removed(ran),
        is(
            Map.of(
                "data", List.of(DATA),
                "scratch", List.of(SCRATCH),
                "lock", List.of(LOCK),
                "temporary", List.of(TEMPORARY),
                "release", List.of(PLACED, EARLIER))));
    assertThat(Files.exists(path(DATA).getParent()), is(false));
    assertThat(Files.exists(path("_sluice/scratch/0badcafe")), is(false));
    Ran again = busy.sluice("gc", "--json");
    assertThat(removed(again), is(Map.of()));
    assertThat(again.json().path("folders").asInt(), is(0));
    assertThat(busy.sluice("verify").exit(), is(0));
  }

  @Test
  void keepsWhatIsYoungAndWhatTheClockSaysIsToCome() throws IOException {
    leaveAll(Duration.ofHours(-48));
    List<String> before = busy.files();
    Ran ran = busy.sluice("gc", "--older-than", "0s", "--json");
    assertThat(removed(ran), is(Map.of()));
    assertThat(busy.files(), is(before));
    assertThat(kept(ran).keySet(), hasItems("young", "named", "document"));
    leaveAll(Duration.ofHours(23));
    assertThat(removed(busy.sluice("gc", "--json")), is(Map.of()));
    assertThat(busy.files(), is(before));
  }

  @Test
  void keepsWhatProductionShowsUntilTheNewestReleaseIsShown() throws IOException {
    leave(PLACED, Duration.ofDays(30));
    byte[] newest = Files.readAllBytes(path("production/current.json"));
    Files.write(
        path("production/current.json"),
        Files.readAllBytes(path("production/releases/000002.json")));
    Files.delete(path("_sluice/settled.json"));
    Ran ran = busy.sluice("gc", "--json");
    assertThat(removed(ran), is(Map.of()));
    assertThat(kept(ran).keySet(), hasItem("releasable"));
    Files.write(path("production/current.json"), newest);
    assertThat(removed(busy.sluice("gc", "--json")), is(Map.of("release", List.of(PLACED))));
  }

  @Test
  void leavesForeignFilesAndNamesThem() throws IOException {
    List<String> mine =
        List.of(
            "mine.txt",
            "staging/sales/created_at=20260109T000000Z/attempt=0badcafe/mine.parquet",
            "staging/sales/notes/readme.md",
            "_sluice/log/000002 (copy).json");
    for (String file : mine) {
      leave(file, Duration.ofDays(30));
    }
    leave(DATA, Duration.ofDays(30));
    Ran ran = busy.sluice("gc", "--json");
    assertThat(removed(ran), is(Map.of("data", List.of(DATA))));
    for (String file : mine) {
      assertThat(file, Files.exists(path(file)), is(true));
      assertThat(texts(ran.json().path("foreign")), hasItem(file));
    }
  }

  @Test
  void removesNothingWhileADocumentCannotBeRead() throws IOException {
    leaveAll(Duration.ofHours(25));
    String manifest = "_sluice/log/000002.json";
    byte[] whole = Files.readAllBytes(path(manifest));
    Files.delete(path(manifest));
    refuses(manifest + ": The document is missing");
    Files.write(path(manifest), java.util.Arrays.copyOf(whole, 100));
    refuses(manifest + ": The document is cut short");
    Files.write(path(manifest), whole);
    leave(CHECKPOINT, Duration.ofHours(25));
    refuses(CHECKPOINT + ": The document is cut short");
    refuses("delete it, and the next run does its table again");
    Files.delete(path(CHECKPOINT));
    assertThat(busy.sluice("gc").exit(), is(0));
  }

  @Test
  void keepsEverythingOfACommitWhoseOutcomeIsUnknown() throws IOException {
    Manifest.Stamp run =
        new Manifest.Stamp(
            "0123456789ab",
            "0badcafe",
            "2026-01-09T00:00:00Z",
            "2026-01-09T00:00:00Z",
            "2026-01-09T00:00:00Z",
            "",
            Manifest.Inputs.UNKNOWN,
            ErrorCode.COMMIT_UNKNOWN + ": nobody can tell");
    ManifestWriter.recordFailure(
        DocumentStore.of(busy.lake().toString()),
        new Manifest(
            Manifest.VERSION, 0, "small", run, Manifest.Outcome.FAILED, List.of(), List.of(), ""));
    leaveAll(Duration.ofHours(25));
    Ran ran = busy.sluice("gc", "--json");
    assertThat(
        removed(ran),
        is(Map.of("temporary", List.of(TEMPORARY), "release", List.of(PLACED, EARLIER))));
    assertThat(kept(ran).get("unknown_commit"), is(3));
  }

  @Test
  void removesTheDataOfARunHeldBackButNotItsDeadLetters() {
    BusyLake fresh = busy;
    fresh.shop.data("day6.csv", "id,shop,amount,at\nz,fay,6.00,2026-01-06\n");
    fresh.shop.specWithModels(
        "{csv: data/*.csv}",
        "publish: {approve: manual}\n",
        "load: merge",
        "key: [id]",
        "latest_by: at",
        "cursor: at",
        "checks: [{row_count: {min: 1000}}]",
        "tolerate: {dead_rows: 9}");
    assertThat(fresh.shop.attempt().exit(), is(1));
    Manifest held = ManifestStore.failed(fresh.lake().toString()).get(0);
    List<String> letters = held.table("dead_letters").orElseThrow().added();
    List<String> raw = held.table("raw_sales").orElseThrow().added();
    Ran ran = fresh.sluice("gc", "--older-than", "0s", "--json");
    assertThat(removed(ran).get("data"), hasItem(raw.get(0)));
    assertThat(fresh.files(), hasItem(letters.get(0)));
    assertThat(fresh.files(), not(hasItem(raw.get(0))));
    assertThat(fresh.sluice("verify").exit(), is(0));
    assertThat(fresh.shop.attempt().exit(), is(1));
  }

  @Test
  void refusesALimitThatIsNoSpan() {
    Ran ran = busy.sluice("gc", "--older-than", "soon");
    assertThat(ran.exit(), is(2));
    assertThat(ran.err(), containsString("'soon' is no span of time; write a whole number and s"));
  }

  @Test
  void saysWhatItRemovedAndKept() throws IOException {
    leaveAll(Duration.ofHours(25));
    List<String> lines = busy.sluice("gc").out().lines().toList();
    assertThat(
        lines.get(0), is("lake " + busy.lake() + ": removed 6 files, 6 bytes and 5 empty folders"));
    assertThat(
        lines.subList(1, 8),
        contains(
            "  kind                              files  bytes",
            "  data of attempts never committed      1      1",
            "  scratch of attempts                   1      1",
            "  documents half written                1      1",
            "  locks of attempts that ended          1      1",
            "  names that earlier releases gave      2      2",
            "kept"));
  }

  private void refuses(String message) {
    List<String> before = busy.files();
    Ran ran = busy.sluice("gc", "--older-than", "0s");
    assertThat(ran.toString(), ran.exit(), is(1));
    assertThat(ran.err(), containsString(message));
    assertThat(ran.err(), containsString("so nothing was removed"));
    assertThat(busy.files(), is(before));
  }

  private void leaveAll(Duration age) throws IOException {
    for (String file : List.of(DATA, SCRATCH, LOCK, TEMPORARY, PLACED, EARLIER)) {
      leave(file, age);
    }
  }

  /** A file, and its folder, of an age. */
  private void leave(String file, Duration age) throws IOException {
    FileTime time = FileTime.from(Instant.now().minus(age));
    Files.createDirectories(path(file).getParent());
    Files.writeString(path(file), "x");
    for (Path path = path(file); !path.equals(busy.lake()); path = path.getParent()) {
      Path unused = Files.setLastModifiedTime(path, time);
    }
  }

  private Path path(String file) {
    return busy.lake().resolve(file);
  }

  private static Map<String, List<String>> removed(Ran ran) {
    Map<String, List<String>> removed = new TreeMap<>();
    for (JsonNode each : ran.json().path("removed")) {
      removed.put(each.path("kind").asText(), texts(each.path("files")));
    }
    return removed;
  }

  private static Map<String, Integer> kept(Ran ran) {
    Map<String, Integer> kept = new TreeMap<>();
    for (JsonNode each : ran.json().path("kept")) {
      kept.put(each.path("reason").asText(), each.path("files").asInt());
    }
    return kept;
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(each -> texts.add(each.asText()));
    return texts;
  }
}
