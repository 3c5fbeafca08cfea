// SPDX-License-Identifier: Apache-2.0
package dev.sluice.runs;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;

import dev.sluice.fixture.Pipelines;
import dev.sluice.fixture.Pipelines.Ran;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What several tables die of is said once. */
class JoinedAdviceTest {
  private @TempDir Path folder;

  @Test
  void saysWhatMendsSeveralTablesOnce() throws IOException {
    String rows = "id,n\n1,NA\n2,NA\n3,NA\n4,5\n";
    for (String table : new String[] {"a", "b", "c"}) {
      Pipelines.write(folder.resolve(table + ".csv"), rows);
    }
    Pipelines.write(folder.resolve("d.csv"), "id,n\n1,\n2,100x\n10,20x\n3,3x\n");
    Pipelines.write(
        folder.resolve("pipeline.yaml"),
        """
        name: many
        lake: lake
        tables:
          a:
            source: {csv: a.csv}
            columns: {id: int, n: int}
          b:
            source: {csv: b.csv}
            columns: {id: int, n: int}
          c:
            source: {csv: c.csv}
            columns: {id: int, n: int}
          d:
            source: {csv: d.csv}
            columns: {id: int, n: int}
        """);
    Ran ran = Pipelines.sluice("run", folder.toString());
    assertThat(ran.toString(), ran.exit(), is(1));
    assertThat(
        ran.out(),
        containsString(
            """
            causes of dead rows
              3 × a.n: `NA` (3)
              3 × b.n: `NA` (3)
              3 × c.n: `NA` (3)
                `NA` says that there is no value
                pipeline.yaml:6, pipeline.yaml:9, pipeline.yaml:12 should say
                  n: {type: int, null_values: ["", NA]}
              3 × d.n"""));
    assertThat(
        ran.out(),
        containsString(
            """
              Mend the causes of dead rows that are named here. If that many bad rows are
              normal instead, say so in pipeline.yaml under a, b, c, d:
                tolerate: {dead_rows: 3}
            """));
  }

  @Test
  void sortsNumbersAsNumbers() throws IOException {
    Pipelines.write(folder.resolve("a.csv"), "id,n\n1,100\n2,20\n3,3\n4,-7\n");
    Pipelines.write(folder.resolve("b.csv"), "id,n\n1,100\n2,20\n3,x\n4,20\n");
    Pipelines.write(
        folder.resolve("pipeline.yaml"),
        """
        name: many
        lake: lake
        tables:
          a:
            source: {csv: a.csv}
            columns: {id: int, n: boolean}
          b:
            source: {csv: b.csv}
            columns: {id: int, n: boolean}
            tolerate: {dead_rows: 1}
        """);
    Ran ran = Pipelines.sluice("run", folder.toString());
    assertThat(ran.out(), containsString("  4 × a.n: `-7` (1), `3` (1), `20` (1)\n"));
    assertThat(ran.out(), containsString("  4 × b.n: `20` (2), `100` (1), `x` (1)\n"));
  }
}
