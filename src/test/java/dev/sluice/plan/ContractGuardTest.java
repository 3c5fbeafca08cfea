// SPDX-License-Identifier: Apache-2.0
package dev.sluice.plan;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

import dev.sluice.fixture.Pipelines;
import dev.sluice.land.merge.LakeFixture;
import dev.sluice.schema.Column;
import dev.sluice.schema.TableSchema;
import dev.sluice.store.document.DocumentStore;
import dev.sluice.table.DataFile;
import dev.sluice.table.TableState;
import dev.sluice.table.log.Manifest;
import dev.sluice.table.log.ManifestStore;
import dev.sluice.table.log.ManifestWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows that stay fit the contract, whatever kind of run changes it. */
class ContractGuardTest {
  private static final String DECIMAL =
      "{'type': 'bytes', 'logicalType': 'decimal', 'precision': %d, 'scale': %d}";

  private @TempDir Path folder;

  /** Old files lie beside new ones: models, merges, checks and warehouses read both. */
  @Test
  void readsTheRowsOfANarrowerContractAsThoseOfTheWider() {
    both(
        field("whole", "'int'"),
        field("half", "'int'"),
        field("part", "'int'"),
        field("great", "'long'"),
        field("small", "'float'"),
        field("money", DECIMAL.formatted(9, 2)),
        field("size", "{'type': 'enum', 'name': 'S', 'symbols': ['s']}"),
        field("list", "{'type': 'array', 'items': 'int'}"),
        field("map", "{'type': 'map', 'values': 'int'}"),
        field("point", record(field("x", "'int'"), field("y", "'float'"))));
    data(
        "1.json",
        "{'id':1,'whole':2147483647,'half':-2147483648,'part':7,'great':9223372036854775807,"
            + "'small':0.5,'money':'1234567.89','size':'s','list':[1,2147483647],'map':{'k':1},"
            + "'point':{'x':1,'y':0.25}}");
    Pipelines.run(folder);
    both(
        field("whole", "'long'"),
        field("half", "'double'"),
        field("part", DECIMAL.formatted(12, 2)),
        field("great", DECIMAL.formatted(21, 2)),
        field("small", "'double'"),
        field("money", DECIMAL.formatted(13, 4)),
        field("size", "'string'"),
        field("list", "{'type': 'array', 'items': 'long'}"),
        field("map", "{'type': 'map', 'values': 'double'}"),
        field("point", record(field("y", "'double'"), field("x", "'long'"), optional("z"))),
        optional("late"));
    data(
        "2.json",
        "{'id':2,'whole':9007199254740993,'half':1.5,'part':'0.25','great':'0.25','small':1e300,"
            + "'money':'0.0001','size':'anything','list':[9007199254740993],'map':{'k':0.5},"
            + "'point':{'x':9007199254740993,'y':1e300,'z':'z'},'late':'new'}");
    Pipelines.run(folder);
    List<String> rows =
        List.of(
            "1|2147483647|-2.147483648E9|7.00|9223372036854775807.00|0.5|1234567.8900|s|[1, 2147483647]|{k=1.0}|1|0.25|null|null",
            "2|9007199254740993|1.5|0.25|0.25|1.0E300|0.0001|anything|[9007199254740993]|{k=0.5}|9007199254740993|1.0E300|z|new");
    String all =
        "SELECT id, whole, half, part, great, small, money, size, list, map, point.x, point.y, point.z, late FROM production.%s ORDER BY id";
    for (String table : List.of("added", "merged", "derived")) {
      assertThat(table, rows(all.formatted(table)), is(rows));
    }
    assertThat(Pipelines.sluice("rebuild", folder.toString()).exit(), is(0));
    for (String table : List.of("added", "merged", "derived")) {
      assertThat(table, rows(all.formatted(table)), is(rows));
    }
    // A third run merges what was written by both.
    data(
        "3.json",
        "{'id':1,'whole':5,'half':1.5,'part':'0.25','great':'0.25','small':1e300,"
            + "'money':'0.0001','size':'x','list':[5],'map':{'k':0.5},"
            + "'point':{'x':5,'y':0.5,'z':'z'},'late':'new'}");
    Pipelines.run(folder);
    assertThat(rows("SELECT count(*) FROM production.added"), contains("3"));
    assertThat(
        rows("SELECT id, whole FROM production.merged ORDER BY 1"),
        contains("1|5", "2|9007199254740993"));
  }

