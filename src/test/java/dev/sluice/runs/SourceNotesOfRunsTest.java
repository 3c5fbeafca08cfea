// SPDX-License-Identifier: Apache-2.0
package dev.sluice.runs;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.not;

import dev.sluice.fixture.Pipelines;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is odd about files is said, also by a run that has nothing to do. */
class SourceNotesOfRunsTest {
  private @TempDir Path folder;

  @Test
  void namesFilesThatAreEmptyOrGone() throws IOException {
    Pipelines.write(
        folder.resolve("pipeline.yaml"),
        """
        name: t
        lake: lake
        tables:
          t: {source: {csv: "data/*.csv"}, load: append, columns: {id: int!}}
        """);
    Pipelines.write(folder.resolve("data/a.csv"), "id\n1\n");
    Pipelines.write(folder.resolve("data/b.csv"), "");
    String data = folder.resolve("data").toRealPath().toString();
    assertThat(
        Pipelines.run(folder).err(),
        containsString(
            "Table t: 1 file is without a byte, and so without rows, such as %s/b.csv."
                .formatted(data)));
    assertThat(Pipelines.run(folder).err(), not(containsString("without a byte")));
    Files.delete(folder.resolve("data/a.csv"));
    assertThat(
        Pipelines.run(folder).err(),
        containsString(
            "Table t: 1 file that was taken in is no longer there, such as %s/a.csv; the rows stay."
                .formatted(data)));
  }
}
