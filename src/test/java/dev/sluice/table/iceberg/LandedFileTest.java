// SPDX-License-Identifier: Apache-2.0
package dev.sluice.table.iceberg;

import static dev.sluice.table.iceberg.TableLab.column;
import static dev.sluice.table.iceberg.TableLab.contract;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.is;

import dev.sluice.schema.Column;
import dev.sluice.schema.TableSchema;
import dev.sluice.schema.iceberg.IcebergSchemas;
import dev.sluice.schema.iceberg.IdentifiedSchema;
import dev.sluice.table.DataFile;
import dev.sluice.table.DataFile.ColumnStats;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.iceberg.Schema;
import org.apache.iceberg.types.Conversions;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types.NestedField;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.Util;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is written of a file of every type, and what is told of it. */
class LandedFileTest {
  @TempDir Path folder;
  private TableLab lab;

  @BeforeEach
  void open() {
    lab = new TableLab(folder.toString());
  }

  @AfterEach
  void close() {
    lab.close();
  }

  @Test
  void hasTheIdsOfItsColumnsAndOfAllInside() throws Exception {
    TableSchema evolved = EveryType.contract();
    DataFile file = lab.file(evolved, EveryType.ROWS);
    assertThat(identified(file), is(wanted(evolved)));
    assertThat(identified(file).size(), is(27));
  }

  @Test
  void hasIdsWhateverItsColumnsAreCalled() throws Exception {
    TableSchema contract =
        contract(
            column("__duckdb_field_id", "INTEGER"),
            column("schema", "MAP(INTEGER, STRUCT(\"key\" INTEGER, \"value\" INTEGER))"),
            column("a.b", "STRUCT(element STRUCT(list INTEGER, \"c.d\" INTEGER)[])"),
            column("q\"u o", "STRUCT(__duckdb_field_id STRUCT(\"p\"\"q\" INTEGER))"));
    DataFile file =
        lab.file(
            contract,
            """
            SELECT 1::INTEGER AS __duckdb_field_id, MAP {2: {'key': 3, 'value': 4}} AS "schema",
              {'element': [{'list': 5, 'c.d': 6}]} AS "a.b",
              {'__duckdb_field_id': {'p"q': 7}} AS "q""u o\"""");
    assertThat(identified(file), is(wanted(contract)));
    assertThat(
        file.columns().stream().map(c -> c.name() + " " + (c.bytes() > 0) + c.min()).toList(),
        contains("__duckdb_field_id true01000000", "schema true", "a.b true", "q\"u o true"));
    TablePointer pointer =
        lab.tables.change("t", null, TableChange.append(contract, List.of(file))).pointer();
    assertThat(
        lab.rows(pointer),
        contains(
            "{'__duckdb_field_id': 1, 'schema': {2={'key': 3, 'value': 4}}, 'a.b': {'element': [{'list': 5, 'c.d': 6}]}, 'q\"u o': {'__duckdb_field_id': {'p\"q': 7}}}"));
  }

  /** Iceberg has one path for the column and for the field. */
  @Test
  void mayHaveAColumnThatIsSpelledAsTheFieldOfAnother() throws Exception {
    TableSchema first = contract(column("a.b", "INTEGER"));
    TableSchema second = contract(column("a.b", "INTEGER"), column("a", "STRUCT(b INTEGER)"));
    DataFile one = lab.file(first, "SELECT 1::INTEGER AS \"a.b\"");
    DataFile two = lab.file(second, "SELECT 2::INTEGER AS \"a.b\", {'b': 3} AS a");
    assertThat(two.columns().get(0).name(), is("a.b"));
    TableSchema open = contract();
    TablePointer before =
        lab.tables.change("t", null, TableChange.append(open, List.of(one))).pointer();
    TablePointer after =
        lab.tables.change("t", before, TableChange.append(open, List.of(two))).pointer();
    assertThat(lab.rows(after), contains("{'a_b': 1, 'a': NULL}", "{'a_b': 2, 'a': {'b': 3}}"));
    assertThat(
        lab.rows(lab.tables.change("u", null, TableChange.append(second, List.of(two))).pointer()),
        contains("{'a_b': 2, 'a': {'b': 3}}"));
  }

