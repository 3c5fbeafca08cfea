// SPDX-License-Identifier: Apache-2.0
package dev.sluice.runs;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.fixture.Pipelines;
import dev.sluice.fixture.Pipelines.Ran;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Releases the runs of a pipeline, and asks what the next release would change. */
final class StagedPlans {
  private final Path folder;

  StagedPlans(Path folder) {
    this.folder = folder;
  }

  Ran plan() {
    Ran plan = Pipelines.sluice("promote", "plan", folder.toString(), "--json");
    assertThat(plan.toString(), plan.exit(), is(0));
    return plan;
  }

  static JsonNode table(Ran plan, String name) {
    for (JsonNode table : plan.json().path("tables")) {
      if (table.path("table").asText().equals(name)) {
        return table;
      }
    }
    throw new AssertionError(plan.toString());
  }

  static List<String> profile(JsonNode table) {
    List<String> lines = new ArrayList<>();
    for (JsonNode each : table.path("profile")) {
      lines.add(
          "%s %s: %s → %s"
              .formatted(
                  each.path("column").asText(),
                  each.path("measure").asText(),
                  each.path("before").asText(),
                  each.path("after").asText()));
    }
    return lines;
  }

  void release() {
    Ran approved = Pipelines.sluice("promote", "approve", folder.toString(), "--why", "first");
    assertThat(approved.toString(), approved.exit(), is(0));
    Ran applied = Pipelines.sluice("promote", "apply", folder.toString());
    assertThat(applied.toString(), applied.exit(), is(0));
  }

  /** What an earlier release leaves of a state: no statistics. */
  void loseStatistics() {
    List<Path> kept = files(".puffin");
    assertThat(kept.size(), greaterThan(0));
    kept.forEach(StagedPlans::delete);
  }

  List<Path> files(String ending) {
    try (Stream<Path> all = Files.walk(folder.resolve("lake"))) {
      return all.filter(path -> path.toString().endsWith(ending)).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static void delete(Path file) {
    try {
      Files.delete(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The same measures, of which different values are estimated. */
  static List<String> estimated(List<String> lines) {
    return lines.stream()
        .map(
            each ->
                each.replaceFirst(" distinct: (\\d+) → (\\d+)$", " distinct: about $1 → about $2"))
        .toList();
  }
}