  @Test
  void refusesEveryKindOfRunWhatTheRowsDoNotFit() {
    both(field("at", "'long'"), optional("gone"));
    data("1.json", "{'id':1,'at':1704103200,'gone':'a'}", "{'id':2,'at':'x','gone':'b'}");
    Pipelines.run(folder);
    both(field("at", "{'type': 'long', 'logicalType': 'timestamp-millis'}"));
    data("2.json", "{'id':3,'at':'2024-01-01T10:00:00Z'}");
    String problem =
        "sluice: INVALID_VALUE: The contract of table added does not fit the rows that are there:"
            + " `at` was BIGINT and is now TIMESTAMP WITH TIME ZONE, which does not hold every"
            + " value of it; `gone` is not in the schema any more, and 1 row that is there has"
            + " it; with `removed: [added.gone]`, or once with `--drop added.gone`, they are shown without it, and as an alias of another field it goes on"
            + " under that name. The contract of table"
            + " merged does not fit";
    for (String command : List.of("run", "replay")) {
      Pipelines.Ran ran = Pipelines.sluice(command, folder.toString());
      assertThat(ran.toString(), ran.exit(), is(2));
      assertThat(ran.err(), containsString(problem));
      assertThat(
          ran.err(),
          containsString(
              "Nothing was changed. Let the spec say what it said before; or write `load: replace` in the table, run, and write the old `load` again"));
    }
    assertThat(newest(), is(1L));
    // One that the lake took is no way out, and needs none.
    spec("load: replace", "load: replace, key: [id]");
    Pipelines.run(folder);
    assertThat(
        rows("SELECT id, \"at\" FROM production.added ORDER BY 1"),
        contains("3|2024-01-01T10:00Z"));
  }

  /** As an earlier version might have committed it: nothing reads both files as one table. */
  @Test
  void getsOutOfAnEntryThatNobodyCanRead() throws Exception {
    both(field("at", "'long'"));
    data("1.json", "{'id':1,'at':1704103200}");
    spec("load: append", "load: replace");
    Pipelines.run(folder);
    String lake = folder.resolve("lake").toString();
    ManifestStore.Committed head = ManifestStore.latest(lake).orElseThrow();
    DataFile other;
    try (LakeFixture fixture = new LakeFixture(folder.resolve("lake"))) {
      other =
          fixture.file(
              "added",
              "SELECT 2::BIGINT AS id, TIMESTAMPTZ '2026-01-01 00:00:00+00' AS \"at\", now() AS created_at, now() AS updated_at");
    }
    Manifest bad = bad(head, other);
    assertThat(ManifestWriter.commit(DocumentStore.of(lake), lake, bad).number(), is(2L));
    Pipelines.Ran ran = Pipelines.sluice("run", folder.toString());
    assertThat(ran.toString(), ran.exit(), is(2));
    assertThat(ran.err(), containsString("`at` was TIMESTAMP WITH TIME ZONE and is now BIGINT"));
    assertThat(rows("SELECT \"at\" FROM production.added"), contains("1704103200"));
    String named =
        "The warehouse %s cannot take table added of run badbadbadbad (_sluice/log/000002.json): `at` is of type TIMESTAMP WITH TIME ZONE, but of type BIGINT in %s. The lake keeps it. Run once with `load: replace`"
            .formatted(
                folder.resolve("t.duckdb"),
                head.manifest().table("added").orElseThrow().files().get(0).path());
    Pipelines.Ran valid = Pipelines.sluice("validate", folder.toString());
    assertThat(valid.exit(), is(2));
    assertThat(valid.err(), containsString(named));
    Pipelines.Ran verified = Pipelines.sluice("verify", folder.toString(), "--json");
    assertThat(verified.exit(), is(1));
    assertThat(
        verified.json().path("problems").findValuesAsText("message"), contains(startsWith(named)));
    spec("load: replace", "load: replace");
    Pipelines.run(folder);
    assertThat(rows("SELECT \"at\" FROM production.added"), contains("1704103200"));
    spec("load: append", "load: replace");
    data("2.json", "{'id':2,'at':5}");
    Pipelines.run(folder);
    for (String table : List.of("added", "merged", "derived")) {
      assertThat(rows("SELECT count(*) FROM production." + table), contains("2"));
    }
    assertThat(
        Pipelines.sluice("validate", folder.toString()).out(), not(containsString("cannot take")));
    assertThat(Pipelines.sluice("verify", folder.toString()).exit(), is(0));
  }

  private static Manifest bad(ManifestStore.Committed head, DataFile other) {
    Manifest good = head.manifest();
    Manifest.Stamp run = good.run();
    TableState added = good.table("added").orElseThrow();
    List<DataFile> files = new ArrayList<>(added.files());
    files.add(other);
    TableSchema schema =
        new TableSchema(
            List.of(
                Column.of("id", "BIGINT", false),
                Column.of("at", "TIMESTAMP WITH TIME ZONE", false)));
    TableState wrong =
        TableState.of(
            "added",
            TableState.Kind.TYPED,
            schema,
            added.counts(),
            new TableState.Data(files, List.of(other.path())));
    List<TableState> tables =
        good.tables().stream().map(t -> t.table().equals("added") ? wrong : t).toList();
    return new Manifest(
        good.version(),
        good.number() + 1,
        good.pipeline(),
        new Manifest.Stamp(
            "badbadbadbad",
            "badbadba",
            run.createdAt(),
            run.startedAt(),
            run.finishedAt(),
            "another",
            run.inputs(),
            ""),
        good.outcome(),
        tables,
        good.verdicts(),
        head.digest());
  }

