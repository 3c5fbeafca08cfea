// SPDX-License-Identifier: Apache-2.0
package dev.sluice.runs;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;

import dev.sluice.fixture.Pipelines;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every type of a contract arrives in production, through a merge or an append, as what it is. */
class TypesTest {
  private static final String SCHEMA =
      """
      {"type": "record", "name": "things", "fields": [
        {"name": "id", "type": {"type": "string", "logicalType": "uuid"}},
        {"name": "flag", "type": "boolean"},
        {"name": "small", "type": "int"},
        {"name": "ratio", "type": "double"},
        {"name": "money", "type": {"type": "bytes", "logicalType": "decimal", "precision": 38, "scale": 10}},
        {"name": "day", "type": {"type": "int", "logicalType": "date"}},
        {"name": "clock", "type": {"type": "long", "logicalType": "time-micros"}},
        {"name": "instant", "type": {"type": "long", "logicalType": "timestamp-micros"}},
        {"name": "local", "type": {"type": "long", "logicalType": "local-timestamp-micros"}},
        {"name": "kind", "type": {"type": "enum", "name": "kinds", "symbols": ["a", "b"]}},
        {"name": "tags", "type": {"type": "array", "items": "string"}},
        {"name": "place", "type": {"type": "record", "name": "places", "fields": [
          {"name": "lat", "type": "double"}, {"name": "name", "type": "string"}]}}]}
      """;
  private static final String DATA =
      """
      {"id": "5b1bd2a4-0ee3-4c2f-9a2b-0f1d2c3b4a59", "flag": true, "small": -7, "ratio": 0.1,\
      "money": 1234567890123456789012345678.0123456789, "day": "2024-02-29", "clock": "23:59:59.000001",\
      "instant": "2026-03-29T01:30:00.123456Z", "local": "2026-03-29 02:30:00", "kind": "b",\
      "tags": ["x", "y"], "place": {"lat": 52.5, "name": "B"}}
      """;

  private @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"load: append", "{load: merge, key: [id]}"})
  void keepsEveryTypeAndValue(String load) {
    Pipelines.write(folder.resolve("things.avsc"), SCHEMA);
    Pipelines.write(folder.resolve("data/a.json"), DATA);
    String lines = load.replaceAll("[{}]", "").replace(", ", "\n    ");
    Pipelines.write(
        folder.resolve("pipeline.yaml"),
        """
        name: types
        lake: lake
        warehouse: duckdb:types.duckdb
        tables:
          things:
            source: {json: data/a.json}
            schema: things.avsc
            %s
            checks: [{not_null: [id, money, tags, place]}, {unique: [id]}]
        models:
          copies:
            sql: SELECT id, money, place, tags, instant, uuid_extract_version(id) AS version FROM things
            checks: [{not_null: [place, tags, version]}]
        """
            .formatted(lines));
    Pipelines.run(folder);
    String database = folder.resolve("types.duckdb").toString();
    List<String> types =
        Pipelines.query(
            database,
            "SELECT column_type FROM (DESCRIBE production.things) WHERE NOT starts_with(column_name, 'created') AND NOT starts_with(column_name, 'updated')");
    assertThat(
        types,
        contains(
            "UUID",
            "BOOLEAN",
            "INTEGER",
            "DOUBLE",
            "DECIMAL(38,10)",
            "DATE",
            "TIME",
            "TIMESTAMP WITH TIME ZONE",
            "TIMESTAMP",
            "VARCHAR",
            "VARCHAR[]",
            "STRUCT(lat DOUBLE, \"name\" VARCHAR)"));
    assertThat(
        Pipelines.query(
            database,
            "SELECT * EXCLUDE (created_at, updated_at, instant), epoch_us(instant) FROM production.things"),
        contains(
            "5b1bd2a4-0ee3-4c2f-9a2b-0f1d2c3b4a59|true|-7|0.1|1234567890123456789012345678.0123456789|2024-02-29|23:59:59.000001|2026-03-29 02:30:00.0|b|[x, y]|{'lat': 52.5, 'name': B}|1774747800123456"));
    assertThat(
        Pipelines.query(database, "SELECT version, money FROM production.copies"),
        contains("4|1234567890123456789012345678.0123456789"));
  }
}
