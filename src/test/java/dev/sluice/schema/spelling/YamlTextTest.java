// SPDX-License-Identifier: Apache-2.0
package dev.sluice.schema.spelling;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;

import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

class YamlTextTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "orders",
        "./data/a.csv",
        "../b/*.csv",
        "/",
        "Placed At",
        "bigint!",
        "list(text)!",
        "_x",
        "a-b"
      })
  void whatCannotBeMisreadHasNoQuotes(String text) {
    assertThat(YamlText.of(text), equalTo(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "a ",
        " a",
        "1",
        "1.5",
        ".5",
        ".inf",
        ".nan",
        "true",
        "Yes",
        "NULL",
        "~",
        "y",
        "a: b",
        "a #b",
        "- a",
        "!a",
        "&a",
        "*a",
        "a, b",
        "[a]",
        "{a}",
        "'a'",
        "say \"a\"",
        "a\\b",
        "%d",
        "@a",
        "`a`",
        "?",
        "|",
        ">",
        "=",
        "<<",
        "a\tb",
        "a\nb",
        "a\r\nb",
        "\u0000",
        "\u00a0",
        "\u2028",
        "\ufeffx",
        "é",
        "日本",
        "\ud83d\ude00",
        "0x1f",
        "1e3",
        "2020-01-01",
        "12:30",
        "a:",
        ":a",
        "$x",
        "a  b"
      })
  void everyTextIsReadBack(String text) {
    assertThat(read(YamlText.of(text)), equalTo(text));
  }

  @Test
  void randomTextsAreReadBack() {
    long seed = 20261129;
    Random random = new Random(seed);
    String alphabet = "aZ09 _-.:,#!&*?|>%@`'\"\\{}[]\t\n\u0007\u00a0\u200b$~/()";
    for (int i = 0; i < 2000; i++) {
      StringBuilder text = new StringBuilder();
      for (int n = random.nextInt(6); n >= 0; n--) {
        text.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      assertThat("seed " + seed, read(YamlText.of(text.toString())), equalTo(text.toString()));
    }
  }

  @Test
  void aKeyIsPlainWhereYamlOfTodayReadsAName() {
    assertThat(YamlText.key("n"), equalTo("n"));
    assertThat(YamlText.key("on"), equalTo("on"));
    assertThat(YamlText.key("null"), equalTo("\"null\""));
    assertThat(YamlText.key("a b"), equalTo("a b"));
    assertThat(YamlText.map(Map.of("n", "1")), equalTo("{n: 1}"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"no", "1e3", "~", "2020-01-01", "a: b", "#x", "'", "", "decimal(12,2)!", "a, b"})
  void aTextAloneOnItsLineIsReadBack(String text) {
    Load load = new Load(LoadSettings.builder().build());
    Map<?, ?> read = (Map<?, ?>) load.loadFromString("a: " + YamlText.alone(text) + "\n");
    assertThat(read.get("a"), equalTo(text));
  }

  @Test
  void aTypeAloneOnItsLineNeedsNoQuotes() {
    assertThat(YamlText.alone("decimal(12,2)!"), equalTo("decimal(12,2)!"));
    assertThat(YamlText.of("decimal(12,2)!"), equalTo("\"decimal(12,2)!\""));
  }

  @Test
  void whatWouldBeAVariableIsNone() {
    assertThat(YamlText.of("${HOME}"), equalTo("\"$${HOME}\""));
    assertThat(YamlText.written("${HOME}"), equalTo("\"${HOME}\""));
  }

  @Test
  void commentsStayOnTheirLine() {
    assertThat(YamlText.comment("a\nb\u2028c"), equalTo("# a·b·c"));
  }

  /** What a reader makes of a text in a list and as a value in a map. */
  private static String read(String spelled) {
    Load load = new Load(LoadSettings.builder().build());
    Object item = ((List<?>) load.loadFromString("[" + spelled + ", x]")).get(0);
    Object value = ((Map<?, ?>) load.loadFromString("a: {b: " + spelled + "}\n")).get("a");
    assertThat(((Map<?, ?>) value).get("b"), equalTo(item));
    return ((String) item).replace("$${", "${");
  }
}
