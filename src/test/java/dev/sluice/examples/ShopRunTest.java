// SPDX-License-Identifier: Apache-2.0
package dev.sluice.examples;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.fixture.Pipelines;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The shop through the real command line, against the counts its generator knows and plain SQL. */
class ShopRunTest {
  private static final Path ORACLE = Path.of("src/test/resources/pipelines/shop-oracle");

  private static @TempDir Path temp;
  private static Path shop;
  private static JsonNode report;

  @BeforeAll
  static void run() {
    shop = Pipelines.copy(Path.of("examples/shop"), temp.resolve("shop"));
    report = Pipelines.run(shop, "--created-at", "2026-03-01T06:00:00Z", "--json").json();
  }

  @Test
  void accountsForEveryRowAsTheGeneratorSays() throws IOException {
    JsonNode expected =
        new ObjectMapper().readTree(shop.resolve("data/expected.json").toFile()).get("tables");
    for (Iterator<Map.Entry<String, JsonNode>> it = expected.fields(); it.hasNext(); ) {
      Map.Entry<String, JsonNode> table = it.next();
      JsonNode counts = null;
      for (JsonNode entry : report.get("tables")) {
        counts = entry.get("table").asText().equals(table.getKey()) ? entry : counts;
      }
      for (String count : List.of("read", "published", "dead", "deduplicated", "filtered")) {
        assertThat(
            table.getKey() + " " + count,
            counts.get(count).asLong(),
            is(table.getValue().get(count).asLong()));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "customers",
        "orders",
        "payments",
        "clean_orders",
        "daily_revenue",
        "customer_value"
      })
  void equalsAnIndependentStatement(String table) throws IOException {
    String oracle =
        Files.readString(ORACLE.resolve(table + ".sql"))
            .replace("${SLUICE_DATA}", shop.resolve("data").toString());
    String database = shop.resolve("build/shop.duckdb").toString();
    assertThat(
        Pipelines.difference(database, "SELECT * FROM production." + table, oracle), is(empty()));
    String lake =
        "SELECT * FROM read_parquet('%s/build/lake/production/%s/*/*.parquet')"
            .formatted(shop, table);
    assertThat(Pipelines.difference("", lake + " ORDER BY ALL", oracle), is(empty()));
  }

  @Test
  void keepsEveryDeadRowWithAllItsReasonsAndItsRecord() {
    String letters =
        "read_parquet('%s/build/lake/staging/dead_letters/*/*/*.parquet')".formatted(shop);
    assertThat(Pipelines.query("", "SELECT count(*) FROM " + letters), is(List.of("141")));
    assertThat(
        Pipelines.query(
            "",
            "SELECT count(*) FROM %s WHERE len(reasons) = 0 OR payload = '' OR origin = '' OR origin_row < 1"
                .formatted(letters)),
        is(List.of("0")));
    List<String> codes =
        Pipelines.query(
            "",
            "SELECT DISTINCT r.code FROM (SELECT unnest(reasons) AS r FROM %s) ORDER BY 1"
                .formatted(letters));
    for (String code :
        List.of(
            "CSV_QUOTE",
            "CSV_COLS_FEW",
            "CSV_COLS_MANY",
            "ENC_INVALID",
            "TYPE_CAST",
            "NULL_VIOLATION",
            "ENUM_UNKNOWN",
            "RULE_BROKEN",
            "JSON_SYNTAX",
            "JSON_DUP_KEY")) {
      assertThat(codes, hasItem(code));
    }
    assertThat(
        Pipelines.query("", "SELECT max(len(reasons)) >= 3 FROM " + letters), is(List.of("true")));
  }

  @Test
  void givesTheSameTablesWhenItRunsAgain(@TempDir Path again) {
    Path copy = Pipelines.copy(shop, again.resolve("shop"));
    Pipelines.run(copy);
    Pipelines.run(copy);
    for (String table : List.of("orders", "customers", "daily_revenue", "customer_value")) {
      String first = "SELECT * FROM first.production." + table;
      String attach =
          "ATTACH '%s' AS first (READ_ONLY)".formatted(shop.resolve("build/shop.duckdb"));
      String database = copy.resolve("build/shop.duckdb").toString();
      assertThat(
          table,
          Pipelines.attached(database, attach, "SELECT * FROM production." + table, first),
          is(empty()));
    }
  }
}
