// SPDX-License-Identifier: Apache-2.0
package dev.sluice.plan;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;

import dev.sluice.fixture.Pipelines;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of a table or model that the spec no longer has. */
class LeavingTableTest {
  private static final String KEEP = "keep: {source: {csv: data/*.csv}, schema: t.avsc}";
  private static final String HISTORY =
      "history: {source: {csv: data/*.csv}, schema: t.avsc, rules: [id < 100], tolerate: {dead_rows: 9}, checks: [{row_count: {min: 1}}]}";
  private static final String SUM =
      "models:\n  total: {sql: SELECT count(*) AS n FROM history, per: []}\n";
  private static final String LEFT =
      "history is not in the spec any more: production keeps its 2 rows as they are. `--drop"
          + " history` or `removed: [history]` takes them out; `renamed_from: history` lets another"
          + " table go on with them.";

  private @TempDir Path folder;

  @BeforeEach
  void runsOnce() {
    Pipelines.write(
        folder.resolve("t.avsc"),
        "{\"type\": \"record\", \"name\": \"t\", \"fields\": [{\"name\": \"id\", \"type\": \"long\"}]}");
    data("1.csv", "id\n1\n2\n");
    spec("", SUM, KEEP, HISTORY);
    Pipelines.run(folder);
  }

  @Test
  void keepsItsRowsInProductionUntilItIsDropped() {
    spec("", "", KEEP);
    assertThat(
        Pipelines.sluice("plan", folder.toString(), "--json").json().path("notes").get(0).asText(),
        is(LEFT));
    data("2.csv", "id\n3\n");
    Pipelines.Ran ran = Pipelines.run(folder);
    assertThat(ran.err(), containsString("sluice: " + LEFT + "\n"));
    assertThat(ran.err(), containsString("total is not in the spec any more"));
    assertThat(rows("SELECT id FROM production.history ORDER BY 1"), contains("1", "2"));
    assertThat(rows("SELECT n FROM production.total"), contains("2"));
    assertThat(rows("SELECT count(*) FROM production.keep"), contains("3"));
    assertThat(Pipelines.sluice("replay", folder.toString()).exit(), is(0));
    assertThat(Pipelines.sluice("rebuild", folder.toString()).exit(), is(0));
    assertThat(rows("SELECT id FROM production.history ORDER BY 1"), contains("1", "2"));

    Pipelines.Ran wrong = Pipelines.sluice("run", folder.toString(), "--drop", "histry");
    assertThat(wrong.exit(), is(2));
    assertThat(wrong.err(), containsString("history"));
    assertThat(
        Pipelines.sluice("run", folder.toString(), "--drop", "keep").err(),
        containsString("--drop keep: the spec has it"));
    ran = Pipelines.run(folder, "--drop", "history", "--drop", "total", "--json");
    assertThat(
        ran.json().path("notes").get(0).asText(), is("history leaves production with its 2 rows."));
    assertThat(tables(), contains("keep"));
    assertThat(rows("SELECT count(*) FROM production.keep"), contains("3"));
    assertThat(Pipelines.sluice("verify", folder.toString()).exit(), is(0));
    assertThat(Pipelines.run(folder, "--json").json().path("note").asText(), is("unchanged"));
  }

  @Test
  void leavesProductionWhenTheSpecSaysSo() {
    spec("removed: [history, total]", "", KEEP);
    assertThat(
        Pipelines.run(folder).err(), containsString("history leaves production with its 2 rows."));
    assertThat(tables(), contains("keep"));
    spec("removed: [keep]", "", KEEP);
    Pipelines.Ran ran = Pipelines.sluice("run", folder.toString());
    assertThat(ran.exit(), is(2));
    assertThat(ran.err(), containsString("`keep` is removed, and stands in the spec"));
  }

  @Test
  void asksBeforeItLeavesProduction() {
    spec("", "models:\n  total: {sql: \"SELECT 7 AS m FROM keep\"}\n", KEEP);
    Pipelines.Ran ran = asked("n\nno\n");
    assertThat(ran.exit(), is(3));
    assertThat(
        ran.err(),
        is(
            "`history` is not in the spec any more. Take it out of production (2 rows)? [y/N] "
                + "`total.n` is not in the spec any more. Take it out of production (1 row)? [y/N] "
                + "sluice: `total.n` stays in production, and nothing was changed. Put it back into the spec, or say yes.\n"));
    assertThat(tables(), contains("history", "keep", "total"));
    assertThat(
        Pipelines.sluice("run", folder.toString(), "--drop", "total.x").err(),
        containsString("--drop total.x: did you mean `total.n`?"));
    ran = asked("Y\nyes\n");
    assertThat(ran.toString(), ran.exit(), is(0));
    assertThat(tables(), contains("keep", "total"));
    assertThat(rows("SELECT max(m) FROM production.total"), contains("7"));
    // What the spec removes is asked for too; an end of input is no yes.
    spec("removed: [total]", "", KEEP);
    ran = asked("");
    assertThat(ran.exit(), is(3));
    assertThat(
        ran.err(),
        containsString("The spec takes `total` out of production (2 rows). Go on? [y/N] "));
    assertThat(Pipelines.run(folder, "--yes").err(), containsString("total leaves production"));
    assertThat(tables(), contains("keep"));
  }

