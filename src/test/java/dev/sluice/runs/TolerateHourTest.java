// SPDX-License-Identifier: Apache-2.0
package dev.sluice.runs;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;

import dev.sluice.fixture.Pipelines;
import dev.sluice.table.Verdict;
import dev.sluice.table.log.ManifestStore;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Dead rows of the runs of one hour are counted together. */
class TolerateHourTest {
  private static final String HEADER = "id,shop,amount,at\n";

  private @TempDir Path folder;
  private SmallShop shop;
  private int files;

  private void limit(String... table) {
    shop = new SmallShop(folder).spec("{csv: data/*.csv}", table);
  }

  /** Adds a file with a good row and some dead ones, and runs at a time. */
  private Pipelines.Ran run(String at, int dead) {
    int file = ++files;
    shop.data(
        file + ".csv",
        HEADER + file + ",a,1.00,2026-01-01\n" + "x,a,1.00,2026-01-01\n".repeat(dead));
    return Pipelines.sluice("run", folder.toString(), "--quiet", "--created-at", at);
  }

  private void accepted(String at, int dead) {
    Pipelines.Ran ran = run(at, dead);
    assertThat(ran.toString(), ran.exit(), is(0));
  }

  private String counted() {
    return ManifestStore.newest(folder.resolve("lake").toString()).orElseThrow().verdicts().stream()
        .filter(verdict -> verdict.check().equals("tolerate dead_rows_per_hour"))
        .map(Verdict::observed)
        .toList()
        .toString();
  }

  @Test
  void countsTheDeadRowsOfAnHourTogether() {
    limit("load: append", "tolerate: {dead_rows_per_hour: 3}");
    accepted("2026-01-01T10:10:00Z", 2);
    accepted("2026-01-01T10:50:00Z", 1);
    assertThat(counted(), is("[3]"));
    Pipelines.Ran refused = run("2026-01-01T10:59:59Z", 1);
    assertThat(refused.toString(), refused.exit(), is(1));
    assertThat(
        refused.out() + refused.err(),
        containsString(
            "sales: tolerate dead_rows_per_hour is 4, expected at most 3 since 2026-01-01T10:00:00Z"));
    assertThat(refused.out(), containsString("tolerate: {dead_rows_per_hour: 4}"));
    accepted("2026-01-01T11:00:00Z", 1);
    assertThat(counted(), is("[2]"));
  }

  @Test
  void countsWhatRunsHadBeforeThereWasALimitAndNoRowTwice() {
    limit("load: append", "tolerate: {dead_rows: 5}");
    accepted("2026-01-01T10:10:00Z", 2);
    accepted("2026-01-01T10:20:00Z", 1);
    limit("load: append", "tolerate: {dead_rows: 2, dead_rows_per_hour: 10}");
    accepted("2026-01-01T10:30:00Z", 2);
    assertThat(counted(), is("[5]"));
    Pipelines.Ran replay =
        Pipelines.sluice(
            "replay", folder.toString(), "--quiet", "--created-at", "2026-01-01T10:40:00Z");
    assertThat(replay.toString(), replay.exit(), is(0));
    accepted("2026-01-01T10:50:00Z", 1);
    assertThat(counted(), is("[6]"));
    assertThat(
        shop.rows("SELECT count(*) FROM production.sales"), is(List.of(String.valueOf(files))));
  }
}
