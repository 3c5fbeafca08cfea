// SPDX-License-Identifier: Apache-2.0
package dev.sluice.schema.spelling;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;

import dev.sluice.schema.TableSchema;
import dev.sluice.schema.avro.AvroSchemas;
import dev.sluice.schema.avro.AvroText;
import dev.sluice.spec.Parsed;
import dev.sluice.spec.parse.SpecParser;
import dev.sluice.spec.table.TableSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Columns of a spec, as Avro, and back: nothing is lost, and nothing is said otherwise. */
class ColumnsRoundTripTest {
  private static final long SEED = 11;

  private static final List<String> TYPES =
      List.of(
          "boolean",
          "int",
          "bigint",
          "float",
          "double",
          "decimal(12,2)",
          "decimal(38,0)",
          "text",
          "bytes",
          "uuid",
          "date",
          "time",
          "timestamp",
          "timestamptz",
          "enum(a, b)",
          "enum(new, \"in, transit\", \"\", \"q\"\"q\", null)");

  @TempDir Path folder;

  /** Every trait of every type, once. */
  private static final List<String> WRITTEN =
      List.of(
          "id: bigint!",
          "note: text",
          "order: decimal(12,2)!",
          "tags: list(text!)!",
          "status: enum(new, paid, in transit)",
          "address: struct(street text, zip list(int!)!)",
          "scores: map(text, double!)",
          "placed: {type: timestamp, from: Placed At, format: \"%b %d %Y\"}",
          "day: {type: date!, from: [\"Größe, ${X}\", b], aliases: [c, d e], format: [\"%d/%m/%Y\", \"%Y\"]}",
          "price: {type: \"decimal(8,3)\", decimal: \",\", thousands: \".\", default: \"1.500\"}",
          "active: {type: boolean!, true_values: [\"Y\", J], false_values: [\"N\"], null_values: [\"\", \"null\", \"-9\"], default: false}",
          "born: {type: date, default: \"1999-12-31\"}",
          "at_time: {type: time, default: \"23:59:59.000001\"}",
          "seen: {type: timestamptz, default: \"2024-01-31T10:00:00Z\"}",
          "local: {type: timestamp, default: \"2024-01-31T10:00:00.123456\"}",
          "size: {type: double, default: 1.5}",
          "kind: {type: \"enum(a, b)\", default: \"b\"}",
          "gone: {type: int, default: null}",
          "list: {type: list(text), default: [\"a\",\"b\"]}",
          "email: {type: text, pii: true, doc: \"How we write\\nto \\\"them\\\": # all\"}");

  @Test
  void saysEveryTraitInBothForms() throws IOException {
    String spec = "name: t\nlake: l\ntables:\n  t:\n    source: {csv: t.csv}\n    columns:\n";
    String lines = String.join("\n", WRITTEN).replace("${X}", "$${X}").indent(6);
    TableSchema schema = parsed(spec + lines).get(0).schema();
    List<String> written = WRITTEN.stream().map(line -> line.replace("${X}", "$${X}")).toList();
    assertThat(ColumnsText.of(schema), equalTo(written));
    AvroSchemas.Read read = AvroSchemas.parse(AvroText.of("t", schema));
    assertThat(read.problems(), empty());
    assertThat(read.schema(), equalTo(schema));
    Files.writeString(folder.resolve("t.avsc"), AvroText.of("t", schema));
    String avro = "name: t\nlake: l\ntables:\n  t: {source: {csv: t.csv}, schema: t.avsc}\n";
    assertThat(parsed(avro).get(0).schema(), equalTo(schema));
  }

  @Test
  void losesNothingOfAnyType() throws IOException {
    Random random = new Random(SEED);
    StringBuilder spec = new StringBuilder("name: t\nlake: l\ntables:\n");
    for (int table = 0; table < 12; table++) {
      spec.append("  t%d:\n    source: {csv: t.csv}\n    columns:\n".formatted(table));
      for (int column = 0; column < 10; column++) {
        String type = type(random, 3).replace("'", "''");
        spec.append("      c%d: '%s'\n".formatted(column, type));
      }
    }
    List<TableSpec> tables = parsed(spec.toString());
    StringBuilder again = new StringBuilder("name: t\nlake: l\ntables:\n");
    for (TableSpec table : tables) {
      AvroSchemas.Read read = AvroSchemas.parse(AvroText.of(table.name(), table.schema()));
      assertThat("seed " + SEED, read.problems(), empty());
      assertThat("seed " + SEED, read.schema(), equalTo(table.schema()));
      again.append("  " + table.name() + ":\n    source: {csv: t.csv}\n    columns:\n");
      ColumnsText.of(read.schema()).forEach(line -> again.append("      " + line + "\n"));
    }
    assertThat("seed " + SEED, parsed(again.toString()), equalTo(tables));
  }

  @Test
  void namesWhatColumnsCannotSay() {
    String avro =
        """
        {"type": "record", "name": "t", "fields": [
          {"name": "a", "type": {"type": "record", "name": "A", "fields": [
            {"name": "b", "type": "int", "doc": "b"}, {"name": "c", "type": "int"},
            {"name": "d", "type": {"type": "array", "items": {"type": "record", "name": "D",
              "fields": [{"name": "e", "type": "int", "aliases": ["x"]}]}}}]}}]}""";
    AvroSchemas.Read read = AvroSchemas.parse(avro);
    assertThat(read.problems(), empty());
    assertThat(ColumnsText.unsaid(read.schema()), contains("a.b", "a.d[].e"));
  }

  @Test
  void refusesFormsOfAvroThatAreWrong() {
    String avro =
        """
        {"type": "record", "name": "t", "fields": [
          {"name": "a", "type": {"type": "int", "logicalType": "date"}, "sluice.format": "%Q"},
          {"name": "b", "type": "string", "sluice.decimal": ",", "format": "email"},
          {"name": "c", "type": "double", "sluice.decimal": 5, "sluice.from": [""]},
          {"name": "d", "type": {"type": "record", "name": "D", "fields": [
            {"name": "e", "type": "double", "sluice.decimal": ","}]}},
          {"name": "f", "type": {"type": "string", "sluice.enum": []}}]}""";
    assertThat(
        AvroSchemas.parse(avro).problems().stream().map(p -> p.replaceAll("[:;].*", "")).toList(),
        contains(
            "Field 'a' says \"sluice.format\"",
            "Field 'b' says \"sluice.decimal\"",
            "Field 'c' says \"sluice.decimal\"",
            "Field 'c' says \"sluice.from\" without a name.",
            "Field 'd.e' says \"sluice.decimal\", which only columns of a table have.",
            "Field 'f' has a \"sluice.enum\" that is no list of different texts."));
  }

  private List<TableSpec> parsed(String yaml) throws IOException {
    Files.writeString(folder.resolve("pipeline.yaml"), yaml);
    Parsed parsed = SpecParser.parse(folder, name -> null);
    assertThat(yaml, parsed.issues(), empty());
    return Objects.requireNonNull(parsed.spec()).tables();
  }

  private static String type(Random random, int depth) {
    String mark = random.nextInt(3) == 0 ? "!" : "";
    return switch (depth == 0 ? 9 : random.nextInt(8)) {
      case 0 -> "list(" + type(random, depth - 1) + ")" + mark;
      case 1 -> "map(text, " + type(random, depth - 1) + ")" + mark;
      case 2 ->
          "struct(a %s, select %s)".formatted(type(random, depth - 1), type(random, depth - 1))
              + mark;
      default -> TYPES.get(random.nextInt(TYPES.size())) + mark;
    };
  }
}
