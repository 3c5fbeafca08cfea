// SPDX-License-Identifier: Apache-2.0
package dev.sluice.runs;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.fixture.Pipelines;
import dev.sluice.fixture.Pipelines.Ran;
import dev.sluice.table.RowCounts;
import dev.sluice.table.log.ManifestStore;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keys that their newest version deletes, from the files of a change log to every reader. */
class DeleteWhenTest {
  private static final String HEADER = "id,seq,name,tags,op\n";
  private static final String ALL = "SELECT id, name FROM production.users ORDER BY ALL";
  private static final String SCHEMA =
      """
      {"type": "record", "name": "users", "fields": [
        {"name": "id", "type": "long"}, {"name": "seq", "type": "long"},
        {"name": "name", "type": "string"},
        {"name": "tags", "type": {"type": "array", "items": "string"}},
        {"name": "op", "type": {"type": "enum", "name": "op", "symbols": ["c", "u", "d"]}}]}""";

  private @TempDir Path folder;

  @Test
  void letsTheNewestVersionOfAKeyDecide() {
    spec(
        "users",
        "delete_when: op = 'd'",
        "checks: [unique: [id], not_null: [name], row_count: {max: 1}]");
    // Two versions in one file, the newest of which knows its key and nothing else.
    data("1.csv", "1,1,Ann,[],c\n2,1,Bob,[],c\n1,2,,,d\n");
    Ran first = Pipelines.run(folder);
    assertThat(first.out(), containsString("users     3          2        1     0             1"));
    assertThat(rows(ALL), contains("2|Bob"));
    assertThat(rows("SELECT id, name FROM production.names"), contains("2|Bob"));
    assertThat(
        rows("SELECT table_name FROM information_schema.tables WHERE table_name LIKE '%del%'"),
        empty());
    assertThat(deletedRows(), contains("1|2|null|null|d"));

    // An older version that comes late, an older deletion, and that of a key nobody knew.
    data("2.csv", "1,1,Ann,[],c\n2,0,,,d\n9,5,,,d\n");
    assertThat(deleted(), is(1L));
    assertThat(counts(), is(new RowCounts(3, 1, 0, 2, 0, 1)));
    assertThat(rows(ALL), contains("2|Bob"));

    // A key comes back, and another goes.
    data("3.csv", "1,3,Anna,\"[\"\"x\"\"]\",c\n2,4,,,d\n");
    assertThat(deleted(), is(1L));
    assertThat(rows(ALL), contains("1|Anna"));
    assertThat(deletedRows(), contains("2|4|null|null|d", "9|5|null|null|d"));

    assertThat(Pipelines.run(folder, "--json").json().path("note").asText(), is("unchanged"));
    assertThat(
        Pipelines.run(folder, "--again", "--json")
            .json()
            .path("tables")
            .get(0)
            .path("deleted")
            .asLong(),
        is(2L));
    assertThat(Pipelines.sluice("rebuild", folder.toString()).exit(), is(0));
    assertThat(Pipelines.sluice("verify", folder.toString()).exit(), is(0));
    assertThat(rows(ALL), contains("1|Anna"));
    assertThat(letters("_row"), empty());
  }

  @Test
  void asksOfADeletingRowWhatTellsItsKeyAndNoMore() {
    spec(
        "users",
        "delete_when: users.op = 'd' AND (seq IS NULL OR CAST(100 - seq AS UTINYINT) >= 0)",
        "rules: [users.name IS NOT NULL, length(name) > 2]",
        "tolerate: {dead_ratio: 1}");
    data(
        "1.csv",
        "1,1,,,d\n2,2,Al,[],d\n3,3,Al,[],c\n4,4,,[],c\n,5,,,d\n6,,,,d\n7,x,,,d\n8,8,Bob,[,d\n9,101,Bob,[],d\n10,10,Bob,[],c\n");
    assertThat(deleted(), is(2L));
    assertThat(counts(), is(new RowCounts(10, 3, 7, 0, 0, 1)));
    assertThat(rows(ALL), contains("10|Bob"));
    assertThat(
        letters("origin_row, [r.code || ' ' || coalesce(r.column, r.rule) FOR r IN reasons]"),
        contains(
            "3|[RULE_BROKEN name]",
            "4|[NULL_VIOLATION name, RULE_BROKEN name]",
            "5|[NULL_VIOLATION id]",
            "6|[NULL_VIOLATION seq]",
            "7|[TYPE_CAST seq]",
            "8|[TYPE_CAST tags]",
            "9|[SQL_FAILED delete_when]"));
  }

  @Test
  void judgesRowsThatAreThereByAChangedCondition() {
    spec("users", "cursor: seq");
    data("1.csv", "1,1,Ann,[],c\n2,2,Bob,[],d\n3,3,Cy,[],u\n");
    assertThat(deleted(), is(0L));
    assertThat(rows(ALL), contains("1|Ann", "2|Bob", "3|Cy"));
    spec("users", "cursor: seq", "delete_when: op = 'd'");
    assertThat(deleted(), is(1L));
    assertThat(rows(ALL), contains("1|Ann", "3|Cy"));
    spec("users", "cursor: seq", "delete_when: op <> 'd'");
    assertThat(deleted(), is(2L));
    assertThat(rows(ALL), contains("2|Bob"));
    data("2.csv", "3,9,,,u\n");
    assertThat(deleted(), is(1L));
    // What it never knew cannot come back.
    spec("users", "cursor: seq");
    Ran ran = Pipelines.sluice("run", folder.toString(), "--quiet");
    assertThat(ran.toString(), ran.exit(), is(1));
    assertThat(ran.err(), containsString("`delete_when` of users changed"));
    assertThat(rows(ALL), contains("2|Bob"));
  }

