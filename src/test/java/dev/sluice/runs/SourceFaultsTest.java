// SPDX-License-Identifier: Apache-2.0
package dev.sluice.runs;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.fixture.Pipelines;
import dev.sluice.fixture.Pipelines.Ran;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Values that are wrong in the source: no line of the spec is advised that would not hold. */
class SourceFaultsTest {
  private static final String NO_KEY =
      "rows have no value, and nothing else tells which row is which: correct the source";
  private static final String NO_NUMBER =
      "they are no numbers, unlike most values: correct the source";

  private @TempDir Path folder;

  @Test
  void areSaidToBeTheSourcesInTheRunAndInItsReplay() {
    Pipelines.write(
        folder.resolve("pipeline.yaml"),
        """
        name: faults
        lake: lake
        tables:
          sales:
            source: {csv: data/*.csv}
            columns:
              id: bigint!
              price: {type: double, decimal: ","}
            load: merge
            key: [id]
            tolerate: {dead_ratio: 1}
        """);
    Pipelines.write(
        folder.resolve("data/1.csv"),
        "id,price\n1,\"2,5\"\n2,\"3,5\"\n3,\"4,5\"\n4,twelve\n,\"1,5\"\n");
    Map<String, String> expected = Map.of("id", NO_KEY, "price", NO_NUMBER);
    assertThat(causes(Pipelines.run(folder, "--json")), is(expected));
    assertThat(causes(Pipelines.sluice("replay", folder.toString(), "--json")), is(expected));
  }

  /** The causes that come without a line to write, by column. */
  private static Map<String, String> causes(Ran ran) {
    Map<String, String> causes = new TreeMap<>();
    for (JsonNode cause : ran.json().at("/causes")) {
      String edits = cause.at("/edits").isEmpty() ? "" : " " + cause.at("/edits");
      causes.put(cause.at("/subject").asText(), cause.at("/why").asText() + edits);
    }
    return causes;
  }
}
