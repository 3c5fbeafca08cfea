// SPDX-License-Identifier: Apache-2.0
package dev.sluice.runs;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import dev.sluice.fixture.Pipelines;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page of a run that others took the place of is true of it. */
class ReportOfOldRunTest {
  private @TempDir Path folder;

  private void spec(String file) {
    Pipelines.write(
        folder.resolve("pipeline.yaml"),
        """
        name: t
        lake: lake
        publish: {approve: manual}
        tables:
          t: {source: {csv: %s}, load: replace, columns: {id: int!}}
        """
            .formatted(file));
    Pipelines.write(folder.resolve(file), "id\n1\n");
    Pipelines.run(folder);
  }

  private String report(String... more) {
    Path out = folder.resolve("page.html");
    List<String> args =
        new ArrayList<>(List.of("report", folder.toString(), "1", "--out", out.toString()));
    args.addAll(List.of(more));
    assertThat(Pipelines.sluice(args.toArray(String[]::new)).exit(), is(0));
    return Pipelines.text(out);
  }

  @Test
  void saysWhereTheRunStandsAndWhatItReadThen() {
    spec("old.csv");
    assertThat(report(), containsString("production does not change until it is released."));
    spec("new.csv");
    String place = folder.toString();
    String staged = report();
    assertThat(staged, containsString("sluice promote plan %s --run 1<".formatted(place)));
    String digest =
        Pipelines.sluice("promote", "plan", place, "--json").json().path("digest").asText();
    Pipelines.sluice("promote", "approve", place, "--why", "x", "--digest", digest);
    Pipelines.sluice("promote", "apply", place);
    String page = report();
    assertThat(page, containsString("; production shows a newer run by now."));
    assertThat(page, containsString("<span class=\"state plain\">replaced</span>"));
    assertThat(page, not(containsString("until it is released")));
    assertThat(page, not(containsString("promote plan")));
    assertThat(page, containsString(" --at 1"));
    assertThat(page, containsString("old.csv"));
    assertThat(page, not(containsString("new.csv")));

    Pipelines.sluice("promote", "rollback", place, "--to", "1", "--why", "x");
    assertThat(report("--again"), containsString("made again after later runs"));
  }
}
