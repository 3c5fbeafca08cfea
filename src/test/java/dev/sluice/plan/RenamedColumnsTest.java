// SPDX-License-Identifier: Apache-2.0
package dev.sluice.plan;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.startsWith;

import dev.sluice.fixture.Pipelines;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A column whose field got another name, and has the old one as an alias, keeps its values. */
class RenamedColumnsTest {
  private static final String OLD =
      """
      {"name": "id", "type": "long"}, {"name": "name", "type": "string"},
      {"name": "at", "type": {"type": "int", "logicalType": "date"}}""";
  private static final String NEW =
      """
      {"name": "no", "type": "long", "aliases": ["id"]},
      {"name": "label", "type": ["null", "string"], "aliases": ["title", "name"]},
      {"name": "seen", "type": {"type": "int", "logicalType": "date"}, "aliases": ["at"]}""";

  private @TempDir Path folder;

  @BeforeEach
  void runsOnce() {
    schema(OLD);
    spec("id", "at", "name <> 'bad'", "");
    data("1.csv", "id,name,at\n1,a,2026-01-01\n2,b,2026-01-02\n9,bad,2026-01-03\n");
    Pipelines.run(folder);
    schema(NEW);
    spec("no", "seen", "label <> 'bad'", "");
  }

  @Test
  void keepsItsValuesInEveryTableAndSaysSo() {
    List<String> notes = notes();
    assertThat(
        notes,
        hasItem(
            "`name` of table merged goes on as `label`, which has it as an alias, with the values of its 2 rows."));
    data("2.csv", "no,label,seen\n2,B,2026-01-05\n3,c,2026-01-04\n");
    Pipelines.Ran ran = Pipelines.run(folder);
    assertThat(ran.err(), containsString("`id` of table added goes on as `no`"));
    expect();
    assertThat(Pipelines.sluice("verify", folder.toString()).exit(), is(0));
    assertThat(Pipelines.sluice("rebuild", folder.toString()).exit(), is(0));
    expect();
    assertThat(notes(), is(List.of()));
    // What was read stays read, and the cursor goes on.
    data("1.csv", "id,name,at\n1,a,2026-01-01\n2,b,2026-01-02\n9,bad,2026-01-03\n8,h,2026-01-08\n");
    Pipelines.run(folder);
    assertThat(
        rows("SELECT no FROM production.added ORDER BY 1"), contains("1", "2", "2", "3", "8"));
    assertThat(rows("SELECT no FROM production.merged ORDER BY 1"), contains("1", "2", "3", "8"));
  }

  private void expect() {
    assertThat(
        rows("SELECT no, label, seen FROM production.added ORDER BY ALL"),
        contains("1|a|2026-01-01", "2|B|2026-01-05", "2|b|2026-01-02", "3|c|2026-01-04"));
    assertThat(
        rows("SELECT no, label, seen FROM production.merged ORDER BY ALL"),
        contains("1|a|2026-01-01", "2|B|2026-01-05", "3|c|2026-01-04"));
    assertThat(
        rows("SELECT no, label FROM production.derived ORDER BY ALL"),
        contains("1|a", "2|B", "2|b", "3|c"));
    assertThat(
        rows(
            "SELECT string_agg(column_name, ',' ORDER BY column_index) FROM duckdb_columns() WHERE schema_name = 'production' AND table_name = 'merged'"),
        contains("no,label,seen,created_at,updated_at"));
  }

  @Test
  void keepsItsValuesWhenAReplayIsTheFirstToKnow() {
    spec("no", "seen", "label <> 'worse'", "");
    Pipelines.Ran ran = Pipelines.sluice("replay", folder.toString());
    assertThat(ran.toString(), ran.exit(), is(0));
    for (String table : List.of("added", "merged", "derived")) {
      assertThat(
          table,
          rows("SELECT no, label FROM production.%s ORDER BY 1".formatted(table)),
          contains("1|a", "2|b", "9|bad"));
    }
    assertThat(rows("SELECT no, label FROM production.still"), contains("1|a", "2|b"));
    assertThat(Pipelines.sluice("verify", folder.toString()).exit(), is(0));
  }