  @Test
  void bringsNoKeyBackByALetterOrUnderAnotherName() {
    spec("users", "delete_when: op = 'd'", "rules: [name <> 'Bad']", "tolerate: {dead_ratio: 1}");
    data("1.csv", "1,1,Bad,[],c\n2,1,Bob,[],c\n");
    Pipelines.run(folder);
    data("2.csv", "1,2,,,d\n2,2,,,d\n");
    assertThat(deleted(), is(2L));
    assertThat(rows(ALL), empty());
    // Deleted rows stay, so a contract must fit them too.
    Pipelines.write(
        folder.resolve("users.avsc"),
        SCHEMA.replace("\"seq\", \"type\": \"long\"", "\"seq\", \"type\": \"string\""));
    Ran unfit = Pipelines.sluice("run", folder.toString(), "--quiet");
    assertThat(unfit.toString(), unfit.exit(), is(2));
    assertThat(unfit.err(), containsString("`seq` was BIGINT and is now VARCHAR"));
    spec("users", "delete_when: op = 'd'", "tolerate: {dead_ratio: 1}");
    Ran replay = Pipelines.sluice("replay", folder.toString(), "--json");
    assertThat(replay.toString(), replay.exit(), is(0));
    assertThat(rows(ALL), empty());
    assertThat(counts(), is(new RowCounts(1, 0, 0, 1, 0, 0)));

    spec("people", "delete_when: action = 'd'", "renamed_from: users");
    Pipelines.write(
        folder.resolve("users.avsc"),
        SCHEMA.replace("{\"name\": \"op\",", "{\"name\": \"action\", \"aliases\": [\"op\"],"));
    data("3.csv", "1,1,Ann,[],c\n4,1,Dan,[],c\n");
    Pipelines.run(folder);
    assertThat(rows("SELECT id FROM production.people"), contains("4"));
    assertThat(Pipelines.sluice("verify", folder.toString()).exit(), is(0));
  }

  @Test
  void isBoundBeforeAnythingIsRead() {
    data("1.csv", "");
    spec("users", "delete_when: opp = 'd'");
    assertThat(problem(), containsString("pipeline.yaml:11:18: error SQL_BIND: No column opp"));
    spec("users", "delete_when: seq + 1");
    assertThat(problem(), containsString("is of type BIGINT, not BOOLEAN"));
    spec("users", "delete_when: seq < epoch(logical_time())");
    assertThat(problem(), containsString("`delete_when` reads logical_time()"));
    Pipelines.write(
        folder.resolve("pipeline.yaml"),
        Pipelines.text(folder.resolve("pipeline.yaml")).replace("load: merge", "load: append"));
    assertThat(problem(), containsString("only `load: merge` knows it"));
  }

  private String problem() {
    Ran ran = Pipelines.sluice("validate", folder.toString());
    assertThat(ran.toString(), ran.exit(), is(2));
    return ran.err() + ran.out();
  }

  private void spec(String table, String... lines) {
    Pipelines.write(folder.resolve("users.avsc"), SCHEMA);
    StringBuilder yaml = new StringBuilder("name: log\nlake: lake\nwarehouse: duckdb:w.duckdb\n");
    yaml.append("tables:\n  ").append(table).append(":\n    source: {csv: data/*.csv}\n");
    yaml.append("    schema: users.avsc\n    load: merge\n    key: [id]\n    latest_by: seq\n");
    for (String line : lines) {
      yaml.append("    ").append(line).append('\n');
    }
    yaml.append("models:\n  names:\n    sql: SELECT id, name FROM ").append(table).append('\n');
    Pipelines.write(folder.resolve("pipeline.yaml"), yaml.toString());
  }

  private void data(String name, String rows) {
    Pipelines.write(folder.resolve("data/" + name), HEADER + rows);
  }

  /** Runs, and gives the figure that the run prints of the table. */
  private long deleted() {
    JsonNode table = Pipelines.run(folder, "--json").json().path("tables").get(0);
    assertThat(table.path("table").asText(), is("users"));
    return table.path("deleted").asLong();
  }

  private RowCounts counts() {
    return ManifestStore.latest(folder.resolve("lake").toString())
        .orElseThrow()
        .manifest()
        .table("users")
        .orElseThrow()
        .counts();
  }

  private List<String> rows(String sql) {
    return Pipelines.query(folder.resolve("w.duckdb").toString(), sql);
  }

  private List<String> letters(String columns) {
    String files = folder + "/lake/staging/dead_letters/*/*/*.parquet";
    String count = "SELECT count(*) FROM glob('" + files + "')";
    return Pipelines.query("", count).equals(List.of("0"))
        ? List.of()
        : Pipelines.query(
            "", "SELECT %s FROM read_parquet('%s') ORDER BY origin_row".formatted(columns, files));
  }

  /** The rows that the newest manifest keeps of deleted keys. */
  private List<String> deletedRows() {
    List<String> files =
        ManifestStore.latest(folder.resolve("lake").toString())
            .orElseThrow()
            .manifest()
            .table("_deleted_users")
            .orElseThrow()
            .files()
            .stream()
            .map(file -> "'" + folder.resolve("lake").resolve(file.path()) + "'")
            .toList();
    return Pipelines.query(
        "", "SELECT id, seq, name, tags, op FROM read_parquet(%s) ORDER BY id".formatted(files));
  }
}