  /** The names by the ids that the footer says. */
  private Map<Integer, String> identified(DataFile file) throws IOException {
    Map<Integer, String> ids = new TreeMap<>();
    for (SchemaElement element : footer(folder.resolve(file.path()))) {
      if (element.isSetField_id()) {
        ids.put(element.getField_id(), element.getName());
      }
    }
    return ids;
  }

  private static Map<Integer, String> wanted(TableSchema contract) {
    Map<Integer, String> wanted = new TreeMap<>();
    schema(contract).columns().forEach(field -> gather(field, wanted));
    return wanted;
  }

  private static Schema schema(TableSchema contract) {
    return IdentifiedSchema.of(contract.columns());
  }

  private static void gather(NestedField field, Map<Integer, String> ids) {
    ids.put(field.fieldId(), field.name());
    if (field.type().isNestedType()) {
      field.type().asNestedType().fields().forEach(inner -> gather(inner, ids));
    }
  }

  @Test
  void isToldWithRowsNullsAndBounds() throws Exception {
    TableSchema evolved = EveryType.contract();
    TablePointer pointer =
        lab.tables
            .change(
                "all",
                null,
                TableChange.append(evolved, List.of(lab.file(evolved, EveryType.ROWS))))
            .pointer();
    DataFile file = lab.files(pointer).get(0);
    assertThat(file.rows(), is(2L));
    assertThat(file, is(lab.files(pointer).get(0)));
    List<String> told = new ArrayList<>();
    for (NestedField field : schema(evolved).columns()) {
      told.add(tell(file, field));
    }
    assertThat(
        told,
        contains(
            "b 0: false..true",
            "i 1: 1..1",
            "l 0: 3..5000000000",
            "f 0: -1.5..2.5",
            "d 0: -0.0..1.0",
            "n 0: ?..?",
            "e 0: 0.00..1.25",
            "g 0: -7.125..7.125",
            "h 0: -123456789012345678901234567890.1..123456789012345678901234567890.1",
            "s 0: it's..zzzzzzzzzzzzzzz{",
            "y 0: 6162..ffff",
            "u 1: ?..?",
            "da 0: -1..18321",
            "t 0: 0..3723000004",
            "ts 0: -31536000000000..1577836800000001",
            "tz 0: 1577836800000000..1609459200000000",
            "none 2: ?..?",
            "st 0: ?..?",
            "li 0: ?..?",
            "ma 1: ?..?"));
  }

  private static String tell(DataFile file, NestedField field) {
    ColumnStats column = file.column(field.name());
    assertThat(column.type(), is(IcebergSchemas.kernel(field.type())));
    return "%s %s: %s..%s"
        .formatted(
            column.name(),
            column.nulls(),
            text(column.min(), field.type()),
            text(column.max(), field.type()));
  }

  private static String text(String hex, Type type) {
    if (hex.isEmpty()) {
      return "?";
    }
    ByteBuffer bytes = ByteBuffer.wrap(HexFormat.of().parseHex(hex));
    return type.typeId() == Type.TypeID.BINARY
        ? hex
        : String.valueOf((Object) Conversions.fromByteBuffer(type, bytes));
  }

  /** The footer, by a library that is not ours. */
  private static List<SchemaElement> footer(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    int length = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt(bytes.length - 8);
    return Util.readFileMetaData(new ByteArrayInputStream(bytes, bytes.length - 8 - length, length))
        .getSchema();
  }

  @Test
  void saysNothingOfPersonalValues() throws Exception {
    Column inside = column("st", "STRUCT(a INTEGER)").personal(true);
    TableSchema contract = contract(column("s", "VARCHAR").personal(true), inside);
    TableSchema evolved = contract;
    DataFile file = lab.file(evolved, "SELECT 'secret' AS s, {'a': 1::INTEGER} AS st");
    assertThat(
        schema(evolved).columns().stream().map(field -> tell(file, field)).toList(),
        contains("s 0: ?..?", "st 0: ?..?"));
  }
}
