// SPDX-License-Identifier: Apache-2.0
package dev.sluice.spec.rule;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;

import dev.sluice.error.issue.Position;
import dev.sluice.spec.PipelineSpec;
import dev.sluice.spec.parse.SpecFixture;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqlTextTest {
  @TempDir Path folder;
  SpecFixture fixture;

  @BeforeEach
  void copyShop() {
    fixture = SpecFixture.in(folder);
  }

  /** Where the word {@code status} stands, as found through the model's text. */
  private String statusIn(String model) {
    PipelineSpec spec =
        Objects.requireNonNull(fixture.parse(SpecFixture.withModels(model)).spec(), model);
    SqlText sql = spec.models().get(0).sql();
    Position at = sql.at(sql.text().indexOf("status"));
    return at.line() + ":" + at.column();
  }

  @Test
  void mapsPlainTextsOnOneLine() {
    assertThat(statusIn("m: {sql: SELECT status FROM orders}"), equalTo("8:19"));
    assertThat(statusIn("m:\n  sql:   SELECT status FROM orders"), equalTo("9:19"));
  }

  @Test
  void mapsQuotedTextsOnOneLine() {
    assertThat(statusIn("m: {sql: \"SELECT status FROM orders\"}"), equalTo("8:20"));
    assertThat(statusIn("m: {sql: 'SELECT status FROM orders'}"), equalTo("8:20"));
  }

  @Test
  void mapsLiteralBlocks() {
    assertThat(statusIn("m:\n  sql: |\n    SELECT status\n    FROM orders"), equalTo("10:14"));
    assertThat(
        statusIn("m:\n  sql: |-\n    SELECT\n\n      status\n    FROM orders\n\n"),
        equalTo("12:9"));
    assertThat(
        statusIn("m:\n  sql: |2 # indented\n      SELECT\n    status FROM orders"),
        equalTo("11:7"));
    assertThat(statusIn("m:\n  sql: |\n\n    SELECT status FROM orders"), equalTo("11:14"));
  }

  @Test
  void pointsAtTheStartWhereLinesDoNotMap() {
    String folded = "m:\n  sql: >\n    SELECT order_id,\n    status\n    FROM orders";
    assertThat(statusIn(folded), equalTo("9:10"));
    assertThat(statusIn("m:\n  sql: SELECT order_id,\n    status FROM orders"), equalTo("9:10"));
    assertThat(statusIn("m: {sql: \"SELECT \\u0073tatus FROM orders\"}"), equalTo("8:12"));
    assertThat(statusIn("m: {sql: 'SELECT ''a'' AS a, status FROM orders'}"), equalTo("8:12"));
  }

  @Test
  void mapsTextsWithVariables() {
    assertThat(statusIn("m: {sql: \"SELECT '$${' AS a, status FROM orders\"}"), equalTo("8:32"));
    String block = "m:\n  sql: |\n    SELECT '${LAKE}' AS a, ${SQL} AS b,\n    status FROM orders";
    assertThat(statusIn(block), equalTo("11:7"));
    assertThat(statusIn(block.replace(",\n   ", ",")), equalTo("10:43"));
  }

  @Test
  void mapsFoldedBlocksOfOneLine() {
    assertThat(statusIn("m:\n  sql: >-\n    SELECT status FROM orders"), equalTo("10:14"));
  }

  @Test
  void countsCharactersAfterAnEmoji() {
    assertThat(statusIn("m: {sql: \"SELECT '😀' AS a, status FROM orders\"}"), equalTo("8:31"));
  }

  @Test
  void mapsFiles() {
    SqlText sql = new SqlText("SELECT a,\n  b\nFROM t", new Position("m.sql", 1, 1), 0);
    assertThat(sql.at(0).toString(), equalTo("m.sql:1:1"));
    assertThat(sql.at(9).toString(), equalTo("m.sql:1:10"));
    assertThat(sql.at(12).toString(), equalTo("m.sql:2:3"));
    assertThat(sql.at(99).toString(), equalTo("m.sql:3:7"));
  }
}
