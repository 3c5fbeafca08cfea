// SPDX-License-Identifier: Apache-2.0
package dev.sluice.spec.yaml;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.notNullValue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import dev.sluice.error.ErrorCode;
import dev.sluice.error.issue.Issue;
import dev.sluice.spec.parse.SpecFixture;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** Keeps the schema that editors use equal to what the parser accepts. */
class EditorSchemaTest {
  /** Codes for what no editor can see: other files, names, SQL. */
  private static final Set<ErrorCode> BEYOND_EDITORS =
      Set.of(ErrorCode.UNKNOWN_NAME, ErrorCode.FILE_NOT_FOUND, ErrorCode.SQL_BIND);

  private static final ObjectMapper JSON = new ObjectMapper();
  private static JsonNode schema = JSON.missingNode();
  @TempDir static Path folder;
  private static SpecFixture fixture;

  @BeforeAll
  static void readSchema() throws IOException {
    schema = JSON.readTree(new File("schemas/pipeline.schema.json"));
    fixture = SpecFixture.in(folder);
  }

  private static List<String> names(JsonNode object) {
    List<String> names = new ArrayList<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(item -> texts.add(item.asText()));
    return texts;
  }

  @ParameterizedTest
  @EnumSource(SpecShape.class)
  void declaresTheKeysOfTheGrammar(SpecShape shape) {
    JsonNode object = schema.at("/$defs/" + shape.id());
    assertThat(names(object.path("properties")), equalTo(shape.names()));
    List<String> required =
        shape.keys().stream().filter(SpecKey::isRequired).map(SpecKey::name).toList();
    assertThat(texts(object.path("required")), equalTo(required));
    assertThat(object.path("additionalProperties").asBoolean(true), is(false));
    for (SpecKey key : shape.keys()) {
      JsonNode property = object.path("properties").path(key.name());
      assertThat(
          key.name(),
          texts(property.path("enum")).stream().distinct().toList(),
          equalTo(key.values()));
      assertThat(key.name(), key.isPlanned() || property.has("description"), is(true));
    }
  }

  @Test
  void declaresNoOtherObjects() {
    List<String> objects = new ArrayList<>();
    for (String name : names(schema.path("$defs"))) {
      if (schema.at("/$defs/" + name).has("properties")) {
        objects.add(name);
      }
    }
    String[] shapes = Stream.of(SpecShape.values()).map(SpecShape::id).toArray(String[]::new);
    assertThat(objects, containsInAnyOrder(shapes));
  }

  static List<String> good() {
    return List.of(
        SpecFixture.shop(),
        SpecFixture.withColumns(
            "a: bigint!\nb: \"decimal(12,2)\"\nc: {type: date, format: [\"%Y\"], from: C, default: null}\n"
                + "d: {type: \"enum(a, b)\", null_values: NA}\ne: {type: boolean, true_values: [1, Y]}"),
        SpecFixture.withTable("load: append") + "defaults: {on_error: fail, null_values: NA}\n",
        SpecFixture.withTable("contract: {missing_field: null}"),
        SpecFixture.withTable("contract: {missing_field: \"null\", type: fail}"),
        SpecFixture.withTable("load: merge\nkey: order_id"),
        SpecFixture.withTable(
            "checks: [row_count: {max: 5}, sum: {column: amount, equals:"
                + " {table: orders, column: amount}}]"),
        SpecFixture.withTable("rules: [amount > 0, {sql: amount < 9, severity: warn}]"),
        SpecFixture.withTable("tolerate: {dead_rows: 0}"),
        SpecFixture.withTable("tolerate: {dead_rows_per_hour: 5}"),
        SpecFixture.withTable("load: append")
            + "publish: {approve: manual, notify: \"file:n.jsonl\", expire_after: 12h}\n",
        SpecFixture.withTable("load: append")
            + "publish: {notify: \"webhook:https://hooks.example.com/x\"}\n",
        SpecFixture.withTable("load: append") + "keep: {days: 30, runs: 10}\n",
        SpecFixture.withTable("load: replace").replace("build/lake", "${LAKE}"),
        SpecFixture.withTable("load: append")
            .replace("orders.csv}", "[a.csv, b.csv], null_values: [-9, NA, true]}"),
        SpecFixture.withModels("m: {sql: SELECT sum(rate) AS r FROM currencies, per: []}"),
        SpecFixture.withTable("load: append")
            + "vars: {a: 1, b: x, c: true, d: 0.5}\n"
            + "targets: {dev: {lake: build/dev, warehouse: null, vars: {a: 2}, defer: prod},"
            + " prod: {publish: {approve: manual}}}\n",
        SpecFixture.withTable("load: append").replace("lake: build/lake\n", "")
            + "targets: {dev: {lake: build/dev}}\ndefault_target: dev\n");
  }

