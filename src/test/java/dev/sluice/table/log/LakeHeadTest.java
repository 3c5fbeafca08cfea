// SPDX-License-Identifier: Apache-2.0
package dev.sluice.table.log;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.startsWith;

import dev.sluice.fixture.Pipelines;
import dev.sluice.fixture.Pipelines.Ran;
import dev.sluice.runs.OnBusyLake;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What commands that commit or release say of the manifests they would follow. */
class LakeHeadTest extends OnBusyLake {
  @Test
  void leavesTheLakeOfAPipelineOfAnotherNameAlone() throws IOException {
    Path spec = folder.resolve("pipeline.yaml");
    Files.writeString(
        spec,
        Files.readString(spec)
            .replace("name: small\n", "name: other\n")
            .replace("small.duckdb", "other.duckdb"));
    List<String> before = busy.files();
    String said =
        "sluice: LAKE_TAKEN: The lake %s is that of pipeline small, which wrote its newest manifest, _sluice/log/000004.json; this pipeline is called other, and its tables would take the place of those. Give this pipeline a lake of its own (`lake` in pipeline.yaml), or call it small again (`name`). Nothing was changed.\n"
            .formatted(busy.lake());
    for (List<String> command : committing()) {
      Ran ran = Pipelines.sluice(command.toArray(String[]::new));
      assertThat(ran.toString(), ran.exit(), is(3));
      assertThat(ran.err(), startsWith(said));
    }
    assertThat(busy.files(), is(before));
    assertThat(Files.exists(folder.resolve("other.duckdb")), is(false));
    assertThat(busy.shop.rows("SELECT id FROM production.sales"), contains("1"));
  }

  @Test
  void stopsWhenAManifestIsMissingWhereverItStood() throws IOException {
    Files.delete(busy.lake().resolve("_sluice/log/000001.json"));
    stops(
        "_sluice/log/000001.json is missing, though 000002.json follows: it was removed, or 000002.json was copied in. Restore it from a backup, or move the copy out of the lake; nothing was changed or deleted.\n");
  }

  @Test
  void stopsWhenTheManifestBeforeTheNewestIsCut() throws IOException {
    Path third = busy.lake().resolve("_sluice/log/000003.json");
    Files.write(third, Arrays.copyOf(Files.readAllBytes(third), 500));
    stops("_sluice/log/000003.json is cut short or not JSON: ");
  }

  @Test
  void stopsWhenTheNewestManifestFollowsAnother() throws IOException {
    Path manifests = busy.lake().resolve("_sluice/log");
    Files.copy(
        manifests.resolve("000001.json"),
        manifests.resolve("000003.json"),
        StandardCopyOption.REPLACE_EXISTING);
    for (List<String> command : List.of(run(), plan(), apply())) {
      Ran ran = Pipelines.sluice(command.toArray(String[]::new));
      assertThat(ran.toString(), ran.exit(), is(1));
      assertThat(
          ran.err(),
          is(
              "sluice: MANIFEST_INVALID: %s/_sluice/log/000004.json does not follow the document before it: one of them was removed, replaced or copied in. Restore the folder from a backup; nothing was changed or deleted.\n"
                  .formatted(busy.lake())));
    }
  }

  /** A run and promotion say what {@code status} says, and change nothing. */
  private void stops(String message) {
    List<String> before = busy.files();
    Ran status = busy.sluice("status");
    assertThat(status.toString(), status.exit(), is(1));
    assertThat(
        status.err(),
        startsWith("sluice: MANIFEST_INVALID: %s/%s".formatted(busy.lake(), message)));
    for (List<String> command : List.of(run(), plan(), apply())) {
      Ran ran = Pipelines.sluice(command.toArray(String[]::new));
      assertThat(ran.toString(), ran.exit(), is(1));
      assertThat(ran.err(), is(status.err()));
    }
    assertThat(busy.files(), is(before));
  }

  private List<String> run() {
    return List.of("run", folder.toString(), "--quiet", "--again");
  }

  private List<String> plan() {
    return List.of("promote", "plan", folder.toString());
  }

  private List<String> apply() {
    return List.of("promote", "apply", folder.toString());
  }

  private List<List<String>> committing() {
    String dir = folder.toString();
    return List.of(
        List.of("run", dir, "--quiet"),
        List.of("run", dir, "--quiet", "--again"),
        List.of("replay", dir, "--quiet"),
        List.of("deadletters", "discard", dir, "--all", "--why", "x"),
        List.of("promote", "approve", dir, "--why", "x"),
        List.of("promote", "apply", dir),
        List.of("promote", "reject", dir, "--why", "x"),
        List.of("promote", "rollback", dir, "--why", "x"),
        List.of("promote", "releases", dir),
        List.of("rebuild", dir));
  }
}
