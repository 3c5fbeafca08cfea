// SPDX-License-Identifier: Apache-2.0
package dev.sluice.runs;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import dev.sluice.fixture.Pipelines;
import dev.sluice.fixture.Pipelines.Ran;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.avro.Schema;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a contract does with fields it does not name, fields that are missing, and wrong values. */
class ContractModesTest {
  private static final String NESTED =
      "columns: {id: bigint!, n: int, at: \"struct(zip int)\", lines: \"list(struct(sku text))\"}";

  private @TempDir Path folder;

  @BeforeEach
  void files() throws IOException {
    write("t1.csv", "id,n,kind,coupon,E Mail\n1,5,a,X,\n2,five,c,,ada@b.c\nz,1,a,Q,R\n4,,,,\n");
    write("t2.csv", "more,N,id,kind\n\"say \"\"hi\"\"\",6,5,b\n");
    write(
        "j.jsonl",
        "{\"id\":1,\"n\":2,\"at\":{\"zip\":1},\"lines\":[{\"sku\":\"a\"}]}\n"
            + "{\"id\":2,\"coupon\":\"K\",\"nil\":null,\"at\":{\"zip\":3,\"floor\":2.50},\"lines\":[{\"sku\":\"a\",\"q\":1},{\"q\":2}]}\n"
            + "{\"id\":3,\"n\":\"no\",\"x\":{\"y\":[1,2.50]},\"at\":null}\n"
            + "{\"id\":\"q\",\"coupon\":\"dead\"}\n");
    Pipelines.query(
        "",
        "COPY (SELECT * FROM (VALUES (1::BIGINT, 7, {'zip': 1, 'floor': 2}, 1.50::DECIMAL(9,2), DATE '2026-01-01'), (2, NULL, NULL, NULL, NULL)) v(id, n, \"at\", price, seen)) TO '%s' (FORMAT parquet)"
            .formatted(folder.resolve("data/p.parquet")));
    Schema schema =
        new Schema.Parser()
            .parse(
                "{\"type\":\"record\",\"name\":\"t\",\"fields\":[{\"name\":\"id\",\"type\":\"long\"},{\"name\":\"n\",\"type\":[\"null\",\"int\"]},{\"name\":\"tags\",\"type\":{\"type\":\"array\",\"items\":\"string\"}}]}");
    try (DataFileWriter<GenericData.Record> writer =
        new DataFileWriter<>(new GenericDatumWriter<>(schema))) {
      writer.create(schema, folder.resolve("data/a.avro").toFile());
      GenericData.Record row = new GenericData.Record(schema);
      row.put("id", 1L);
      row.put("n", 3);
      row.put("tags", List.of("a", "b\"c"));
      writer.append(row);
    }
  }

  private void write(String name, String text) {
    Pipelines.write(folder.resolve("data/" + name), text);
  }

  private void spec(String... tables) {
    Pipelines.write(
        folder.resolve("pipeline.yaml"),
        "name: c\nlake: lake\nwarehouse: duckdb:w.duckdb\ndefaults: {tolerate: {dead_rows: 99}}\ntables:\n"
            + String.join("\n", tables)
            + "\n");
  }

  private static String table(String name, String source, String columns, String contract) {
    return "  %s:\n    source: {%s}\n    %s\n    contract: {%s}"
        .formatted(name, source, columns, contract);
  }

  private List<String> rows(String sql) {
    return Pipelines.query(folder.resolve("w.duckdb").toString(), sql);
  }

  private List<String> letters(String table) {
    return Pipelines.query(
        "",
        "SELECT origin_row, array_to_string(list_sort(list_transform(reasons, lambda r: r.code || ' ' || coalesce(r.column, regexp_replace(r.message, ' at byte [0-9]+', '')))), ', ') FROM read_parquet('%s/lake/staging/dead_letters/*/*/*.parquet') WHERE table_name = '%s' ORDER BY ALL"
            .formatted(folder, table));
  }

  private List<String> warnings(String table) {
    return Pipelines.query(
        "",
        "SELECT v.check || ' ' || v.observed FROM (SELECT unnest(verdicts) v FROM read_json('%s/lake/_sluice/log/*.json')) WHERE v.table = '%s' AND NOT v.passed ORDER BY ALL"
            .formatted(folder, table));
  }

