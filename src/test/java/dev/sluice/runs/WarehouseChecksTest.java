// SPDX-License-Identifier: Apache-2.0
package dev.sluice.runs;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import dev.sluice.fixture.Pipelines;
import dev.sluice.fixture.Pipelines.Ran;
import dev.sluice.promote.release.Release;
import dev.sluice.promote.release.Releases;
import dev.sluice.spec.PipelineSpec;
import dev.sluice.spec.parse.SpecParser;
import dev.sluice.spec.parse.binding.WarehouseStatements;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Checks that the warehouse answers: after a run was loaded, and before it is released. */
class WarehouseChecksTest {
  private @TempDir Path folder;

  private void spec(String approve, String check) {
    Pipelines.write(
        folder.resolve("pipeline.yaml"),
        """
        name: c
        lake: lake
        warehouse: duckdb:w.duckdb
        publish: {approve: %s}
        tables:
          t:
            source: {csv: data/t*.csv}
            columns: {id: bigint!, n: int}
            load: replace
            checks:
              - %s
        """
            .formatted(approve, check));
  }

  private void rows(String rows) {
    Pipelines.write(folder.resolve("data/t.csv"), "id,n\n" + rows);
  }

  private List<String> warehouse(String schema) {
    return Pipelines.query(
        folder.resolve("w.duckdb").toString(),
        "SELECT id, n FROM %s.t ORDER BY id".formatted(schema));
  }

  private List<Long> released() {
    return Releases.of(folder.resolve("lake").toString()).all().stream()
        .map(Release::manifest)
        .toList();
  }

  private Path planned() {
    Ran plan = Pipelines.sluice("promote", "plan", folder.toString(), "--json");
    Pipelines.write(folder.resolve("plan.json"), plan.out());
    return folder;
  }

  private Ran run() {
    return Pipelines.sluice("run", folder.toString(), "--quiet");
  }

  @Test
  void holdBackWhatTheWarehouseFindsRowsAgainst() {
    spec("auto", "{name: small, sql: \"SELECT id, n FROM t WHERE n > 9\", at: warehouse}");
    rows("1,5\n");
    Ran first = Pipelines.run(folder);
    assertThat(first.toString(), first.exit(), is(0));
    assertThat(warehouse("production"), contains("1|5"));
    rows("1,5\n2,10\n3,11\n");
    Ran second = run();
    assertThat(second.toString(), second.exit(), is(1));
    assertThat(
        second.err(),
        allOf(
            containsString("its release is held back"),
            containsString(
                "check `small` of t, pipeline.yaml:11, found 2 rows, expected at most 0"),
            containsString("{'id': 2, 'n': 10}")));
    assertThat(second.out(), containsString("c: run 2 held back by the warehouse's checks in"));
    assertThat(warehouse("staging"), contains("1|5", "2|10", "3|11"));
    assertThat(warehouse("production"), contains("1|5"));
    assertThat(released(), contains(1L));
    Ran again = run();
    assertThat(again.toString(), again.exit(), is(1));
    assertThat(again.err(), containsString("found 2 rows"));
    assertThat(released(), contains(1L));
    rows("1,5\n2,9\n");
    Ran third = Pipelines.run(folder);
    assertThat(third.toString(), third.exit(), is(0));
    assertThat(warehouse("production"), contains("1|5", "2|9"));
    assertThat(released(), contains(1L, 3L));
  }

  @Test
  void neverPassWhenTheyCannotBeComputed() {
    spec("auto", "{name: odd, sql: \"SELECT * FROM other_table\", at: warehouse}");
    rows("1,5\n");
    Ran ran = run();
    assertThat(
        ran.err(), allOf(containsString("check `odd` of t"), containsString("cannot be computed")));
    assertThat(Pipelines.sluice("validate", folder.toString()).exit(), is(0));
    assertThat(released(), empty());
  }

