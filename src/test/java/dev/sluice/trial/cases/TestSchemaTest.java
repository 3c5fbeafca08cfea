// SPDX-License-Identifier: Apache-2.0
package dev.sluice.trial.cases;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.spec.yaml.SpecKey;
import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Keeps the schema that editors use for tests equal to what is read. */
class TestSchemaTest {
  @ParameterizedTest
  @EnumSource(CaseShape.class)
  void declaresTheKeysOfTheGrammar(CaseShape shape) throws IOException {
    JsonNode schema = new ObjectMapper().readTree(new File("schemas/test.schema.json"));
    JsonNode object = schema.at("/$defs/" + shape.name().toLowerCase(Locale.ROOT));
    List<String> names = new ArrayList<>();
    object.path("properties").fieldNames().forEachRemaining(names::add);
    assertThat(names, equalTo(shape.names()));
    List<String> required = new ArrayList<>();
    object.path("required").forEach(key -> required.add(key.asText()));
    assertThat(
        required,
        equalTo(shape.keys().stream().filter(SpecKey::isRequired).map(SpecKey::name).toList()));
    assertThat(object.path("additionalProperties").asBoolean(true), is(false));
    object.path("properties").forEach(key -> assertThat(key.has("description"), is(true)));
  }
}
