// SPDX-License-Identifier: Apache-2.0
package dev.sluice.runs;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import dev.sluice.fixture.Pipelines;
import dev.sluice.fixture.Pipelines.Ran;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A warehouse that follows over several runs at once is told of those alone. */
class ToldLaterTest {
  private static final String RUNS =
      "SELECT run, kind FROM sluice.runs WHERE table_name = 't' ORDER BY ALL";

  private @TempDir Path folder;

  private void run(int rows, boolean hasWarehouse, String keep) {
    Pipelines.write(
        folder.resolve("pipeline.yaml"),
        """
        name: told
        lake: lake
        %s
        %s
        tables:
          t:
            source: {csv: t.csv}
            columns: {id: bigint!}
            checks: [{row_count: {min: 1}}]
        """
            .formatted(hasWarehouse ? "warehouse: duckdb:w.duckdb" : "", keep));
    Pipelines.write(folder.resolve("t.csv"), "id\n" + "1\n".repeat(rows));
    Ran unused = Pipelines.run(folder);
  }

  private List<String> warehouse(String sql) {
    return Pipelines.query(folder.resolve("w.duckdb").toString(), sql);
  }

  private void mark(String how) {
    for (String table : List.of("runs", "checks", "column_stats")) {
      List<String> unused =
          warehouse(
              "UPDATE sluice.%s SET %s = '%s'"
                  .formatted(table, table.equals("runs") ? "kind" : "table_name", how));
    }
    List<String> unused = warehouse("UPDATE sluice.runs SET table_name = 't'");
  }

  @Test
  void addsTheRunsThatCameSince() {
    run(1, true, "");
    run(2, true, "");
    mark("told");
    run(3, false, "");
    run(4, false, "");
    run(5, true, "");
    assertThat(
        warehouse("SELECT DISTINCT run, kind FROM sluice.runs WHERE table_name = 't' ORDER BY 1"),
        is(List.of("1|told", "2|told", "3|run", "4|run", "5|run")));
    for (String table : List.of("checks", "column_stats")) {
      assertThat(
          warehouse(
              "SELECT list(run ORDER BY run), count(DISTINCT n) FROM (SELECT run, count(*) AS n FROM sluice.%s WHERE table_name IN ('t', 'told') GROUP BY run)"
                  .formatted(table)),
          is(List.of("[1, 2, 3, 4, 5]|1")));
      assertThat(
          warehouse(
              "SELECT DISTINCT run FROM sluice.%s WHERE table_name = 'told' ORDER BY 1"
                  .formatted(table)),
          is(List.of("1", "2")));
    }
  }

  @Test
  void keepsWhatTheLakeNoLongerHas() {
    run(1, true, "");
    run(2, true, "");
    run(3, false, "");
    run(4, false, "");
    run(5, false, "keep: {runs: 1}");
    Ran gc = Pipelines.sluice("gc", folder.toString());
    assertThat(gc.toString(), gc.exit(), is(0));
    run(6, true, "keep: {runs: 1}");
    List<String> told =
        warehouse("SELECT DISTINCT run FROM sluice.runs WHERE table_name = 't' ORDER BY 1");
    assertThat(told.subList(0, 2), is(List.of("1", "2")));
    assertThat(told.get(told.size() - 1), is("6"));
  }

  @Test
  void forgetsWhatWasRejectedMeanwhile() {
    run(1, true, "publish: {approve: manual}");
    run(2, true, "publish: {approve: manual}");
    Ran rejected =
        Pipelines.sluice(
            "promote", "reject", folder.toString(), "--why", "no", "--by", "ann", "--run", "2");
    assertThat(rejected.toString(), rejected.exit(), is(0));
    run(3, false, "publish: {approve: manual}");
    run(4, true, "publish: {approve: manual}");
    assertThat(warehouse(RUNS), is(List.of("1|run", "3|run", "4|run")));
  }
}
