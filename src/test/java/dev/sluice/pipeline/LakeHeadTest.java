// SPDX-License-Identifier: Apache-2.0
package dev.sluice.pipeline;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.is;

import dev.sluice.fixture.Pipelines;
import dev.sluice.fixture.Pipelines.Ran;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What commands that commit or release say of the manifests they would follow. */
class LakeHeadTest {
  private static @TempDir Path base;
  private static BusyLake made;

  private @TempDir Path folder;
  private BusyLake busy;

  @BeforeAll
  static void make() {
    made = BusyLake.in(base);
  }

  @BeforeEach
  void open() {
    busy = made.copiedTo(folder);
  }

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
        "sluice: LAKE_TAKEN: The lake %s is that of pipeline small, which wrote its newest manifest, _sluice/manifests/000004.json; this pipeline is called other, and its tables would take the place of those. Give this pipeline a lake of its own (`lake` in pipeline.yaml), or call it small again (`name`). Nothing was changed.\n"
            .formatted(busy.lake());
    for (List<String> command : committing()) {
      Ran ran = Pipelines.sluice(command.toArray(String[]::new));
      assertThat(ran.toString(), ran.exit(), is(3));
      assertThat(ran.err(), is(said));
    }
    assertThat(busy.files(), is(before));
    assertThat(Files.exists(folder.resolve("other.duckdb")), is(false));
    assertThat(busy.shop.rows("SELECT id FROM production.sales"), contains("1"));
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