  static List<String> bad() {
    String table = SpecFixture.withTable("load: append");
    return List.of(
        "name: shop",
        "- name: shop",
        table.replace("name:", "nmae:"),
        table.replace("shop", "5"),
        table.replace("append", "upsert"),
        table.replace("append", "merge"),
        table.replace("csv:", "cvs:"),
        table.replace("orders.csv}", "orders.csv, json: x}"),
        table.replace("orders.csv}", "orders.csv, delimiter: \";;\"}"),
        table.replace("orders.csv}", "[]}"),
        table.replace("  orders:", "  raw_orders:"),
        table.replace("  orders:", "  \"a b\":"),
        table + "mode: fast\n",
        table.replace("lake: build/lake\n", ""),
        table + "vars: {a: [1]}\n",
        table + "vars: {1a: 1}\n",
        table + "targets: {dev: {tables: {}}}\n",
        table + "default_target: 5\n",
        table + "shards: 0\n",
        table + "buckets: 5000\n",
        table + "warehouse: bigquery:x\n",
        table + "publish: {approve: yes}\n",
        table + "publish: {notify: x}\n",
        table + "keep: {runs: 0}\n",
        table + "keep: {}\n",
        SpecFixture.withTable("columns: {a: int}"),
        SpecFixture.withColumns("a: varchar"),
        SpecFixture.withColumns("\"Order ID\": bigint"),
        SpecFixture.withColumns("a: {type: int, form: x}"),
        SpecFixture.withColumns("a: {type: double, decimal: \",,\"}"),
        table + "defaults: {on_error: ignore}\n",
        SpecFixture.withTable("key: []"),
        SpecFixture.withTable("latest_by: updated"),
        SpecFixture.withTable("tolerate: {dead_ratio: 1.5}"),
        SpecFixture.withTable("tolerate: {}"),
        SpecFixture.withTable("checks: [{severity: warn}]"),
        SpecFixture.withTable("checks: [drift: {column: amount, compare: ten}]"),
        SpecFixture.withTable("checks: [{unique: order_id, not_null: order_id}]"),
        SpecFixture.withTable("checks: [row_count: {min: -1}]"),
        SpecFixture.withTable("checks: [{unique: order_id, severity: dead_letter}]"),
        SpecFixture.withTable("rules: [{name: x}]"),
        SpecFixture.withTable("rules: amount > 0"),
        SpecFixture.withTable("contract: {type: ignore}"),
        SpecFixture.withModels("m: {per: []}"),
        SpecFixture.withModels("m: {sql: SELECT order_id FROM orders, window: 1h}"));
  }

  @ParameterizedTest
  @MethodSource("good")
  void acceptsWhatTheParserAccepts(String yaml) {
    assertThat(validate(yaml), equalTo(Set.of()));
    assertThat(issues(yaml), equalTo(List.of()));
  }

  @ParameterizedTest
  @MethodSource("bad")
  void refusesWhatTheParserRefuses(String yaml) {
    assertThat(validate(yaml).isEmpty(), is(false));
    List<Issue> issues = issues(yaml);
    assertThat(
        issues.toString(),
        issues.stream().filter(i -> !BEYOND_EDITORS.contains(i.code())).findFirst().orElse(null),
        notNullValue());
  }

  private static List<Issue> issues(String yaml) {
    return fixture.parse(yaml).issues();
  }

  private static Set<?> validate(String yaml) {
    LoadSettings settings =
        LoadSettings.builder().setSchema(new org.snakeyaml.engine.v2.schema.JsonSchema()).build();
    JsonNode document = JSON.valueToTree(new Load(settings).loadFromString(yaml));
    JsonSchema editor =
        JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(schema);
    return editor.validate(document);
  }
}