  private Pipelines.Ran asked(String typed) {
    return Pipelines.answering(typed, "run", folder.toString(), "--quiet");
  }

  @Test
  void goesOnUnderItsNewName() {
    data("2.csv", "id\n200\n");
    Pipelines.run(folder);
    String past = HISTORY.replace("history: {", "past: {renamed_from: history, ");
    String sum =
        "models:\n  sum_of: {sql: SELECT count(*) AS n FROM past, per: [], renamed_from: total}\n";
    spec("", sum, KEEP, past);
    data("3.csv", "id\n3\n");
    Pipelines.Ran ran = Pipelines.run(folder);
    assertThat(ran.err(), is(""));
    assertThat(tables(), contains("keep", "past", "sum_of"));
    assertThat(rows("SELECT id FROM production.past ORDER BY 1"), contains("1", "2", "3"));
    assertThat(rows("SELECT n FROM production.sum_of"), contains("3"));
    // The files it was read from are known under the new name too.
    Pipelines.run(folder, "--again");
    assertThat(rows("SELECT count(*) FROM production.past"), contains("3"));
    assertThat(letters("past"), contains("open"));
    assertThat(Pipelines.sluice("verify", folder.toString()).exit(), is(0));
    assertThat(Pipelines.sluice("rebuild", folder.toString()).exit(), is(0));
    assertThat(tables(), contains("keep", "past", "sum_of"));
    // Renamed once more, and then as if it had always had that name: its letters go with it.
    String gone = past.replace("past: {renamed_from: history", "gone: {renamed_from: past");
    spec("", sum.replace("past", "gone"), KEEP, gone);
    Pipelines.run(folder);
    assertThat(letters("gone"), contains("open"));
    gone = gone.replace("renamed_from: past, ", "").replace("id < 100", "id < 300");
    spec("", sum.replace("past", "gone"), KEEP, gone);
    assertThat(letters("gone"), contains("open"));
    ran = Pipelines.sluice("replay", folder.toString(), "--table", "gone");
    assertThat(ran.toString(), ran.exit(), is(0));
    assertThat(rows("SELECT id FROM production.gone ORDER BY 1"), contains("1", "2", "3", "200"));
    assertThat(letters("gone"), contains("resolved"));
    spec("", sum, KEEP, HISTORY, past);
    assertThat(
        Pipelines.sluice("run", folder.toString()).err(),
        containsString("`history` stands in the spec, and cannot be the earlier name of another"));
  }

  @Test
  void refusesToAppendToTheRowsOfAModel() {
    spec("", "", KEEP, HISTORY, "total: {source: {csv: data/*.csv}, schema: t.avsc}");
    Pipelines.Ran ran = Pipelines.sluice("run", folder.toString());
    assertThat(ran.exit(), is(2));
    assertThat(ran.err(), containsString("they are those of a model, which had this name"));
    assertThat(rows("SELECT n FROM production.total"), contains("2"));
  }

  private void spec(String more, String models, String... tables) {
    Pipelines.write(
        folder.resolve("pipeline.yaml"),
        "name: t\nlake: lake\nwarehouse: duckdb:t.duckdb\n%s\ntables:\n  %s\n%s"
            .formatted(more, String.join("\n  ", tables), models));
  }

  private void data(String name, String text) {
    Pipelines.write(folder.resolve("data/" + name), text);
  }

  /** What became of the letters of a table. */
  private List<String> letters(String table) {
    return Pipelines.sluice(
            "deadletters", "list", folder.toString(), "--table", table, "--all", "--json")
        .json()
        .path("letters")
        .findValuesAsText("state");
  }

  private List<String> tables() {
    return rows(
        "SELECT table_name FROM information_schema.tables WHERE table_schema = 'production' ORDER BY 1");
  }

  private List<String> rows(String sql) {
    return Pipelines.query(folder.resolve("t.duckdb").toString(), sql);
  }
}
