// SPDX-License-Identifier: Apache-2.0
package dev.sluice.spec.unit;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class JsonPathTest {
  @Test
  void readsKeysAndWritesThemSoThatTheyAreReadBack() {
    Map<String, List<String>> paths =
        Map.of(
            "$", List.of(),
            "$[*]", List.of(),
            "$.data", List.of("data"),
            "$.data[*]", List.of("data"),
            "$.data.ü-1_$", List.of("data", "ü-1_$"),
            "$['a b'].c", List.of("a b", "c"),
            "$[\"it's\"][\"a.b\"]", List.of("it's", "a.b"));
    paths.forEach(
        (text, keys) -> {
          assertThat(text, JsonPath.parse(text), is(Optional.of(keys)));
          assertThat(text, JsonPath.parse(JsonPath.spell(keys)), is(Optional.of(keys)));
        });
    assertThat(
        JsonPath.spell(List.of("data", "a b", "say \"x\"")), is("$.data[\"a b\"]['say \"x\"']"));
  }

  @Test
  void knowsWhatIsNoPath() {
    for (String text :
        List.of(
            "",
            "data",
            "$.",
            "$data",
            "$..a",
            "$.a b",
            "$.*",
            "$[0]",
            "$.a[*].b",
            "$['a",
            "lines")) {
      assertThat(text, JsonPath.parse(text), is(Optional.empty()));
    }
  }
}
