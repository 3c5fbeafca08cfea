// SPDX-License-Identifier: Apache-2.0
package dev.sluice.runs;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;

import dev.sluice.fixture.Pipelines;
import dev.sluice.fixture.Pipelines.Ran;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What had rows and has none now is a warning of the run. */
class EmptiedFilesTest {
  private @TempDir Path folder;

  private List<String> warnings() {
    Ran ran = Pipelines.sluice("run", folder.toString(), "--json");
    assertThat(ran.toString(), ran.exit(), is(0));
    Stream<String> all =
        StreamSupport.stream(ran.json().path("verdicts").spliterator(), false)
            .filter(each -> !each.path("passed").asBoolean())
            .map(
                each ->
                    "%s: %s: %s, expected %s"
                        .formatted(
                            each.path("table").asText(),
                            each.path("check").asText(),
                            each.path("observed").asText(),
                            each.path("expected").asText()));
    return all.toList();
  }

  @Test
  void warnsOfFilesAndTablesThatLostAllRows() {
    Pipelines.write(
        folder.resolve("pipeline.yaml"),
        """
        name: t
        lake: lake
        tables:
          added: {source: {csv: "data/*.csv"}, columns: {id: int!}}
          anew: {source: {csv: "data/*.csv"}, columns: {id: int!}, load: replace}
          merged: {source: {csv: "data/*.csv"}, columns: {id: int!}, load: merge, key: [id]}
        """);
    Pipelines.write(folder.resolve("data/a.csv"), "id\n1\n2\n");
    Pipelines.write(folder.resolve("data/b.csv"), "id\n3\n");
    assertThat(warnings(), empty());
    Pipelines.write(folder.resolve("data/a.csv"), "id\n");
    assertThat(
        warnings(),
        contains(
            "added: emptied: a.csv is empty now, expected 2 rows, as before",
            "anew: emptied: a.csv is empty now, expected 2 rows, as before"));
    Pipelines.write(folder.resolve("data/b.csv"), "");
    assertThat(
        warnings(),
        contains(
            "added: emptied: b.csv is empty now, expected 1 row, as before",
            "added: emptied: the table has no row any more, expected 1 row, as before",
            "anew: emptied: b.csv is empty now, expected 1 row, as before",
            "anew: emptied: the table has no row any more, expected 1 row, as before"));
    assertThat(
        Pipelines.text(folder.resolve("lake/_sluice/reports/000003.html")),
        containsString("the table has no row any more"));
    assertThat(warnings(), empty());
  }
}
