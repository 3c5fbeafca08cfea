// SPDX-License-Identifier: Apache-2.0
package dev.sluice.validate;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sluice.batch.RecordBatch;
import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.fixture.Batches;
import dev.sluice.kernel.Kernel;
import dev.sluice.kernel.KernelSettings;
import dev.sluice.schema.TableSchema;
import dev.sluice.schema.avro.AvroSchemas;
import dev.sluice.spec.table.Contract;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

/** One value, wherever it stands: the typed value, or every reason with its path. */
class NestedCastTest {
  private static final Contract OPEN =
      new Contract(
          Contract.UnknownField.RAW, Contract.MissingField.NULL, Contract.WrongType.DEAD_LETTER);

  private static final String STRUCT =
      """
      {"type": "record", "name": "S", "fields": [
        {"name": "a", "type": "int"},
        {"name": "k", "type": ["null", {"type": "enum", "name": "K", "symbols": ["A", "B"]}]},
        {"name": "at", "type": ["null", {"type": "long", "logicalType": "timestamp-micros"}]},
        {"name": "in", "type": ["null", {"type": "record", "name": "I", "fields": [
          {"name": "x", "type": {"type": "array", "items": "int"}}]}]}]}""";

  private static final Map<String, String> TYPES =
      Map.of(
          "decimal",
          "{\"type\": \"bytes\", \"logicalType\": \"decimal\", \"precision\": 9, \"scale\": 2}",
          "wide",
          "{\"type\": \"bytes\", \"logicalType\": \"decimal\", \"precision\": 38, \"scale\": 19}",
          "date",
          "{\"type\": \"int\", \"logicalType\": \"date\"}",
          "time",
          "{\"type\": \"long\", \"logicalType\": \"timestamp-micros\"}",
          "symbol",
          "{\"type\": \"enum\", \"name\": \"E\", \"symbols\": [\"A\", \"B\"]}",
          "struct",
          STRUCT);

  private static Kernel kernel;

  @BeforeAll
  static void open() {
    kernel = Kernel.open(KernelSettings.closed());
  }

  @AfterAll
  static void close() {
    kernel.close();
  }

  @ParameterizedTest
  @CsvFileSource(resources = "/validate/nested-casts.psv", delimiter = '|', quoteCharacter = '`')
  void castsByTheRulesOfTheTopLevel(String type, String form, String value, String expected) {
    RecordBatch batch =
        form.equals("json")
            ? Batches.of("f", List.of("v"), Batches.row(value.equals("∅") ? null : value))
            : Batches.query("SELECT 1::BIGINT AS _row, " + value + " AS v", "f").get(0);
    assertThat(outcome(batch, schema(avro(type)), OPEN), equalTo(expected));
  }

  @Test
  void looksIntoEachRowByItself() {
    RecordBatch batch =
        Batches.of(
            "f",
            List.of("v"),
            Batches.row("[{\"a\":1}]"),
            Batches.row("[{\"a\":1},{\"a\":1.5}]"),
            Batches.row("[]"),
            Batches.row("[{\"a\":3,\"in\":{\"x\":[4,5]}}]"));
    RowValidator.Judged judged = judge(batch, schema(avro("list struct")), OPEN);
    assertThat(
        Batches.select("SELECT __row, len(v), v[1].\"in\".x FROM batch", judged.good()),
        contains("1|1|∅", "3|0|∅", "4|1|[4, 5]"));
    assertThat(
        Batches.select("SELECT _row, reasons::JSON ->> '$[0].message' FROM batch", judged.dead()),
        contains("2|Column 'v[2].a': '1.5' has more decimals than INTEGER holds."));
  }

  @Test
  void boundsHowManyReasonsARowHas() {
    String many = IntStream.range(0, 500).mapToObj(i -> "\"x\"").collect(Collectors.joining(","));
    RecordBatch batch = Batches.of("f", List.of("v"), Batches.row("[" + many + "]"));
    List<RecordBatch> dead = judge(batch, schema(avro("list int")), OPEN).dead();
    assertThat(
        Batches.select("SELECT json_array_length(reasons::JSON) FROM batch", dead), contains("20"));
  }

  @Test
  void stopsAtANestedFieldThatAClosedContractDoesNotName() {
    Contract closed =
        new Contract(
            Contract.UnknownField.FAIL, Contract.MissingField.FAIL, Contract.WrongType.DEAD_LETTER);
    TableSchema schema = schema(avro("list struct"));
    RecordBatch json =
        Batches.of(
            "f", List.of("v"), Batches.row("[{\"a\":1}]"), Batches.row("[{\"a\":1,\"z\":2}]"));
    PipelineException e = assertThrows(PipelineException.class, () -> judge(json, schema, closed));
    assertThat(e.code(), equalTo(ErrorCode.SCHEMA_UNKNOWN_FIELD));
    assertThat(
        e.getMessage(),
        equalTo(
            "Table 't', f, row 2: Column 'v[1].z': the contract does not name this field (names:"
                + " a, k, at, in). Add it to the schema, or set `contract: {unknown_field: keep}`."));
    RecordBatch typed =
        Batches.query(
                "SELECT 1::BIGINT AS _row, [{'a': 1, 'k': 'A', 'at': NULL, 'in': NULL, 'z': 1}] AS v",
                "f")
            .get(0);
    e = assertThrows(PipelineException.class, () -> judge(typed, schema, closed));
    assertThat(e.code(), equalTo(ErrorCode.SCHEMA_UNKNOWN_FIELD));
    assertThat(e.getMessage(), containsString("the file's column 'v[].z'"));
  }

