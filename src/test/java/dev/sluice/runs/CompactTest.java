// SPDX-License-Identifier: Apache-2.0
package dev.sluice.runs;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.fixture.Child;
import dev.sluice.fixture.Pipelines;
import dev.sluice.fixture.Pipelines.Ran;
import dev.sluice.store.document.Failpoints;
import dev.sluice.table.RowCounts;
import dev.sluice.table.TableState;
import dev.sluice.table.log.Manifest;
import dev.sluice.table.log.ManifestStore;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Few files instead of many, and everything else as it was. */
class CompactTest {
  private static final int FILES = 5;

  private static final String SPEC =
      """
      name: shop
      lake: lake
      warehouse: duckdb:w.duckdb
      tables:
        sales:
          source: {csv: "in/*.csv"}
          columns: {id: bigint!, shop: text, amount: "decimal(8,2)"}
          load: append
          tolerate: {dead_ratio: 1}
          rules: [amount < 900]
      models:
        totals:
          sql: SELECT shop, sum(amount) AS total FROM sales GROUP BY shop
          per: shop
          incremental: true
      """;

  private static final String SALES =
      "SELECT id, shop, amount::DECIMAL(8,2) AS amount FROM read_csv('%s/in/*.csv', types = {amount: 'DECIMAL(8,2)'}) WHERE amount < 900";

  private @TempDir Path folder;

  @Test
  void makesFewFilesAndChangesNoRow() {
    Pipelines.write(folder.resolve("pipeline.yaml"), SPEC);
    for (int i = 0; i < FILES; i++) {
      come(i, 20);
    }
    assertThat(state("sales").data().count(), is((long) FILES));
    List<String> stats = stats();
    List<String> before = all();
    Ran planned = sluice("compact", "--dry-run");
    assertThat(planned.out(), containsString("15 files would become 3"));
    assertThat(newest().number(), is((long) FILES));

    JsonNode done = sluice("compact", "--json").json();
    assertThat(done.path("number").asInt(), is(FILES + 1));
    assertThat(newest().run().inputs().kind(), is(Manifest.Inputs.Kind.COMPACT));
    assertThat(state("sales").data().count(), is(1L));
    assertThat(state("raw_sales").data().count(), is(1L));
    assertThat(state("dead_letters").data().count(), is(1L));
    assertThat(
        state("sales").counts(), is(new RowCounts(0, 0, 0, 0, 0, state("sales").data().rows())));
    requireRows();
    assertThat(stats(), is(stats));
    assertThat(all(), is(before));
    assertThat(sluice("verify").exit(), is(0));

    // What was read stays read, and what a run before showed is there.
    assertThat(sluice("run", "--quiet").out(), containsString("nothing new since run " + FILES));
    assertThat(
        Pipelines.query("", "SELECT count(*) FROM (" + SALES.formatted(folder) + ")"),
        is(List.of(String.valueOf(state("sales").data().rows()))));
    Ran then = sluice("query", "SELECT count(*) FROM sales", "--at", "2", "--format", "csv");
    assertThat(then.toString(), then.exit(), is(0));
    assertThat(then.out(), containsString("38"));
    assertThat(sluice("compact").out(), containsString("there are no small files"));

    // The next run computes what changed, and knows of each row from which file it is.
    come(FILES, 3);
    assertThat(state("totals").taken().computed(), containsString("incremental: "));
    requireRows();
    Pipelines.write(folder.resolve("in/1.csv"), "id,shop,amount\n1000,s1,5.00\n");
    Pipelines.run(folder);
    requireRows();
    assertThat(rows("SELECT count(*) FROM production.sales WHERE id = 1000"), is(List.of("1")));
  }

  /** Whatever step it is halted at, the same command ends it. */
  @ParameterizedTest
  @ValueSource(
      strings = {"states.sync:after:1", "manifest.name:after:1", "warehouse.commit:before:1"})
  void isDoneOnceWhereverItIsHalted(String step) throws Exception {
    Pipelines.write(folder.resolve("pipeline.yaml"), SPEC);
    for (int i = 0; i < 2; i++) {
      come(i, 20);
    }
    List<String> before = all();
    Child child = Child.start(Map.of(Failpoints.VARIABLE, step), "compact", folder.toString());
    child.endsWith(Failpoints.HALTED);
    assertThat(all(), is(before));
    Ran again = sluice("compact");
    assertThat(again.toString(), again.exit(), is(0));
    assertThat(all(), is(before));
    assertThat(newest().number(), is(3L));
    assertThat(state("sales").data().count(), is(1L));
    assertThat(rows("SELECT max(number) FROM sluice.loads"), is(List.of("3")));
    assertThat(sluice("verify").exit(), is(0));
  }

  /** One row in ten is dead. */
  private void come(int file, int rows) {
    String unused =
        String.join(
            "",
            Pipelines.query(
                "",
                "COPY (SELECT %d * 100 + i AS id, 's' || i %% 20 AS shop, CASE WHEN i %% 20 = 7 THEN 950 ELSE i + 0.25 END AS amount FROM range(%d) t(i)) TO '%s/in/%d.csv' (HEADER)"
                    .formatted(file, rows, in(), file)));
    Pipelines.run(folder);
  }

  private Path in() {
    Pipelines.write(folder.resolve("in/.keep"), "");
    return folder;
  }

  private void requireRows() {
    String sales = SALES.formatted(folder);
    assertThat(difference("sales", sales), is(empty()));
    assertThat(
        difference(
            "totals", "SELECT shop, sum(amount) AS total FROM (" + sales + ") GROUP BY shop"),
        is(empty()));
    long raw = state("raw_sales").data().rows();
    assertThat(raw, is(greaterThan(state("sales").data().rows())));
  }

  private List<String> difference(String table, String plain) {
    String ours = "SELECT * EXCLUDE (created_at, updated_at) FROM production." + table;
    return Pipelines.difference(folder.resolve("w.duckdb").toString(), ours, plain);
  }

  /** Every row of the warehouse, with the times of the runs that made it. */
  private List<String> all() {
    return rows(
        "SELECT 'raw', t::VARCHAR FROM staging.raw_sales t UNION ALL SELECT 'dead', t::VARCHAR FROM staging.dead_letters t UNION ALL SELECT 'typed', t::VARCHAR FROM staging.sales t UNION ALL SELECT 'shown', t::VARCHAR FROM production.sales t UNION ALL SELECT 'model', t::VARCHAR FROM production.totals t ORDER BY ALL");
  }

  private List<String> rows(String sql) {
    return Pipelines.query(folder.resolve("w.duckdb").toString(), sql);
  }

  private List<String> stats() {
    Ran told = sluice("stats", "sales", "--json");
    assertThat(told.toString(), told.exit(), is(0));
    return List.of(told.json().path("columns").toString());
  }

  private Ran sluice(String command, String... more) {
    String[] args = new String[more.length + 2];
    args[0] = command;
    args[1] = folder.toString();
    System.arraycopy(more, 0, args, 2, more.length);
    return Pipelines.sluice(args);
  }

  private TableState state(String table) {
    return newest().table(table).orElseThrow();
  }

  private Manifest newest() {
    return ManifestStore.newest(folder.resolve("lake").toString()).orElseThrow();
  }
}
