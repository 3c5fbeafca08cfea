// SPDX-License-Identifier: Apache-2.0
package dev.sluice.runs;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import dev.sluice.fixture.Pipelines;
import dev.sluice.fixture.Pipelines.Ran;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EndlessSqlTest {
  private @TempDir Path folder;

  @Test
  void namesTheModelWhoseStatementDoesNotEnd() {
    write("n < 3");
    Ran ended = Pipelines.run(folder);
    assertThat(ended.out(), containsString("Those of models: once the model is corrected"));
    assertThat(ended.out(), containsString("sluice run " + folder));
    assertThat(ended.out(), not(containsString("sluice replay")));
    Ran replay = Pipelines.sluice("replay", folder.toString());
    assertThat(replay.out(), containsString("1 of models"));
    assertThat(replay.out(), containsString("correct it, then `sluice run`"));
    Ran list = Pipelines.sluice("deadletters", "list", folder.toString());
    assertThat(list.out(), not(containsString("sluice replay")));
    assertThat(list.out(), containsString("    sluice run " + folder));

    write("true");
    assertThat(Pipelines.sluice("validate", folder.toString()).exit(), is(0));
    Ran ran = Pipelines.sluice("run", folder.toString(), "--quiet");
    assertThat(ran.exit(), is(1));
    assertThat(
        ran.err(), containsString("SQL_TIMEOUT: Model m took longer than 1 s and was stopped."));
    assertThat(ran.err(), containsString("`sql_timeout`"));
    assertThat(ran.err(), not(containsString("Exception")));
    assertThat(ran.err(), not(containsString("\tat ")));
    Ran debug = Pipelines.sluice("run", folder.toString(), "--quiet", "--debug");
    assertThat(debug.err(), containsString("    at dev.sluice."));
  }

  private void write(String until) {
    Pipelines.write(
        folder.resolve("pipeline.yaml"),
        """
        name: endless
        lake: lake
        sql_timeout: 1s
        tables:
          t: {source: {csv: t.csv}, schema: t.avsc, load: replace}
        models:
          m:
            per: []
            sql: |
              WITH RECURSIVE r AS (
                SELECT id AS n FROM t UNION ALL SELECT n + 1 FROM r WHERE %s
              ) SELECT max(n) AS n FROM r
            rules: [n < 3]
            tolerate: {dead_rows: 1}
        """
            .formatted(until));
    Pipelines.write(
        folder.resolve("t.avsc"),
        """
        {"type": "record", "name": "t", "fields": [{"name": "id", "type": "long"}]}
        """);
    Pipelines.write(folder.resolve("t.csv"), "id\n1\n");
  }
}
