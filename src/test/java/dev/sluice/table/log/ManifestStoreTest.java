// SPDX-License-Identifier: Apache-2.0
package dev.sluice.table.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.fixture.Shop;
import dev.sluice.store.document.Documents;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

class ManifestStoreTest {
  @TempDir private Path lake;

  @Test
  void readsBackWhatItWrites() {
    Manifest manifest = Shop.published(1);
    byte[] bytes = ManifestStore.toJson(manifest);
    String json = new String(bytes, UTF_8);
    assertThat(ManifestStore.fromJson("", bytes, "a.json"), equalTo(manifest));
    assertThat(json, containsString("\"created_at\" : \"2026-01-31T09:00:00Z\""));
    assertThat(json, containsString("\"outcome\" : \"published\""));
    assertThat(json, not(containsString("balanced")));
  }

  @Test
  void listsNewestFirst() throws IOException {
    Manifest first = Shop.published(1);
    Manifest second = after(first, Shop.published(2));
    write("_sluice/log/000001.json", ManifestStore.toJson(first));
    write("_sluice/log/000002.json", ManifestStore.toJson(second));
    write("_sluice/log/.000003.json.tmp", "{".getBytes(UTF_8));
    write("_sluice/failed/run-08.json", ManifestStore.toJson(Shop.failed()));
    assertThat(ManifestStore.committed(lake.toString()), equalTo(List.of(second, first)));
    assertThat(
        ManifestStore.committed(lake.toString(), 1),
        equalTo(new ManifestStore.Newest(List.of(second), 2)));
    assertThat(
        ManifestStore.committed(lake.toString(), 9),
        equalTo(new ManifestStore.Newest(List.of(second, first), 2)));
    assertThat(ManifestStore.failed(lake.toString()), equalTo(List.of(Shop.failed())));
  }

  @Test
  void readsTheLastTwoOfAnUnbrokenListForWhatFollows() throws IOException {
    Manifest first = Shop.published(1);
    Manifest second = after(first, Shop.published(2));
    Manifest third = after(second, Shop.published(3));
    write("_sluice/log/000001.json", "cut".getBytes(UTF_8));
    write("_sluice/log/000002.json", ManifestStore.toJson(second));
    write("_sluice/log/000003.json", ManifestStore.toJson(third));
    assertThat(ManifestStore.head(lake.toString()).orElseThrow().manifest(), equalTo(third));

    write("_sluice/log/000002.json", ManifestStore.toJson(after(third, second)));
    PipelineException replaced =
        assertThrows(PipelineException.class, () -> ManifestStore.head(lake.toString()));
    assertThat(
        replaced.getMessage(),
        containsString("_sluice/log/000003.json does not follow the document before it"));

    Files.delete(lake.resolve("_sluice/log/000001.json"));
    Files.delete(lake.resolve("_sluice/log/000002.json"));
    PipelineException missing =
        assertThrows(PipelineException.class, () -> ManifestStore.head(lake.toString()));
    assertThat(
        missing.getMessage(),
        containsString("_sluice/log/000001.json is missing, though 000003.json follows"));
  }

  @Test
  void findsNothingInALakeThatDoesNotExistYet() {
    assertThat(ManifestStore.committed(lake.resolve("none").toString()), equalTo(List.of()));
  }

  @Test
  void namesTheFileThatIsBroken() throws IOException {
    write("_sluice/log/000001.json", "{\"version\": 1, \"num".getBytes(UTF_8));
    PipelineException e =
        assertThrows(PipelineException.class, () -> ManifestStore.committed(lake.toString()));
    assertThat(e.code(), equalTo(ErrorCode.MANIFEST_INVALID));
    assertThat(e.getMessage(), containsString("_sluice/log/000001.json is cut short or not JSON"));
  }

  @Test
  void refusesAManifestOfANewerVersion() {
    Manifest now = Shop.published(1);
    Manifest newer =
        new Manifest(
            3,
            now.number(),
            now.pipeline(),
            now.run(),
            now.outcome(),
            now.tables(),
            now.verdicts(),
            now.previous());
    PipelineException e =
        assertThrows(
            PipelineException.class,
            () -> ManifestStore.fromJson("", ManifestStore.toJson(newer), "a.json"));
    assertThat(
        e.getMessage(),
        is(
            "a.json is of format 3, but this Sluice reads up to 2. Use the newer Sluice that wrote"
                + " it; nothing was changed."));
  }

  @Test
  void refusesALakeOfTheFirstFormat() throws IOException {
    Path old = lake.resolve("_sluice/manifests/000001.json");
    Files.createDirectories(old.getParent());
    Files.writeString(old, "{}");
    for (Executable reading :
        List.<Executable>of(
            () -> ManifestStore.latest(lake.toString()),
            () -> ManifestStore.head(lake.toString()),
            () -> ManifestStore.committed(lake.toString()))) {
      PipelineException e = assertThrows(PipelineException.class, reading);
      assertThat(e.code(), is(ErrorCode.MANIFEST_INVALID));
      assertThat(e.getMessage(), startsWith(lake + " is a lake of the first format"));
      assertThat(e.getMessage(), containsString("Begin anew: name another `lake`"));
    }
  }

  @Test
  void findsEveryChangedBit() {
    byte[] json = ManifestStore.toJson(Shop.published(1));
    for (int bit = 0; bit < json.length * 8; bit++) {
      byte[] flipped = json.clone();
      flipped[bit / 8] ^= (byte) (1 << bit % 8);
      assertThrows(PipelineException.class, () -> ManifestStore.fromJson("", flipped, "a.json"));
    }
  }

  private static Manifest after(Manifest before, Manifest next) {
    return new Manifest(
        next.version(),
        next.number(),
        next.pipeline(),
        next.run(),
        next.outcome(),
        next.tables(),
        next.verdicts(),
        Documents.digest(ManifestStore.toJson(before)));
  }

  private void write(String path, byte[] text) throws IOException {
    Path file = lake.resolve(path);
    Files.createDirectories(file.getParent());
    Files.write(file, text);
  }
}
