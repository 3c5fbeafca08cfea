// SPDX-License-Identifier: Apache-2.0
package dev.sluice.table.iceberg;

import static dev.sluice.table.iceberg.TableLab.column;
import static dev.sluice.table.iceberg.TableLab.contract;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.hasEntry;
import static org.hamcrest.Matchers.is;

import dev.sluice.schema.Column;
import dev.sluice.schema.TableSchema;
import dev.sluice.schema.iceberg.SchemaEvolution.Evolved;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.iceberg.types.Types.NestedField;
import org.apache.parquet.format.SchemaElement;
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
    Evolved evolved = lab.tables.evolved(null, EveryType.contract());
    TableFile file = lab.file(evolved, EveryType.ROWS);
    Map<Integer, String> ids = new TreeMap<>();
    for (SchemaElement element : FooterMetrics.footer(folder.resolve(file.path())).getSchema()) {
      if (element.isSetField_id()) {
        ids.put(element.getField_id(), element.getName());
      }
    }
    Map<Integer, String> wanted = new TreeMap<>();
    evolved.schema().columns().forEach(field -> gather(field, wanted));
    assertThat(ids, is(wanted));
    assertThat(ids, hasEntry(evolved.lastId(), "element"));
    assertThat(ids.size(), is(evolved.lastId()));
  }

  private static void gather(NestedField field, Map<Integer, String> ids) {
    ids.put(field.fieldId(), field.name());
    if (field.type().isNestedType()) {
      field.type().asNestedType().fields().forEach(inner -> gather(inner, ids));
    }
  }

  @Test
  void isToldWithRowsNullsAndBounds() throws Exception {
    Evolved evolved = lab.tables.evolved(null, EveryType.contract());
    TablePointer pointer =
        lab.tables
            .change(
                "all",
                null,
                TableChange.append(evolved, List.of(lab.file(evolved, EveryType.ROWS))))
            .pointer();
    TableFile file = lab.files(pointer).get(0);
    assertThat(file.rows(), is(2L));
    List<String> told = new ArrayList<>();
    for (NestedField field : evolved.schema().columns()) {
      told.add(tell(file, field, field.name()));
    }
    NestedField inside = evolved.schema().findField("st.a");
    told.add(tell(file, inside, "st.a"));
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
            "st ?: ?..?",
            "li ?: ?..?",
            "ma ?: ?..?",
            "st.a 1: 7..7"));
  }

  private static String tell(TableFile file, NestedField field, String name) {
    int id = field.fieldId();
    return name
        + " "
        + file.nulls(id).map(String::valueOf).orElse("?")
        + ": "
        + text(file.least(id, field.type()))
        + ".."
        + text(file.greatest(id, field.type()));
  }

  private static String text(Optional<Object> value) {
    return value
        .map(
            each ->
                each instanceof java.nio.ByteBuffer bytes
                    ? java.util.HexFormat.of()
                        .formatHex(org.apache.iceberg.util.ByteBuffers.toByteArray(bytes))
                    : String.valueOf(each))
        .orElse("?");
  }

  @Test
  void saysNothingOfPersonalValues() throws Exception {
    Column inside = column("st", "STRUCT(a INTEGER)").personal(true);
    TableSchema contract = contract(column("s", "VARCHAR").personal(true), inside);
    Evolved evolved = lab.tables.evolved(null, contract);
    TableFile file = lab.file(evolved, "SELECT 'secret' AS s, {'a': 1::INTEGER} AS st");
    assertThat(
        tell(file, evolved.schema().findField("s"), "s")
            + tell(file, evolved.schema().findField("st.a"), "a"),
        is("s 0: ?..?a 0: ?..?"));
  }
}
