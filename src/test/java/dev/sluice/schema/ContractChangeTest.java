// SPDX-License-Identifier: Apache-2.0
package dev.sluice.schema;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;

import dev.sluice.schema.avro.AvroSchemas;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a contract may become while rows of the earlier one stay. */
class ContractChangeTest {
  private static final String DATE = "{'type': 'int', 'logicalType': 'date'}";

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "INTEGER; BIGINT; true",
        "INTEGER; DOUBLE; true",
        "FLOAT; DOUBLE; true",
        "INTEGER; DECIMAL(12,2); true",
        "BIGINT; DECIMAL(19,0); true",
        "BIGINT; DECIMAL(21,2); true",
        "DECIMAL(9,2); DECIMAL(9,2); true",
        "DECIMAL(9,2); DECIMAL(12,4); true",
        "BIGINT; INTEGER; false",
        "BIGINT; DOUBLE; false",
        "INTEGER; FLOAT; false",
        "BIGINT; FLOAT; false",
        "DOUBLE; FLOAT; false",
        "DOUBLE; DECIMAL(38,9); false",
        "INTEGER; DECIMAL(11,2); false",
        "BIGINT; DECIMAL(20,2); false",
        "DECIMAL(9,2); DECIMAL(9,3); false",
        "DECIMAL(9,2); DECIMAL(12,1); false",
        "DECIMAL(9,2); DOUBLE; false",
        "DECIMAL(9,0); BIGINT; false",
        "BIGINT; TIMESTAMP WITH TIME ZONE; false",
        "BIGINT; DATE; false",
        "BIGINT; UUID; false",
        "BIGINT; VARCHAR; false",
        "DATE; TIMESTAMP; false",
        "DATE; TIMESTAMP WITH TIME ZONE; false",
        "TIME; DATE; false",
        "TIMESTAMP; TIMESTAMP WITH TIME ZONE; false",
        "VARCHAR; BLOB; false",
        "VARCHAR; UUID; false",
        "UUID; VARCHAR; false",
        "BLOB; VARCHAR; false",
        "BOOLEAN; INTEGER; false",
        "BOOLEAN; VARCHAR; false",
      })
  void knowsWhichTypesHoldEveryValueOfAnother(String type, String wider, boolean holds) {
    assertThat(TypeWidening.holds(wider, type), is(holds));
  }

  @Test
  void comparesNullsAndSymbols() {
    assertThat(
        problems(
            "{'name': 'a', 'type': ['null', 'long']}",
            "{'name': 'a', 'type': 'long'}, {'name': 'b', 'type': 'long'}"),
        contains(
            "`a` could be null and no longer can, and the rows that are there may have nulls",
            "`b` is new and never null, but the rows that are there have no value for it"));
    String size = "{'name': 'a', 'type': {'type': 'enum', 'name': 'S', 'symbols': [%s]}}";
    String both = size.formatted("'s', 'l'");
    assertThat(
        problems(both, size.formatted("'l', 'm'")),
        contains("`a` can no longer be `s`, and the rows that are there may say so"));
    assertThat(problems(size.formatted("'s'"), both), is(empty()));
    assertThat(problems(both, "{'name': 'a', 'type': 'string'}"), is(empty()));
    assertThat(
        problems("{'name': 'a', 'type': 'string'}", both),
        contains("`a` could be any text and is now one of `s`, `l`"));
  }

  @Test
  void comparesWhatStandsInsideByName() {
    String in = "{'name': 'p', 'type': {'type': 'record', 'name': 'P', 'fields': [%s]}}";
    String fields = "{'name': 'x', 'type': 'int'}, {'name': 'y', 'type': 'string'}";
    String turned = "{'name': 'y', 'type': 'string'}, {'name': 'x', 'type': 'int'}";
    assertThat(problems(in.formatted(fields), in.formatted(turned)), is(empty()));
    assertThat(
        problems(in.formatted(fields), in.formatted("{'name': 'x', 'type': " + DATE + "}")),
        contains(
            "`p.x` was INTEGER and is now DATE, which does not hold every value of it",
            "`p.y` is not in the schema any more, and the rows that are there have it"));
    assertThat(
        problems(in.formatted(fields), in.formatted(fields + ", {'name': 'z', 'type': 'string'}")),
        contains("`p.z` is new and never null, but the rows that are there have no value for it"));
    String list = "{'name': 'l', 'type': {'type': 'array', 'items': %s}}";
    assertThat(problems(list.formatted("'int'"), list.formatted("'long'")), is(empty()));
    assertThat(
        problems(list.formatted("['null', 'long']"), list.formatted("'double'")),
        contains(
            "`l[]` could be null and no longer can, and the rows that are there may have nulls",
            "`l[]` was BIGINT and is now DOUBLE, which does not hold every value of it"));
    String map = "{'name': 'l', 'type': {'type': 'map', 'values': %s}}";
    assertThat(
        problems(map.formatted("'string'"), map.formatted("'bytes'")),
        contains("`l{}` was VARCHAR and is now BLOB, which does not hold every value of it"));
    assertThat(
        problems(list.formatted("'string'"), map.formatted("'string'")),
        contains(
            "`l` was VARCHAR[] and is now MAP(VARCHAR, VARCHAR), which does not hold every value of it"));
  }

  @Test
  void saysWhatWentAndWhatIsPersonalNow() {
    ContractChange change =
        change(
            "{'name': 'a', 'type': 'string'}, {'name': 'b', 'type': 'string'}",
            "{'name': 'a', 'type': 'string', 'pii': true}");
    assertThat(change.problems(), is(empty()));
    assertThat(change.left(), contains("b"));
    assertThat(
        change.notes(),
        contains("`a` is personal data now, and stands in the clear in the rows that are there"));
  }

  private static List<String> problems(String before, String now) {
    return change(before, now).problems();
  }

  private static ContractChange change(String before, String now) {
    return ContractChange.between(schema(before), schema(now));
  }

  private static TableSchema schema(String fields) {
    String json = "{'type': 'record', 'name': 't', 'fields': [" + fields + "]}";
    AvroSchemas.Read read = AvroSchemas.parse(json.replace('\'', '"'));
    assertThat(read.problems(), is(empty()));
    return read.schema();
  }
}
