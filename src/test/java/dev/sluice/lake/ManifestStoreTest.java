// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lake;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.fixture.Shop;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManifestStoreTest {
  @TempDir private Path lake;

  @Test
  void readsBackWhatItWrites() {
    Manifest manifest = Shop.published(1);
    String json = ManifestStore.toJson(manifest);
    assertThat(ManifestStore.fromJson(json), equalTo(manifest));
    assertThat(json, containsString("\"created_at\" : \"2026-01-31T09:00:00Z\""));
    assertThat(json, containsString("\"outcome\" : \"published\""));
    assertThat(json, not(containsString("balanced")));
  }

  @Test
  void listsNewestFirst() throws IOException {
    write("_sluice/manifests/000001.json", ManifestStore.toJson(Shop.published(1)));
    write("_sluice/manifests/000002.json", ManifestStore.toJson(Shop.published(2)));
    write("_sluice/manifests/.000003.json.tmp", "{");
    write("_sluice/failed/run-08.json", ManifestStore.toJson(Shop.failed()));
    assertThat(
        ManifestStore.committed(lake.toString()),
        equalTo(List.of(Shop.published(2), Shop.published(1))));
    assertThat(ManifestStore.failed(lake.toString()), equalTo(List.of(Shop.failed())));
  }

  @Test
  void findsNothingInALakeThatDoesNotExistYet() {
    assertThat(ManifestStore.committed(lake.resolve("none").toString()), equalTo(List.of()));
  }

  @Test
  void namesTheFileThatIsBroken() throws IOException {
    write("_sluice/manifests/000001.json", "{\"version\": 1, \"num");
    PipelineException e =
        assertThrows(PipelineException.class, () -> ManifestStore.committed(lake.toString()));
    assertThat(e.code(), equalTo(ErrorCode.MANIFEST_INVALID));
    assertThat(e.getMessage(), containsString("000001.json: Not a manifest"));
  }

  @Test
  void refusesAManifestOfANewerVersion() {
    String newer =
        ManifestStore.toJson(Shop.published(1)).replace("\"version\" : 1", "\"version\" : 2");
    PipelineException e =
        assertThrows(PipelineException.class, () -> ManifestStore.fromJson(newer));
    assertThat(e.getMessage(), containsString("use a newer Sluice"));
  }

  private void write(String path, String text) throws IOException {
    Path file = lake.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }
}
