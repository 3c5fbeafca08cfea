// SPDX-License-Identifier: Apache-2.0
package dev.sluice.runs;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.fixture.Pipelines;
import dev.sluice.fixture.Pipelines.Ran;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Dead rows whose source file was corrected, and run again. */
class CorrectedSourceTest {
  private @TempDir Path folder;

  @Test
  void closesTheLettersOfAFileThatWasReadAgainWithOtherContent() {
    Pipelines.write(
        folder.resolve("pipeline.yaml"),
        """
        name: t
        lake: lake
        defaults: {tolerate: {dead_ratio: 1}}
        keep: {runs: 1}
        tables:
          added: {source: {csv: data/*.csv}, load: append, columns: {id: int!, n: int}}
          merged: {source: {csv: data/*.csv}, load: merge, key: [id], columns: {id: int!, n: int}}
          onward: {source: {csv: data/*.csv}, load: merge, key: [id], cursor: id, columns: {id: int!, n: int}}
        """);
    data("a.csv", "id,n\n1,x\n2,y\n3,3\n");
    data("b.csv", "id,n\n7,z\n");
    Ran first = Pipelines.run(folder);
    for (String out : List.of(first.out(), sluice("deadletters", "list").out())) {
      assertThat(
          out,
          containsString(
              "If the source file of added, merged is corrected instead, a run that reads it"));
      assertThat(
          out, containsString("If the source of onward is corrected instead, from a value of its"));
      assertThat(out, containsString(" --table onward --why corrected"));
    }
    assertThat(states(), contains(all("x open", "y open", "z open")));

    // The first is mended, the second stands elsewhere now, and the other file is as it was.
    data("a.csv", "id,n\n1,1\n9,9\n2,y\n3,3\n");
    String run = Pipelines.run(folder, "--json").json().path("run_id").asText();
    assertThat(
        states(),
        contains(
            "added x superseded " + run,
            "added y open null",
            "added y superseded " + run,
            "added z open null",
            "merged x superseded " + run,
            "merged y open null",
            "merged y superseded " + run,
            "merged z open null",
            // Of a changed file only rows behind the cursor are read, so that nobody can tell.
            "onward x open null",
            "onward y open null",
            "onward z open null"));

    // Nor is it forgotten once the runs are gone that read the file.
    List<String> before = states();
    Pipelines.run(folder, "--again");
    assertThat(sluice("gc", "--older-than", "0s").exit(), is(0));
    assertThat(sluice("status").out(), not(containsString(run)));
    assertThat(states(), is(before));

    // Neither a replay takes what is no longer there, nor can it be discarded.
    assertThat(
        Pipelines.sluice("replay", folder.toString(), "--table", "added").out(),
        containsString("replayed 2 dead letters: 0 resolved, 2 died again"));
    data("a.csv", "id,n\n1,1\n9,9\n2,2\n3,3\n");
    data("b.csv", "id,n\n7,7\n");
    Pipelines.run(folder);
    assertThat(
        Pipelines.sluice(
                "deadletters", "list", folder.toString(), "--table", "added", "--table", "merged")
            .out(),
        is("no dead letter matches\n"));
    assertThat(
        Pipelines.sluice("replay", folder.toString(), "--table", "merged").out(),
        is("nothing to replay: no open dead letter matches\n"));
  }

  private Ran sluice(String... words) {
    List<String> all = new ArrayList<>(List.of(words));
    all.add(words[0].equals("deadletters") ? 2 : 1, folder.toString());
    return Pipelines.sluice(all.toArray(String[]::new));
  }

  private static String[] all(String... states) {
    List<String> all = new ArrayList<>();
    for (String table : List.of("added", "merged", "onward")) {
      for (String state : states) {
        all.add(table + " " + state + " null");
      }
    }
    return all.toArray(String[]::new);
  }

  private void data(String name, String text) {
    Pipelines.write(folder.resolve("data/" + name), text);
  }

  /** Table, value, state and who closed it, of every letter. */
  private List<String> states() {
    List<String> states = new ArrayList<>();
    for (JsonNode each :
        Pipelines.sluice("deadletters", "list", folder.toString(), "--all", "--json")
            .json()
            .path("letters")) {
      states.add(
          String.join(
              " ",
              each.path("table").asText(),
              each.at("/reasons/0/value").asText(),
              each.at("/fate/state").asText() + each.path("state").asText(),
              each.at("/fate/closed_by").asText() + each.path("closed_by").asText()));
    }
    Collections.sort(states);
    return states;
  }
}