  @Test
  void refusesACursorOfAnotherType() {
    both(field("at", "'long'"));
    spec("load: append, cursor: at", "load: merge, key: [id], cursor: at");
    data("1.json", "{'id':1,'at':1704103200}");
    Pipelines.run(folder);
    schema(field("at", "{'type': 'long', 'logicalType': 'timestamp-millis'}"));
    for (String[] args : List.of(new String[] {}, new String[] {"--from", "2024-01-01"})) {
      Pipelines.Ran ran =
          args.length == 0
              ? Pipelines.sluice("run", folder.toString())
              : Pipelines.sluice("run", folder.toString(), args[0], args[1]);
      assertThat(ran.exit(), is(2));
      assertThat(
          ran.err(),
          containsString(
              "the cursor `at` was BIGINT and is now TIMESTAMP WITH TIME ZONE, and how far it was"
                  + " read (1704103200) is no such value"));
    }
    spec("load: replace, cursor: at", "load: replace, key: [id], cursor: at");
    data("1.json", "{'id':1,'at':'2024-01-01T10:00:00Z'}");
    Pipelines.run(folder);
    spec("load: append, cursor: at", "load: merge, key: [id], cursor: at");
    data("2.json", "{'id':2,'at':'2024-01-01T09:00:00Z'}");
    Pipelines.run(folder);
    assertThat(rows("SELECT count(*) FROM production.added"), contains("2"));
  }

  @Test
  void doesNotTakeOldValuesForThoseOfANewColumn() {
    both(optional("note"));
    data("1.json", "{'id':1,'note':'a'}");
    Pipelines.run(folder);
    both();
    spec(
        "load: append",
        "load: merge, key: [id]",
        "warehouse: duckdb:t.duckdb\nremoved: [added.note, merged.note]");
    Pipelines.run(folder);
    assertThat(
        rows("SELECT * EXCLUDE (created_at, updated_at) FROM production.added"), contains("1"));
    both(field("note", "['null', 'long']"));
    Pipelines.Ran ran = Pipelines.sluice("run", folder.toString());
    assertThat(ran.exit(), is(2));
    assertThat(
        ran.err(),
        containsString("`note` is new, but 1 row that is there has another column of that name"));
  }

  private void both(String... fields) {
    schema(fields);
    spec("load: append", "load: merge, key: [id]");
  }

  private void schema(String... fields) {
    String all = String.join(", ", fields);
    Pipelines.write(
        folder.resolve("t.avsc"),
        quoted(
            "{'type': 'record', 'name': 't', 'fields': [{'name': 'id', 'type': 'long'}"
                + (all.isEmpty() ? "" : ", ")
                + all
                + "]}"));
  }

  private void spec(String added, String merged) {
    spec(added, merged, "warehouse: duckdb:t.duckdb");
  }

  private void spec(String added, String merged, String more) {
    Pipelines.write(
        folder.resolve("pipeline.yaml"),
        """
        name: t
        lake: lake
        %s
        tables:
          added: {source: {json: data/*.json}, schema: t.avsc, tolerate: {dead_rows: 9}, contract: {missing_field: 'null'}, %s}
          merged: {source: {json: data/*.json}, schema: t.avsc, tolerate: {dead_rows: 9}, contract: {missing_field: 'null'}, %s, checks: [{unique: [id]}]}
        models:
          derived: {sql: SELECT * FROM added}
        """
            .formatted(more, added, merged));
  }

  private void data(String name, String... lines) {
    Pipelines.write(folder.resolve("data/" + name), quoted(String.join("\n", lines) + "\n"));
  }

  private static String field(String name, String type) {
    return "{'name': '" + name + "', 'type': " + type + "}";
  }

  private static String optional(String name) {
    return "{'name': '" + name + "', 'type': ['null', 'string'], 'default': null}";
  }

  private static String record(String... fields) {
    return "{'type': 'record', 'name': 'R', 'fields': [" + String.join(", ", fields) + "]}";
  }

  private static String quoted(String text) {
    return text.replace('\'', '"');
  }

  private List<String> rows(String sql) {
    return Pipelines.query(folder.resolve("t.duckdb").toString(), sql);
  }

  private long newest() {
    return ManifestStore.latest(folder.resolve("lake").toString())
        .orElseThrow()
        .manifest()
        .number();
  }
}