  @Test
  void holdBackAnApprovedRunToo() {
    spec(
        "manual",
        "{name: small, sql: \"SELECT id FROM t WHERE n > 9\", max_rows: 1, at: warehouse}");
    rows("1,50\n2,60\n");
    Ran ran = run();
    assertThat(ran.err(), containsString("found 2 rows, expected at most 1"));
    assertThat(
        Pipelines.sluice("promote", "plan", folder.toString()).out(),
        containsString(
            "  in the warehouse: check `small` of t, pipeline.yaml:11, found 2 rows, expected at most 1"));
    String digest =
        Pipelines.query("", "SELECT digest FROM read_json('%s/plan.json')".formatted(planned()))
            .get(0);
    Ran approved =
        Pipelines.sluice(
            "promote",
            "approve",
            folder.toString(),
            "--digest",
            digest,
            "--by",
            "ada",
            "--why",
            "fine");
    assertThat(approved.toString(), approved.exit(), is(0));
    Ran applied = Pipelines.sluice("promote", "apply", folder.toString(), "--by", "ada");
    assertThat(applied.toString(), applied.exit(), is(3));
    assertThat(
        applied.err(), allOf(containsString("cannot be released"), containsString("found 2 rows")));
  }

  /** What is wrong whatever else the warehouse holds is said at its place before anything runs. */
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "SELECT id FROM t WHERE nn > 9; 11:39; No column nn (has: id, n, created_at, updated_at)",
        "SELECT id FROM staging.t WHERE staging.t.m > 9; 11:47; No column t.m",
        "SELECT id FRM t x y; 11:30; syntax error",
        "SELECT id + [1] FROM t; 11:26; No function matches",
        "SELECT n FROM t GROUP BY id; 11:23; must appear in the GROUP BY"
      })
  void areBoundToTheTablesOfTheSpec(String sql, String place, String message) {
    spec("auto", "{sql: \"%s\", at: warehouse}".formatted(sql));
    rows("1,5\n");
    Ran ran = Pipelines.sluice("validate", folder.toString());
    assertThat(ran.toString(), ran.exit(), is(2));
    assertThat(
        ran.err(),
        allOf(containsString("pipeline.yaml:" + place + ": error SQL_"), containsString(message)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "SELECT id FROM t WHERE created_at > updated_at; ''",
        "SELECT a.id FROM t AS a JOIN staging.t AS b USING (id) WHERE random() > 2; ''",
        "SELECT no FROM finance.closed; finance.closed",
        "SELECT no FROM closed; Table with name closed does not exist",
        "SELECT id FROM production.t; production.t",
        "SELECT id FROM books.main.closed; books",
        "SELECT our_macro(id) FROM t; Function with name our_macro does not exist",
        "SELECT raw_t.id FROM raw_t; Table with name raw_t does not exist"
      })
  void areLeftToTheWarehouseWhereItMayHoldWhatTheyName(String sql, String why) {
    spec("auto", "{name: its own, sql: \"%s\", at: warehouse}".formatted(sql));
    rows("1,5\n");
    Ran ran = Pipelines.sluice("validate", folder.toString());
    assertThat(ran.toString(), ran.exit(), is(0));
    assertThat(
        ran.out(),
        why.isEmpty()
            ? not(containsString("Not looked at"))
            : allOf(
                containsString(
                    "Not looked at before the warehouse is asked: check `its own` of t ("),
                containsString(why)));
  }

  @Test
  void ofBigQueryAreNotLookedAt() {
    spec("auto", "{name: its own, sql: SELECT `nn` FROM t, at: warehouse}");
    rows("1,5\n");
    Path spec = folder.resolve("pipeline.yaml");
    Pipelines.write(
        spec,
        Pipelines.text(spec)
            .replace("duckdb:w.duckdb", "bigquery:some-project")
            .replace("lake: lake", "lake: gs://some-bucket/lake"));
    PipelineSpec parsed = Objects.requireNonNull(SpecParser.parse(folder).spec());
    assertThat(
        WarehouseStatements.notes(parsed),
        contains(
            "Not looked at before the warehouse is asked: check `its own` of t (it is BigQuery's"
                + " own SQL)."));
  }

  private void rule(String rule) {
    spec("auto", "{row_count: {min: 1}}");
    Path spec = folder.resolve("pipeline.yaml");
    Pipelines.write(
        spec,
        Pipelines.text(spec)
            .replace("    checks:\n", "    rules:\n      - %s\n    checks:\n".formatted(rule)));
  }

  @Test
  void ofOneRowHoldBackWhatBreaksThem() {
    rule("{name: small, sql: \"n <= 9 -- mostly\", where: id <> 7, at: warehouse}");
    rows("1,5\n7,70\n8,\n");
    Ran first = Pipelines.run(folder);
    assertThat(first.toString(), first.exit(), is(0));
    assertThat(warehouse("production"), contains("1|5", "7|70", "8|null"));
    rows("1,5\n2,10\n7,70\n");
    Ran second = run();
    assertThat(second.toString(), second.exit(), is(1));
    assertThat(
        second.err(),
        allOf(
            containsString(
                "rule `small` of t, pipeline.yaml:11, found 1 row, expected at most 0, such as"
                    + " {'id': 2, 'n': 10}"),
            not(containsString("created_at"))));
    assertThat(warehouse("staging"), contains("1|5", "2|10", "7|70"));
    assertThat(warehouse("production"), contains("1|5", "7|70", "8|null"));
    rows("1,5\n2,9\n");
    assertThat(Pipelines.run(folder).exit(), is(0));
    assertThat(warehouse("production"), contains("1|5", "2|9"));
  }

  @Test
  void ofOneRowMayAskWhatOnlyTheWarehouseHas() {
    rule("{sql: \"id IN (FROM allowed)\", at: warehouse}");
    rows("1,5\n");
    Ran ran = run();
    assertThat(
        ran.err(),
        allOf(
            containsString("rule `id IN (FROM allowed)` of t"),
            containsString("cannot be computed")));
    assertThat(released(), empty());
    List<String> unused =
        Pipelines.query(folder.resolve("w.duckdb").toString(), "CREATE TABLE allowed AS SELECT 1");
    assertThat(Pipelines.run(folder).exit(), is(0));
    assertThat(released(), contains(1L));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "{sql: nn > 9, at: warehouse}; 11:15: error SQL_BIND: No column nn (has: id, n, created_at, updated_at)",
        "{sql: n > 9, where: m = 1, at: warehouse}; 11:29: error SQL_BIND: No column m",
        "{sql: n > > 9, at: warehouse}; 11:19: error SQL_SYNTAX",
        "{between: {n: [1, 2]}, at: warehouse}; 11:10: error INVALID_VALUE: only a rule in SQL is asked in the warehouse",
        "{sql: n > 9, at: warehouse, severity: warn}; 11:37: error INVALID_VALUE: rows that break a rule in the warehouse are loaded",
        "{sql: n > 9, at: warehouse, name: 'row_count: {min: 1}'}; 13:10: error NAME_COLLISION: a second check is named"
      })
  void ofOneRowAreBoundToTheirTable(String rule, String error) {
    rule(rule);
    rows("1,5\n");
    Ran ran = Pipelines.sluice("validate", folder.toString());
    assertThat(ran.toString(), ran.exit(), is(2));
    assertThat(ran.err(), containsString("pipeline.yaml:" + error));
  }

  @Test
  void ofOneRowAreAskedInTheWordsOfBigQuery() {
    rule("{sql: \"REGEXP_CONTAINS(CAST(N AS STRING), r'^5')\", where: \"n > 1\", at: warehouse}");
    rows("1,5\n");
    Path spec = folder.resolve("pipeline.yaml");
    Pipelines.write(
        spec,
        Pipelines.text(spec)
            .replace("duckdb:w.duckdb", "bigquery:some-project")
            .replace("lake: lake", "lake: gs://some-bucket/lake"));
    PipelineSpec parsed = Objects.requireNonNull(SpecParser.parse(folder).spec());
    assertThat(
        parsed.warehouseChecks().get(0).statement(),
        is(
            "SELECT `n` FROM `t` WHERE (n > 1\n) AND NOT (REGEXP_CONTAINS(CAST(N AS STRING), r'^5')\n)"));
    assertThat(
        WarehouseStatements.notes(parsed).get(0),
        containsString(
            "rule `REGEXP_CONTAINS(CAST(N AS STRING), r'^5')` of t (it is BigQuery's own SQL)"));
  }

  @Test
  void areRefusedWhereTheSpecCannotMeanThem() {
    spec("auto", "{unique: [id], at: warehouse}");
    rows("1,5\n");
    assertThat(
        Pipelines.sluice("validate", folder.toString()).err(),
        containsString("only a check of kind `sql` is asked in the warehouse"));
    spec("auto", "{sql: SELECT 1, at: warehouse, severity: warn}");
    assertThat(
        Pipelines.sluice("validate", folder.toString()).err(),
        containsString("holds the release back, or is none"));
    spec("auto", "{sql: SELECT 1, at: warehouse}");
    Pipelines.write(
        folder.resolve("pipeline.yaml"),
        Pipelines.text(folder.resolve("pipeline.yaml"))
            .replace("warehouse: duckdb:w.duckdb\n", ""));
    assertThat(
        Pipelines.sluice("validate", folder.toString()).err(),
        containsString("`at: warehouse` asks the warehouse, and the spec has none"));
  }
}