  @Test
  void keepsUnknownFieldsAndWrongValuesOfEveryFormat() {
    String columns = "columns: {id: bigint!, n: int, kind: \"enum(a, b)\"}";
    String keep = "unknown_field: keep, type: null_value, missing_field: \"null\"";
    spec(
        table("csv", "csv: data/t*.csv", columns, keep),
        table("json", "json: data/j.jsonl", NESTED, keep),
        table("parquet", "parquet: data/p.parquet", NESTED, keep),
        table("avro", "avro: data/a.avro", columns, keep));
    Ran ran = Pipelines.run(folder);
    assertThat(
        rows("SELECT id, n, kind, _extra FROM production.csv ORDER BY 1"),
        contains(
            "1|5|a|{\"coupon\":\"X\"}",
            "2|null|null|{\"E Mail\":\"ada@b.c\",\"n\":\"five\",\"kind\":\"c\"}",
            "4|null|null|null",
            "5|6|b|{\"more\":\"say \\\"hi\\\"\"}"));
    assertThat(
        rows("SELECT id, n, \"at\", lines, _extra FROM production.json ORDER BY 1"),
        contains(
            "1|2|{'zip': 1}|[{'sku': a}]|null",
            "2|null|{'zip': 3}|[{'sku': a}, {'sku': NULL}]|{\"coupon\":\"K\",\"nil\":null,\"at\":{\"zip\":3,\"floor\":2.50},\"lines\":[{\"sku\":\"a\",\"q\":1},{\"q\":2}]}",
            "3|null|null|null|{\"x\":{\"y\":[1,2.50]},\"n\":\"no\"}"));
    assertThat(
        rows("SELECT id, n, \"at\", _extra FROM production.parquet ORDER BY 1"),
        contains(
            "1|7|{'zip': 1}|{\"price\":\"1.50\",\"seen\":\"2026-01-01\",\"at\":{\"zip\":1,\"floor\":2}}",
            "2|null|null|null"));
    assertThat(
        rows("SELECT id, n, _extra FROM production.avro"),
        contains("1|3|{\"tags\":[\"a\",\"b\\\"c\"]}"));
    assertThat(letters("csv"), contains("3|TYPE_CAST id"));
    assertThat(
        warnings("csv"),
        contains(
            "type: null_value `kind`: 1 value",
            "type: null_value `n`: 1 value",
            "unknown_field: keep `E Mail`: 1 value",
            "unknown_field: keep `coupon`: 1 value",
            "unknown_field: keep `more`: 1 value"));
    assertThat(
        warnings("json"),
        contains(
            "type: null_value `n`: 1 value",
            "unknown_field: keep `at.floor`: 1 value",
            "unknown_field: keep `coupon`: 1 value",
            "unknown_field: keep `lines[].q`: 2 values",
            "unknown_field: keep `x`: 1 value"));
    assertThat(
        warnings("parquet"),
        contains(
            "unknown_field: keep `at.floor`: 1 value",
            "unknown_field: keep `price`: 1 value",
            "unknown_field: keep `seen`: 1 value"));
    String shown =
        Pipelines.sluice("query", folder.toString(), "FROM production.csv").out()
            + Pipelines.sluice("deadletters", "show", folder.toString()).out();
    assertThat(ran.out() + shown, not(containsString("ada@b.c")));
    assertThat(ran.out() + shown, not(containsString("five")));
  }

