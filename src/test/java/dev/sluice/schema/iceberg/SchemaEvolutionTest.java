// SPDX-License-Identifier: Apache-2.0
package dev.sluice.schema.iceberg;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sluice.error.PipelineException;
import dev.sluice.schema.Column;
import dev.sluice.schema.TableSchema;
import dev.sluice.schema.iceberg.SchemaEvolution.Evolved;
import java.util.List;
import org.apache.iceberg.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SchemaEvolutionTest {
  private static TableSchema contract(Column... columns) {
    return new TableSchema(List.of(columns));
  }

  private static Column of(String name, String type) {
    return Column.of(name, type, true);
  }

  private static List<String> fields(Schema schema) {
    return schema.columns().stream()
        .map(field -> field.toString().replaceFirst(" \\(\\)$", ""))
        .toList();
  }

  private static Evolved after(Evolved before, Column... columns) {
    return SchemaEvolution.of(before.schema(), before.lastId(), contract(columns));
  }

  @Test
  void givesEveryFieldAnIdInsideOfOthersToo() {
    Evolved fresh =
        SchemaEvolution.fresh(
            contract(
                Column.of("id", "BIGINT", false),
                of("s", "STRUCT(a INTEGER, \"B c\" VARCHAR)"),
                of("l", "STRUCT(x DATE)[]"),
                of("m", "MAP(VARCHAR, UUID[])")));
    assertThat(
        fields(fresh.schema()),
        contains(
            "1: id: required long",
            "2: s: optional struct<3: a: optional int, 4: B c: optional string>",
            "5: l: optional list<struct<7: x: optional date>>",
            "8: m: optional map<string, list<uuid>>"));
    assertThat(fresh.lastId(), is(11));
    assertThat(
        IcebergSchemas.of(fresh.schema()).column("m").orElseThrow().type(),
        is("MAP(VARCHAR, UUID[])"));
  }

  @Test
  void addsDropsAndRenamesAndNeverUsesAnIdTwice() {
    Evolved one = SchemaEvolution.fresh(contract(of("a", "INTEGER"), of("b", "VARCHAR")));
    Evolved two = after(one, of("c", "VARCHAR").sourced(List.of("b"), null), of("d", "DATE"));
    assertThat(fields(two.schema()), contains("2: c: optional string", "3: d: optional date"));
    Evolved three = after(two, of("d", "DATE"));
    Evolved four = after(three, of("a", "INTEGER"), of("D", "DATE"), of("c", "VARCHAR"));
    assertThat(
        fields(four.schema()),
        contains("4: a: optional int", "3: D: optional date", "5: c: optional string"));
    assertThat(four.lastId(), is(5));
    assertThat(four.renewed(), is(empty()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "INTEGER|BIGINT|true",
        "FLOAT|DOUBLE|true",
        "DECIMAL(9,2)|DECIMAL(12,2)|true",
        "TINYINT|INTEGER|true",
        "STRUCT(a INTEGER)|STRUCT(a BIGINT, b VARCHAR)|true",
        "INTEGER[]|BIGINT[]|true",
        "MAP(VARCHAR, FLOAT)|MAP(VARCHAR, DOUBLE)|true",
        "BIGINT|INTEGER|false",
        "INTEGER|DOUBLE|false",
        "DECIMAL(9,2)|DECIMAL(12,3)|false",
        "INTEGER|VARCHAR|false",
        "INTEGER[]|VARCHAR[]|false",
        "MAP(VARCHAR, INTEGER)|MAP(BIGINT, INTEGER)|false",
        "TIMESTAMP|TIMESTAMP WITH TIME ZONE|false",
        "STRUCT(a INTEGER)|INTEGER|false"
      })
  void keepsAnIdOnlyWhenFilesCanBeReadAsTheNewType(String from, String to, boolean keeps) {
    Evolved evolved = after(SchemaEvolution.fresh(contract(of("c", from))), of("c", to));
    assertThat(evolved.schema().findField("c").fieldId() == 1, is(keeps));
    assertThat(evolved.renewed().isEmpty(), is(keeps));
  }

  @Test
  void neverDemandsWhatEarlierFilesMayLack() {
    Evolved one =
        SchemaEvolution.fresh(contract(of("a", "INTEGER"), Column.of("b", "DATE", false)));
    Evolved two =
        after(
            one,
            Column.of("a", "INTEGER", false),
            of("b", "DATE"),
            Column.of("c", "STRUCT(x DATE)", false));
    assertThat(
        fields(two.schema()),
        contains(
            "1: a: optional int",
            "2: b: optional date",
            "3: c: optional struct<4: x: optional date>"));
  }

  @Test
  void saysWhichColumnsTheKernelCannotReadByNameInside() {
    Column before = new Column("s", "STRUCT(a INTEGER)", true, List.of(), false);
    Column field = of("b", "INTEGER").sourced(List.of("a"), null);
    Column now = new Column("s", "STRUCT(b INTEGER)", true, List.of(), false, List.of(field));
    Evolved evolved = after(SchemaEvolution.fresh(contract(before)), now);
    assertThat(fields(evolved.schema()), contains("1: s: optional struct<2: b: optional int>"));
    assertThat(evolved.reshaped(), contains("s"));
  }

  @Test
  void refusesWhatNoTableOfTheLakeCanHold() {
    TableSchema contract = contract(of("t", "TIMESTAMP_NS"), of("l", "STRUCT(i INTERVAL)[]"));
    PipelineException e =
        assertThrows(PipelineException.class, () -> SchemaEvolution.fresh(contract));
    assertThat(
        e.getMessage(),
        is(
            "`t` is of type TIMESTAMP_NS, which a table of the lake cannot hold exactly; cast it to TIMESTAMP: the lake's times end at microseconds; `l[].i` is of type INTERVAL, which a table of the lake cannot hold exactly; cast it to another type"));
  }
}
