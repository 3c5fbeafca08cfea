// SPDX-License-Identifier: Apache-2.0
package dev.sluice.runs;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.startsWith;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.fixture.Pipelines;
import dev.sluice.fixture.Pipelines.Ran;
import dev.sluice.table.log.Manifest;
import dev.sluice.table.log.ManifestStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What {@code sluice verify} says of a lake that somebody has touched. */
class VerifyTest extends OnBusyLake {
  private static final String SECOND = "_sluice/log/000002.json";

  @Test
  void saysHowMuchItLookedAt() {
    Ran ran = busy.sluice("verify", "--json");
    assertThat(ran.toString(), ran.exit(), is(0));
    JsonNode looked = ran.json().path("looked_at");
    // 4 manifests, 5 notices and what was before the first, 3 releases, 3 decisions; of the run
    // held back, its evidence and 3
    // notes; current.json, settled.json and the key
    assertThat(ran.json().path("problems").size(), is(0));
    assertThat(looked.path("documents").asInt(), is(23));
    assertThat(looked.path("files").asLong(), greaterThan(20L));
    assertThat(texts(ran.json().path("foreign")), is(empty()));
    assertThat(
        ran.json().path("leftovers").findValuesAsText("kind"),
        contains("data", "checkpoint", "release"));
  }

  @Test
  void namesAManifestThatWasRemovedFromTheMiddle() throws IOException {
    Files.delete(path(SECOND));
    finds(SECOND, "is missing, though 000003.json follows");
  }

  @Test
  void namesTheNewestManifestWhenItWasRemoved() throws IOException {
    Files.delete(path("_sluice/log/000004.json"));
    finds("_sluice/log/000004.json", "is missing, but _sluice/");
  }

  @Test
  void namesAReleaseThatWasRemoved() throws IOException {
    Files.delete(path("production/releases/000003.json"));
    finds("production/releases/000003.json", "is missing, but _sluice/settled.json names it");
  }

  @Test
  void namesAManifestThatWasCutShort() throws IOException {
    String text = Files.readString(path(SECOND));
    Files.writeString(path(SECOND), text.substring(0, text.length() / 2));
    finds(SECOND, "is cut short or not JSON");
    finds(SECOND, "Restore it from a backup; nothing was changed or deleted.");
  }

  @Test
  void namesAManifestOfANewerFormat() throws IOException {
    Manifest last = ManifestStore.at(busy.lake().toString(), 4).orElseThrow().manifest();
    Manifest newer =
        new Manifest(
            3,
            last.number(),
            last.pipeline(),
            last.run(),
            last.outcome(),
            last.tables(),
            last.verdicts(),
            last.previous());
    Files.write(path("_sluice/log/000004.json"), ManifestStore.toJson(newer));
    finds(
        "_sluice/log/000004.json",
        "The document is of format 3, but this Sluice reads up to 2. Use the newer Sluice that wrote it; nothing was changed.");
  }

  @Test
  void namesAManifestThatWasReplacedByAnother() throws IOException {
    Files.copy(path("_sluice/log/000001.json"), path("_sluice/log/000005.json"));
    finds("_sluice/log/000005.json", "does not follow the one before it");
  }

  @Test
  void namesForeignFilesAndLeavesThem() throws IOException {
    Files.writeString(path("_sluice/log/notes.txt"), "mine");
    Files.writeString(path("_sluice/log/000002 (copy).json"), "{}");
    Files.writeString(path("staging/sales/export.parquet"), "mine");
    Ran ran = busy.sluice("verify", "--json");
    assertThat(ran.exit(), is(0));
    assertThat(
        texts(ran.json().path("foreign")),
        contains(
            "_sluice/log/000002 (copy).json",
            "_sluice/log/notes.txt",
            "staging/sales/export.parquet"));
    assertThat(
        busy.sluice("verify").out(),
        containsString("not of Sluice's making, left alone; move them out of the lake:\n"));
    assertThat(busy.sluice("status").exit(), is(0));
  }

  @Test
  void namesEveryFileThatIsMissingOrOfAnotherLength() throws IOException {
    List<String> files =
        busy.files().stream().filter(f -> f.startsWith("staging/raw_sales/")).toList();
    Files.delete(path(files.get(0)));
    Files.writeString(path(files.get(1)), "longer than it was, or shorter");
    finds(files.get(0), "The file is missing, but _sluice/log/000001.json names it");
    finds(files.get(1), "The file has 30 bytes, but _sluice/log/");
  }

  @Test
  void namesACurrentThatIsNotTheNewestRelease() throws IOException {
    Files.write(
        path("production/current.json"),
        Files.readAllBytes(path("production/releases/000001.json")));
    finds("production/current.json", "no copy of production/releases/000003.json");
  }