  @Test
  void dropsOrBuriesWhatTheContractDoesNotName() {
    String columns = "columns: {id: bigint!, n: int, kind: text}";
    spec(
        table(
            "dropped", "csv: data/t*.csv", columns, "unknown_field: drop_value, type: null_value"),
        table("csv", "csv: data/t*.csv", columns, "unknown_field: dead_letter"),
        table("json", "json: data/j.jsonl", NESTED, "unknown_field: dead_letter"),
        table("keys", "json: data/j.jsonl", NESTED, "missing_field: dead_letter"),
        table(
            "parquet",
            "parquet: data/p.parquet",
            NESTED,
            "unknown_field: dead_letter, columns: {lines: {missing_field: \"null\"}}"),
        table(
            "lacking",
            "csv: data/t*.csv",
            "columns: {id: bigint!, n: int, coupon: text, no: {type: int, default: 7}}",
            "columns: {coupon: {missing_field: dead_letter}, n: {type: null_value}}"));
    Ran ran = Pipelines.run(folder);
    assertThat(
        rows("SELECT id, n, kind FROM production.dropped ORDER BY 1"),
        contains("1|5|a", "2|null|c", "4|null|null", "5|6|b"));
    assertThat(
        warnings("dropped"),
        contains(
            "type: null_value `n`: 1 value",
            "unknown_field: drop_value `E Mail`: 1 value",
            "unknown_field: drop_value `coupon`: 1 value",
            "unknown_field: drop_value `more`: 1 value"));
    assertThat(rows("SELECT id FROM production.csv"), contains("4"));
    assertThat(
        letters("csv"),
        contains(
            "1|SCHEMA_UNKNOWN_FIELD coupon",
            "1|SCHEMA_UNKNOWN_FIELD more",
            "2|SCHEMA_UNKNOWN_FIELD E Mail, TYPE_CAST n",
            "3|SCHEMA_UNKNOWN_FIELD E Mail, SCHEMA_UNKNOWN_FIELD coupon, TYPE_CAST id"));
    assertThat(rows("SELECT id FROM production.json"), contains("1"));
    assertThat(
        letters("json"),
        contains(
            "2|SCHEMA_UNKNOWN_FIELD at.floor, SCHEMA_UNKNOWN_FIELD coupon, SCHEMA_UNKNOWN_FIELD lines[].q",
            "3|SCHEMA_UNKNOWN_FIELD x, TYPE_CAST n",
            "4|SCHEMA_UNKNOWN_FIELD coupon, TYPE_CAST id"));
    assertThat(
        letters("keys"),
        contains(
            "2|SCHEMA_MISSING_FIELD Record 2 has no key for column n",
            "3|SCHEMA_MISSING_FIELD Record 3 has no key for column lines",
            "4|SCHEMA_MISSING_FIELD Record 4 has no key for column n, at, lines"));
    assertThat(rows("SELECT id FROM production.parquet"), contains("2"));
    assertThat(
        letters("parquet"),
        contains(
            "1|SCHEMA_UNKNOWN_FIELD at.floor, SCHEMA_UNKNOWN_FIELD price, SCHEMA_UNKNOWN_FIELD seen"));
    assertThat(
        rows("SELECT id, n, coupon, no FROM production.lacking ORDER BY 1"),
        contains("1|5|X|7", "2|null|null|7", "4|null|null|7"));
    assertThat(letters("lacking"), contains("1|SCHEMA_MISSING_FIELD coupon", "3|TYPE_CAST id"));
    assertThat(ran.out(), not(containsString("ada@b.c")));
  }

  @Test
  void replaysLettersByTheContractAsItIsNow() {
    String columns = "columns: {id: bigint!, n: int, kind: text}";
    spec(
        table("csv", "csv: data/t*.csv", columns, "unknown_field: dead_letter")
            + "\n    load: merge\n    key: id");
    Pipelines.run(folder);
    spec(
        table("csv", "csv: data/t*.csv", columns, "unknown_field: keep, type: null_value")
            + "\n    load: merge\n    key: id");
    Ran replayed = Pipelines.sluice("replay", folder.toString(), "--quiet");
    assertThat(replayed.toString(), replayed.exit(), is(0));
    assertThat(
        rows("SELECT id, n, kind, _extra FROM production.csv ORDER BY 1"),
        contains(
            "1|5|a|{\"coupon\":\"X\"}",
            "2|null|c|{\"E Mail\":\"ada@b.c\",\"n\":\"five\"}",
            "4|null|null|null",
            "5|6|b|{\"more\":\"say \\\"hi\\\"\"}"));
  }

  @Test
  void countsAThousandColumnsAndSaysLittle() throws IOException {
    String header =
        IntStream.range(0, 1_000).mapToObj(i -> "c" + i).collect(Collectors.joining(","));
    String values =
        IntStream.range(0, 1_000).mapToObj(i -> "v" + i).collect(Collectors.joining(","));
    Files.writeString(
        folder.resolve("data/wide.csv"), "id," + header + "\n1," + values + "\n2," + values + "\n");
    spec(
        table("kept", "csv: data/wide.csv", "columns: {id: int}", "unknown_field: keep"),
        table("dead", "csv: data/wide.csv", "columns: {id: int}", "unknown_field: dead_letter"));
    Ran ran = Pipelines.run(folder);
    assertThat(
        rows("SELECT id, len(json_keys(_extra)), _extra->>'c999' FROM production.kept ORDER BY 1"),
        contains("1|1000|v999", "2|1000|v999"));
    assertThat(
        ran.out(),
        allOf(containsString("other fields: 1,960 values"), not(containsString("c900"))));
    assertThat(ran.out().length() < 6_000, is(true));
    assertThat(letters("dead").size(), is(2));
  }
}
