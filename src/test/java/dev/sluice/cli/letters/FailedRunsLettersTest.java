// SPDX-License-Identifier: Apache-2.0
package dev.sluice.cli.letters;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.startsWith;

import dev.sluice.fixture.Pipelines;
import dev.sluice.fixture.Pipelines.Ran;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What stands elsewhere is named where nothing is found: at a failed run, or in another target. */
class FailedRunsLettersTest {
  private @TempDir Path folder;

  @Test
  void namesTheFailedRunThatHasLettersAndTheTargetThatHasNoRun() {
    Pipelines.write(
        folder.resolve("pipeline.yaml"),
        """
        name: t
        default_target: dev
        targets: {dev: {lake: dev}, prod: {lake: prod}}
        tables:
          o:
            source: {csv: data/*.csv}
            columns: {id: int!}
            checks:
              - row_count: {min: 5}
        """);
    Pipelines.write(folder.resolve("data/a.csv"), "id\n1\nx\n");
    Ran run = Pipelines.sluice("run", folder.toString(), "--quiet", "--target", "prod");
    assertThat(run.toString(), run.exit(), is(1));
    assertThat(
        run.out(),
        containsString("To release all the same and only be told, write in pipeline.yaml:9:"));
    String id =
        Pipelines.sluice("status", folder.toString(), "--target", "prod", "--json")
            .json()
            .path("runs")
            .path(0)
            .path("run_id")
            .asText();
    assertThat(
        Pipelines.sluice("deadletters", "list", folder.toString(), "--target", "prod").out(),
        startsWith(
            "no dead letter matches\nthe run %s, which failed, has 1 dead letter:\n  sluice deadletters list"
                .formatted(id)));
    assertThat(
        Pipelines.sluice("query", folder.toString(), "FROM o").err(),
        containsString("There is no table o: the lake of target dev, "));
  }
}
