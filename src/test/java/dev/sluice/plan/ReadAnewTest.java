// SPDX-License-Identifier: Apache-2.0
package dev.sluice.plan;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;

import dev.sluice.fixture.Pipelines;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A plan says why files are read that were read before. */
class ReadAnewTest {
  private @TempDir Path folder;

  private void spec(String files) {
    Pipelines.write(
        folder.resolve("pipeline.yaml"),
        """
        name: t
        lake: lake
        tables:
          t:
            source: {csv: "%s"}
            load: merge
            key: [id]
            columns: {id: int!}
        """
            .formatted(files));
  }

  @Test
  void namesWhatChangedInTheSpec() {
    Pipelines.write(folder.resolve("a1.csv"), "id\n1\n");
    Pipelines.write(folder.resolve("b1.csv"), "id\n2\n");
    spec("a*.csv");
    Pipelines.run(folder);
    spec("*.csv");
    String plan = Pipelines.sluice("plan", folder.toString()).out();
    assertThat(plan, containsString("all of its files are read anew, because source changed"));
  }
}
