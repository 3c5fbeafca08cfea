// SPDX-License-Identifier: Apache-2.0
package dev.sluice.runs;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;

import dev.sluice.fixture.Pipelines;
import dev.sluice.fixture.Pipelines.Ran;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A failed check tells which row it was, and the line that lets the run go on. */
class WarningLineTest {
  private @TempDir Path folder;

  private Ran run(String check) {
    Pipelines.write(folder.resolve("t.csv"), "id,name,amount\n1,ada,5\n2,bob,\n");
    Pipelines.write(
        folder.resolve("pipeline.yaml"),
        """
        name: t
        lake: lake
        tables:
          t:
            source: {csv: t.csv}
            load: replace
            columns: {id: int, name: text, amount: int}
            checks:
              %s
        """
            .formatted(check));
    return Pipelines.sluice("run", folder.toString());
  }

  @Test
  void tellsTheRowAndTheLine() {
    Ran failed = run("- {not_null: [amount]}");
    assertThat(failed.exit(), is(1));
    assertThat(failed.out(), containsString("id=2, name=bob, amount=null"));
    String line =
        failed
            .out()
            .lines()
            .filter(each -> each.endsWith("severity: warn}"))
            .findFirst()
            .orElse("");
    assertThat(line.strip(), is("- {not_null: [amount], severity: warn}"));
    assertThat(run(line.strip()).exit(), is(0));
  }

  /** Also of rows for which the rule cannot be computed. */
  @Test
  void tellsTheQueryThatGivesAllRowsWhichBreakARule() {
    Pipelines.write(folder.resolve("t.csv"), "id,amount\n1,x\n2,7\n3,-1\n4,\n5,y\n");
    Pipelines.write(
        folder.resolve("pipeline.yaml"),
        """
        name: t
        lake: lake
        tables:
          t:
            source: {csv: t.csv}
            columns: {id: int, amount: text}
            rules:
              - {sql: "CAST(amount AS INT) > 0", where: id < 5, severity: warn, name: above}
        """);
    assertThat(Pipelines.sluice("run", folder.toString()).exit(), is(0));
    Ran shown = Pipelines.sluice("check", "show", folder.toString());
    assertThat(shown.out(), containsString("2 rows"));
    String command =
        shown.out().lines().filter(line -> line.contains("sluice query")).findFirst().orElse("");
    String sql = command.substring(command.indexOf('\'') + 1, command.lastIndexOf('\''));
    Ran rows =
        Pipelines.sluice("query", folder.toString(), "SELECT id, amount " + sql, "--format", "csv");
    assertThat(rows.toString(), rows.out(), is("id,amount\n1,x\n3,-1\n"));
  }
}