  @Test
  void keepsItsValuesWhenARangeIsReadAgain() {
    data("1.csv", "id,name,at\n1,z,2026-01-01\n2,y,2026-01-02\n");
    Pipelines.run(folder, "--from", "2026-01-02", "--to", "2026-01-03");
    for (String table : List.of("added", "merged", "derived")) {
      assertThat(
          table,
          rows("SELECT no, label FROM production.%s ORDER BY 1".formatted(table)),
          contains("1|a", "2|y"));
    }
    assertThat(rows("SELECT no, label FROM production.still ORDER BY 1"), contains("1|a", "2|b"));
  }

  @Test
  void comesToProductionWhenItIsApproved() {
    spec("no", "seen", "label <> 'bad'", "publish: {approve: manual}");
    Pipelines.run(folder);
    assertThat(rows("SELECT id, name FROM production.merged ORDER BY 1"), contains("1|a", "2|b"));
    assertThat(rows("SELECT no, label FROM staging.merged ORDER BY 1"), contains("1|a", "2|b"));
    Pipelines.Ran plan = Pipelines.sluice("promote", "plan", folder.toString());
    assertThat(plan.toString(), plan.exit(), is(0));
    assertThat(plan.out(), containsString("column no BIGINT is new"));
    assertThat(
        Pipelines.sluice("promote", "approve", folder.toString(), "--why", "x").exit(), is(0));
    assertThat(Pipelines.sluice("promote", "apply", folder.toString()).exit(), is(0));
    assertThat(rows("SELECT no, label FROM production.merged ORDER BY 1"), contains("1|a", "2|b"));
    assertThat(
        Pipelines.sluice("promote", "rollback", folder.toString(), "--why", "x").exit(), is(0));
    assertThat(rows("SELECT id, name FROM production.merged ORDER BY 1"), contains("1|a", "2|b"));
  }

  @Test
  void saysWhatBecomesOfOneThatHasNoNewName() {
    schema(NEW.replace("[\"title\", \"name\"]", "[\"title\"]"));
    assertThat(
        refused(),
        startsWith(
            "The contract of table added does not fit the rows that are there: `name` is not in the schema any more, and 2 rows that are there have it; with `removed: [added.name]`"));
    spec("no", "seen", "label <> 'bad'", "removed: [added.name, merged.name, still.name]");
    assertThat(
        notes(),
        hasItem("`name` of table added leaves production, which shows its 2 rows without it."));
    Pipelines.run(folder);
    assertThat(
        rows("SELECT no, label FROM production.added ORDER BY 1"), contains("1|null", "2|null"));
  }

  private String refused() {
    return Pipelines.sluice("plan", folder.toString(), "--json")
        .json()
        .at("/refused/0/why")
        .asText();
  }

  private List<String> notes() {
    List<String> notes = new ArrayList<>();
    Pipelines.sluice("plan", folder.toString(), "--json")
        .json()
        .path("notes")
        .forEach(note -> notes.add(note.asText()));
    return notes;
  }

  private void schema(String fields) {
    Pipelines.write(
        folder.resolve("t.avsc"),
        "{\"type\": \"record\", \"name\": \"t\", \"fields\": [%s]}".formatted(fields));
  }

  /** Of one table nothing is taken in but what an ordinary run finds. */
  private void spec(String key, String cursor, String rule, String more) {
    String table = "{source: {csv: data/*.csv}, schema: t.avsc, tolerate: {dead_rows: 9}";
    Pipelines.write(
        folder.resolve("pipeline.yaml"),
        """
        name: t
        lake: lake
        warehouse: duckdb:t.duckdb
        %5$s
        tables:
          added: %1$s, load: append, cursor: %3$s, rules: ["%4$s"]}
          merged: %1$s, load: merge, key: [%2$s], latest_by: %3$s, cursor: %3$s, rules: ["%4$s"], checks: [{unique: [%2$s]}]}
          still: %1$s, load: append, rules: ["%2$s < 9"]}
        models:
          derived: {sql: 'SELECT * EXCLUDE ("%3$s") FROM added'}
        """
            .formatted(table, key, cursor, rule, more));
  }

  private void data(String name, String text) {
    Pipelines.write(folder.resolve("data/" + name), text);
  }

  private List<String> rows(String sql) {
    return Pipelines.query(folder.resolve("t.duckdb").toString(), sql);
  }
}