  /** What it says makes them anew does. */
  @Test
  void namesWhatProductionLacksAndWhatIsNotOfItsRelease() throws IOException {
    List<String> lost =
        busy.files().stream()
            .filter(f -> f.matches("production/sales/(?:data|metadata)/.+"))
            .filter(f -> !f.matches(".*/v[12]\\.metadata\\.json"))
            .toList();
    assertThat(lost.stream().map(f -> f.split("/")[2]).distinct().toList().size(), is(2));
    for (String file : lost) {
      List<String> before = busy.files();
      byte[] content = Files.readAllBytes(path(file));
      Files.delete(path(file));
      finds(file, "The file is missing, but production/releases/000003.json names it");
      finds(file, "and production/current.json too: the next run or `sluice promote releases`");
      Files.writeString(path(file), "cut");
      finds(file, "was changed: its SHA-256 is not the one that production/releases/000003.json");
      Files.delete(path("production/current.json"));
      assertThat(Pipelines.sluice("promote", "releases", folder.toString()).exit(), is(0));
      assertThat(file, Files.readAllBytes(path(file)), is(content));
      assertThat(busy.files(), is(before));
    }
    assertThat(busy.sluice("verify").exit(), is(0));
  }

  /** What it says makes the document anew does, also where there is nothing else to do. */
  @Test
  void namesWhatMakesACurrentAnewThatIsLost() throws IOException {
    Path current = path("production/current.json");
    assertThat(busy.sluice("run", "--quiet").exit(), is(0)); // so that the next has nothing to do
    for (List<String> command :
        List.of(
            List.of("run", folder.toString(), "--quiet"),
            List.of("promote", "releases", folder.toString()))) {
      Files.delete(current);
      finds(
          "production/current.json",
          "Move it away: the next run or `sluice promote releases` makes it anew.");
      List<String> before = busy.files();
      Ran ran = Pipelines.sluice(command.toArray(String[]::new));
      assertThat(ran.toString(), ran.exit(), is(0));
      assertThat(Files.mismatch(current, path("production/releases/000003.json")), is(-1L));
      assertThat(busy.files().size(), is(before.size() + 1));
    }
  }

  @Test
  void namesACurrentThatWasCutAndARunStopsAtIt() throws IOException {
    Path current = path("production/current.json");
    Files.writeString(current, Files.readString(current).substring(0, 200));
    finds("production/current.json", "is cut short or not JSON");
    for (String command : List.of("run", "replay")) {
      Ran ran = busy.sluice(command, "--quiet");
      assertThat(ran.toString(), ran.exit(), is(1));
      assertThat(
          ran.err(),
          startsWith(
              "sluice: MANIFEST_INVALID: "
                  + busy.lake()
                  + "/production/current.json is cut short"));
    }
  }

  @Test
  void takesAReleaseThatIsNotShownYetForUnfinished() throws IOException {
    Files.write(
        path("production/current.json"),
        Files.readAllBytes(path("production/releases/000002.json")));
    Files.delete(path("_sluice/settled.json"));
    Ran ran = busy.sluice("verify");
    assertThat(ran.toString(), ran.exit(), is(0));
    assertThat(ran.out(), containsString("note: Release 3 is made, but production does not show"));
    assertThat(Pipelines.sluice("promote", "releases", folder.toString()).exit(), is(0));
    assertThat(
        Files.mismatch(path("production/current.json"), path("production/releases/000003.json")),
        is(-1L));
  }

  @Test
  void refusesAKeyForPersonalDataThatChanged() throws IOException {
    String key = Files.readString(path("_sluice/pii.key"));
    Files.writeString(path("_sluice/pii.key"), key.replaceFirst("\"key\" : \".", "\"key\" : \"g"));
    finds("_sluice/pii.key", "was changed after it was written");
    Ran plan = Pipelines.sluice("promote", "plan", folder.toString());
    assertThat(plan.toString(), plan.exit(), is(3));
    assertThat(
        plan.err(), containsString("_sluice/pii.key was changed after it was written: its seal"));
  }

  @Test
  void saysThatThereIsNothingYet() {
    SmallShop fresh = new SmallShop(folder.resolve("fresh")).spec("{csv: data/*.csv}");
    Ran ran = Pipelines.sluice("verify", fresh.folder.toString());
    assertThat(ran.exit(), is(0));
    assertThat(ran.out(), is("lake " + fresh.folder + "/lake: there is nothing yet\n"));
  }

  private void finds(String file, String message) {
    Ran ran = busy.sluice("verify", "--json");
    assertThat(ran.toString(), ran.exit(), is(1));
    List<String> found = new ArrayList<>();
    for (JsonNode problem : ran.json().path("problems")) {
      if (problem.path("file").asText().equals(file)) {
        found.add(problem.path("message").asText());
      }
    }
    assertThat(ran.out(), found.size(), is(1));
    assertThat(found.get(0), containsString(message));
    assertThat(busy.sluice("verify").out(), containsString("  " + file + "\n"));
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(each -> texts.add(each.asText()));
    return texts;
  }

  private Path path(String file) {
    return busy.lake().resolve(file);
  }
}
