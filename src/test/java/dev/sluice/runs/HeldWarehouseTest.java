// SPDX-License-Identifier: Apache-2.0
package dev.sluice.runs;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.fixture.Pipelines;
import dev.sluice.fixture.Pipelines.Ran;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The warehouse follows the lake: whoever holds it, a run commits and the lake shows it. */
class HeldWarehouseTest {
  private static final String SPEC =
      """
      name: held
      lake: lake
      warehouse: duckdb:w.duckdb
      warehouse_wait: 1s
      tables:
        t: {source: {csv: "data/*.csv"}, schema: t.avsc, load: append, cursor: id}
      """;

  private @TempDir Path folder;
  private Path database;

  @BeforeEach
  void prepare() {
    database = folder.resolve("w.duckdb");
    Pipelines.write(folder.resolve("pipeline.yaml"), SPEC);
    Pipelines.write(
        folder.resolve("t.avsc"),
        """
        {"type": "record", "name": "t", "fields": [{"name": "id", "type": "long"}]}
        """);
    data(1);
  }

  @Test
  void followsWhileAnotherProcessReads() throws Exception {
    Pipelines.run(folder);
    Process reader = DatabaseHolder.startReader(database);
    try {
      data(2);
      assertThat(Pipelines.run(folder).err(), is(""));
      assertThat(DatabaseHolder.ask(reader, "SELECT max(id) FROM production.t"), is("1"));
    } finally {
      reader.destroyForcibly().waitFor();
    }
    assertThat(rows("production"), contains("1", "2"));
  }

  @Test
  void neverWaitsInTheLakeForAProcessThatWrites() throws Exception {
    Pipelines.run(folder);
    Process writer = DatabaseHolder.start(database);
    try {
      data(2);
      Ran behind = sluice("run");
      assertThat(behind.toString(), behind.exit(), is(5));
      assertThat(behind.out(), containsString("held: run 2 released"));
      assertThat(behind.out(), containsString("w.duckdb (behind the lake)"));
      assertThat(
          behind.err(),
          containsString("sluice: WAREHOUSE: Run %s is committed as ".formatted(id())));
      assertThat(
          behind.err(),
          containsString(
              "but the warehouse is behind: The warehouse %s is open in process %d"
                  .formatted(database, writer.pid())));
      assertThat(behind.err(), not(containsString("nothing was changed")));
      assertThat(shown(), is(2L));

      JsonNode again = sluice("run", "--json").json();
      assertThat(again.at("/note").asText(), is("unchanged"));
      assertThat(again.at("/visible/lake").asText(), is("production"));
      assertThat(again.at("/visible/warehouse").asText(), is("behind"));
      assertThat(again.at("/unfinished/0/step").asText(), is("warehouse"));
      assertThat(again.at("/unfinished/0/code").asText(), is("WAREHOUSE"));

      data(3);
      assertThat(sluice("run").exit(), is(5));
      assertThat(shown(), is(3L));
      Ran back = sluice("promote", "rollback", "--to", "1", "--why", "x", "--by", "ann");
      assertThat(back.toString(), back.exit(), is(5));
      assertThat(back.out(), containsString("production shows release 4"));
      assertThat(back.err(), containsString("WAREHOUSE: The lake shows release 4, but"));
    } finally {
      writer.destroyForcibly().waitFor();
    }
    Ran releases = sluice("promote", "releases", "--json");
    assertThat(releases.toString(), releases.exit(), is(0));
    assertThat(releases.json().at("/unfinished").size(), is(0));
    assertThat(rows("staging"), contains("1", "2", "3"));
    assertThat(rows("production"), contains("1"));
  }

  /** What the warehouse cannot take must not keep a corrected run out. */
  @Test
  void goesOnFromAnEntryThatTheWarehouseCannotTake() throws Exception {
    Pipelines.write(folder.resolve("pipeline.yaml"), SPEC.replace("append, cursor: id", "replace"));
    Pipelines.run(folder);
    Path file = parquet();
    byte[] whole = Files.readAllBytes(file);
    Files.delete(database);
    Files.write(file, new byte[whole.length]);
    Ran behind = sluice("run");
    assertThat(behind.toString(), behind.exit(), is(5));
    assertThat(behind.err(), containsString("but the warehouse is behind: "));
    assertThat(behind.err(), containsString("is not what the manifest says"));

    data(2);
    Ran next = sluice("run");
    assertThat(next.toString(), next.exit(), is(0));
    assertThat(rows("production"), contains("1", "2"));
  }

  @Test
  void refusesAWarehouseThatIsSomethingElseBeforeAnythingRuns() throws Exception {
    byte[] other = "SQLite format 3\0 and more".getBytes(java.nio.charset.StandardCharsets.UTF_8);
    Files.write(database, other);
    Ran ran = sluice("run");
    assertThat(ran.toString(), ran.exit(), is(3));
    assertThat(ran.err(), containsString("is not a DuckDB database but an SQLite database"));
    assertThat(Files.readAllBytes(database), is(other));
    assertThat(Files.exists(folder.resolve("lake/_sluice/log")), is(false));
  }

  @Test
  void saysThatARunIsPublishedThoughItsMessageIsNotDelivered() throws Exception {
    Pipelines.write(
        folder.resolve("pipeline.yaml"), SPEC + "publish: {notify: \"file:notices.jsonl\"}\n");
    Files.createDirectories(folder.resolve("notices.jsonl"));
    Ran ran = sluice("run", "--json");
    assertThat(ran.toString(), ran.exit(), is(5));
    assertThat(ran.json().at("/outcome").asText(), is("published"));
    assertThat(ran.json().at("/visible/warehouse").asText(), is("production"));
    assertThat(ran.json().at("/unfinished/0/step").asText(), is("notice"));
    assertThat(ran.json().at("/unfinished/0/code").asText(), is("NOTICE_UNDELIVERED"));
    assertThat(rows("production"), contains("1"));

    Files.delete(folder.resolve("notices.jsonl"));
    assertThat(sluice("run").exit(), is(0));
    assertThat(Files.readAllLines(folder.resolve("notices.jsonl")).size(), is(1));
  }

  private Path parquet() throws IOException {
    try (var files = Files.walk(folder.resolve("lake/staging/t"))) {
      return files.filter(each -> each.toString().endsWith(".parquet")).findFirst().orElseThrow();
    }
  }

  private void data(int number) {
    Pipelines.write(folder.resolve("data/" + number + ".csv"), "id\n" + number + "\n");
  }

  private String id() throws IOException {
    return document("_sluice/log/000002.json").at("/run/id").asText();
  }

  private long shown() throws IOException {
    return document("production/current.json").at("/manifest").asLong();
  }

  private JsonNode document(String path) throws IOException {
    return new ObjectMapper().readTree(folder.resolve("lake/" + path).toFile());
  }

  private List<String> rows(String schema) {
    return Pipelines.query(database.toString(), "SELECT id FROM " + schema + ".t ORDER BY id");
  }

  private Ran sluice(String command, String... more) {
    List<String> args = new java.util.ArrayList<>(List.of(command));
    if (command.equals("promote")) {
      args.add(more[0]);
      more = java.util.Arrays.copyOfRange(more, 1, more.length);
    }
    args.add(folder.toString());
    if (command.equals("run")) {
      args.add("--quiet");
    }
    args.addAll(List.of(more));
    return Pipelines.sluice(args.toArray(String[]::new));
  }
}
