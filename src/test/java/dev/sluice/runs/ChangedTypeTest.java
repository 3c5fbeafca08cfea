// SPDX-License-Identifier: Apache-2.0
package dev.sluice.runs;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;

import dev.sluice.fixture.Pipelines;
import dev.sluice.fixture.Pipelines.Ran;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Follows what is said where a type changed after the first run. */
class ChangedTypeTest {
  private @TempDir Path folder;

  @BeforeEach
  void runOnce() throws IOException {
    Pipelines.write(folder.resolve("data/a.csv"), "id,code\n1,10\n2,20\n");
    spec("bigint", "load: merge");
    ran("run");
    spec("text", "load: merge");
    Ran refused = Pipelines.sluice("run", folder.toString());
    assertThat(refused.toString(), refused.exit(), is(2));
    assertThat(
        refused.err(),
        allOf(
            containsString("write `load: replace` in the table, run, and write the old `load`"),
            containsString(" instead; then `sluice rebuild`, and run.")));
  }

  private void spec(String type, String load) throws IOException {
    Pipelines.write(
        folder.resolve("pipeline.yaml"),
        """
        name: shop
        lake: lake
        warehouse: duckdb:w.duckdb
        tables:
          codes:
            source: {csv: data/*.csv}
            columns: {id: bigint!, code: %s}
            %s
            key: [id]
        publish: {approve: auto}
        """
            .formatted(type, load));
  }

  private void ran(String command) {
    Ran ran = Pipelines.sluice(command, folder.toString());
    assertThat(ran.toString(), ran.exit(), is(0));
  }

  private void requireTexts() {
    assertThat(
        Pipelines.query(
            folder.resolve("w.duckdb").toString(),
            "SELECT id, typeof(code), code FROM production.codes ORDER BY ALL"),
        contains("1|VARCHAR|10", "2|VARCHAR|20"));
  }

  @Test
  void readsATableAnewByOneRunThatReplaces() throws IOException {
    spec("text", "load: replace");
    ran("run");
    requireTexts();
    spec("text", "load: merge");
    ran("run");
    requireTexts();
  }

  @Test
  void beginsAnewWithoutItsLake() throws IOException {
    try (Stream<Path> files = Files.walk(folder.resolve("lake"))) {
      files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
    }
    ran("rebuild");
    ran("run");
    requireTexts();
  }
}
