// SPDX-License-Identifier: Apache-2.0
package dev.sluice.runs;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.fixture.Pipelines;
import dev.sluice.fixture.Pipelines.Ran;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a promotion would change where columns have another type now, or are not on both sides. */
class ComparedTypesTest {
  private static final String DATA = "id,v\n1,9\n2,10\n3,100.50\n";

  private @TempDir Path folder;

  private JsonNode change(String before, String after) {
    return change(before, DATA, after, DATA);
  }

  private JsonNode change(String before, String dataBefore, String after, String dataAfter) {
    staged(before, dataBefore);
    Pipelines.sluice("promote", "approve", folder.toString(), "--why", "first");
    Pipelines.sluice("promote", "apply", folder.toString());
    staged(after, dataAfter);
    Ran plan = Pipelines.sluice("promote", "plan", folder.toString(), "--json");
    assertThat(plan.toString(), plan.exit(), is(0));
    for (JsonNode table : plan.json().path("tables")) {
      if (table.path("table").asText().equals("m")) {
        return table;
      }
    }
    throw new AssertionError(plan.toString());
  }

  private void staged(String select, String data) {
    Pipelines.write(folder.resolve("t.csv"), data);
    Pipelines.write(
        folder.resolve("pipeline.yaml"),
        """
        name: t
        lake: lake
        publish: {approve: manual}
        tables:
          t:
            source: {csv: t.csv}
            load: replace
            columns: {id: int, v: text}
        models:
          m: {sql: "%s"}
        """
            .formatted(select));
    Pipelines.run(folder, "--again");
  }

  private static List<String> profile(JsonNode table) {
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

  private static List<String> samples(JsonNode table) {
    List<String> lines = new ArrayList<>();
    for (JsonNode each : table.at("/rows/samples")) {
      StringBuilder line = new StringBuilder(each.path("change").asText());
      each.path("key")
          .forEach(
              v ->
                  line.append(' ')
                      .append(v.path("column").asText())
                      .append('=')
                      .append(v.path("value").asText()));
      lines.add(line.toString());
    }
    return lines;
  }

  @Test
  void comparesTextsThatBecomeNumbersAsNumbers() {
    JsonNode table = change("SELECT id, v FROM t", "SELECT id, v::DECIMAL(9,2) AS v FROM t");
    assertThat(profile(table), is(List.of()));
    assertThat(samples(table), is(List.of()));
    assertThat(
        table.path("schema").toString(), is("[\"column v was VARCHAR and becomes DECIMAL(9,2)\"]"));
  }

  @Test
  void comparesNumbersThatBecomeTextsAsNumbers() {
    JsonNode table = change("SELECT id, v::DOUBLE AS v FROM t", "SELECT id, v FROM t");
    assertThat(profile(table), is(List.of()));
    assertThat(samples(table), is(List.of()));
  }

  @Test
  void comparesByTheTypeThatHoldsBoth() {
    JsonNode table =
        change("SELECT id, v::DOUBLE AS v FROM t", "SELECT id, v::DOUBLE::INT AS v FROM t");
    assertThat(profile(table), is(List.of("v max: 100.5 → 100.0", "v mean: 39.8333 → 39.6667")));
  }

  @Test
  void saysThatValuesHaveNoCommonOrder() {
    JsonNode table =
        change(
            "SELECT id, v FROM t",
            "id,v\n1,9\n2,10\n3,none\n",
            "SELECT id, TRY_CAST(v AS DECIMAL(9,2)) AS v FROM t",
            "id,v\n1,9\n2,10\n3,none\n");
    assertThat(
        table.path("schema").toString(),
        is(
            "[\"column v was VARCHAR and becomes DECIMAL(9,2)\",\"values of v are compared as text:"
                + " neither type holds those of both (no min, max, mean)\"]"));
    assertThat(profile(table), is(List.of("v nulls: 0 → 1", "v distinct: about 3 → about 2")));
    assertThat(samples(table), is(List.of("added id=3 v=null", "removed id=3 v=none")));
  }

  @Test
  void comparesTypesBetweenWhichNoCastLeads() {
    JsonNode table =
        change("SELECT id, DATE '2026-01-01' AS v FROM t", "SELECT id, [id] AS v FROM t");
    assertThat(table.at("/rows/added").asLong(), is(3L));
    assertThat(table.at("/rows/removed").asLong(), is(3L));
  }

  @Test
  void showsTheColumnsThatOneSideHas() {
    JsonNode table =
        change(
            "SELECT id, v, 'a' || id AS old FROM t",
            DATA,
            "SELECT id, v, 'b' || id AS fresh FROM t",
            "id,v\n1,9\n2,10\n4,7\n4,7\n");
    assertThat(
        samples(table),
        is(
            List.of(
                "added id=4 v=7 fresh=b4",
                "added id=4 v=7 fresh=b4",
                "removed id=3 v=100.50 old=a3")));
  }
}