  @Test
  void stopsAtANestedFieldThatATypedSourceLacks() {
    RecordBatch typed =
        Batches.query("SELECT 1::BIGINT AS _row, {'a': 1, 'k': 'A', 'at': NULL} AS v", "f").get(0);
    PipelineException e =
        assertThrows(PipelineException.class, () -> judge(typed, schema(STRUCT), Contract.DEFAULT));
    assertThat(e.code(), equalTo(ErrorCode.SCHEMA_MISSING_FIELD));
    assertThat(
        e.getMessage(), containsString("the file has no column 'v.in' (has: v.a, v.k, v.at)"));
    assertThat(outcome(typed, schema(STRUCT), OPEN), containsString("'in': NULL"));
  }

  @Test
  void masksPersonalValuesAndKeysInside() {
    String type =
        """
        {"type": "map", "values": {"type": "record", "name": "P", "fields": [
          {"name": "mail", "type": "int", "pii": true}]}}""";
    RecordBatch batch =
        Batches.of("f", List.of("v"), Batches.row("{\"ann@x.org\":{\"mail\":\"ann\"}}"));
    List<RecordBatch> dead = judge(batch, schema(type), OPEN).dead();
    String reasons = Batches.select("SELECT reasons FROM batch", dead).get(0);
    assertThat(reasons, containsString("v[…].mail"));
    assertThat(reasons.contains("ann"), equalTo(false));
  }

  @Test
  void meetsNoNameOfAUser() {
    String fields =
        "{\"name\": \"__x1\", \"type\": \"int\"}, {\"name\": \"__j1\", \"type\": \"int\"},"
            + " {\"name\": \"key\", \"type\": \"int\"}, {\"name\": \"value\", \"type\": \"int\"}";
    String type =
        "{\"type\": \"array\", \"items\": {\"type\": \"record\", \"name\": \"N\", \"fields\": ["
            + fields
            + "]}}";
    RecordBatch batch =
        Batches.of(
            "f", List.of("v"), Batches.row("[{\"__x1\":1,\"__j1\":2,\"key\":3,\"value\":4}]"));
    RowValidator.Judged judged = judge(batch, schema(type), OPEN);
    assertThat(judged.dead(), empty());
    assertThat(
        Batches.select("SELECT v[1] FROM batch", judged.good()),
        contains("{'__x1': 1, '__j1': 2, 'key': 3, 'value': 4}"));
  }

  private static String avro(String type) {
    int space = type.indexOf(' ');
    String first = space < 0 ? type : type.substring(0, space);
    String rest = type.substring(space + 1);
    return switch (first) {
      case "list" -> "{\"type\": \"array\", \"items\": " + avro(rest) + "}";
      case "map" -> "{\"type\": \"map\", \"values\": " + avro(rest) + "}";
      case "null" -> "[\"null\", " + avro(rest) + "]";
      default -> TYPES.getOrDefault(type, "\"" + type + "\"");
    };
  }

  private static TableSchema schema(String type) {
    AvroSchemas.Read read =
        AvroSchemas.parse(
            "{\"type\": \"record\", \"name\": \"t\", \"fields\": [{\"name\": \"v\", \"type\": "
                + type
                + "}]}");
    assertThat(read.problems(), empty());
    return read.schema();
  }

  private static RowValidator.Judged judge(
      RecordBatch batch, TableSchema schema, Contract contract) {
    RowValidator.Judged judged =
        new RowValidator(new RowContract("t", schema, contract, List.of(), false))
            .judge(kernel, batch);
    assertThat(
        Batches.count(judged.good()) + Batches.count(judged.dead()), equalTo((long) batch.rows()));
    return judged;
  }

  private static String outcome(RecordBatch batch, TableSchema schema, Contract contract) {
    RowValidator.Judged judged = judge(batch, schema, contract);
    if (!judged.good().isEmpty()) {
      return Batches.select("SELECT v::VARCHAR FROM batch", judged.good()).get(0);
    }
    assertThat(judged.dead(), hasSize(1));
    String field = "json_extract_string(r, '$.%s')";
    String reason =
        "%s || ' ' || regexp_extract(%s, 'Column ''(.*?)'': ', 1) || ' ' || coalesce(%s, '∅')"
            .formatted(
                field.formatted("code"), field.formatted("message"), field.formatted("value"));
    return Batches.select(
            "SELECT array_to_string(list_transform(CAST(reasons::JSON AS JSON[]), lambda r: %s), '; ')"
                    .formatted(reason)
                + " FROM batch",
            judged.dead())
        .get(0);
  }
}
