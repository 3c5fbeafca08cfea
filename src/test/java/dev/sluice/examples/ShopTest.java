// SPDX-License-Identifier: Apache-2.0
package dev.sluice.examples;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The shop's data, its generator, its statements and what its README claims belong together. */
class ShopTest {
  private static final Path SHOP = Path.of("examples/shop").toAbsolutePath();
  private static final Path ORACLE = Path.of("src/test/resources/pipelines/shop-oracle");

  @Test
  void generatorReproducesTheDataAndTheTablesOfTheReadme(@TempDir Path folder) throws Exception {
    Process generator =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                SHOP.resolve("Generate.java").toString(),
                "5000",
                "20260101",
                folder.toString())
            .redirectErrorStream(true)
            .start();
    String printed = new String(generator.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(printed, generator.waitFor(), is(0));

    assertThat(digests(folder), is(digests(SHOP.resolve("data"))));
    String readme = Files.readString(SHOP.resolve("README.md"));
    for (String table : printed.split("\n\n")) {
      assertThat(readme, containsString(table.strip()));
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
  void expectedCountsAreThoseOfAnIndependentStatement(String table) throws Exception {
    JsonNode expected = new ObjectMapper().readTree(SHOP.resolve("data/expected.json").toFile());
    try (Connection connection = open();
        Statement sql = connection.createStatement()) {
      assertThat(
          number(sql, "SELECT count(*) FROM (" + oracle(table) + ")"),
          is(expected.at("/tables/" + table + "/published").asLong()));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"clean_orders", "daily_revenue", "customer_value"})
  void modelGivesWhatAnIndependentStatementGives(String model) throws Exception {
    try (Connection connection = open();
        Statement sql = connection.createStatement()) {
      for (String table : List.of("customers", "orders", "payments")) {
        sql.execute("CREATE TABLE " + table + " AS " + oracle(table));
      }
      sql.execute(
          "CREATE TABLE currencies AS FROM read_csv('"
              + SHOP
              + "/data/currencies.csv', types = {'rate_to_eur': 'DECIMAL(12, 6)'})");
      sql.execute("CREATE VIEW clean_orders AS " + model("clean_orders"));
      String ours = "(" + model(model) + ")";
      String theirs = "(" + oracle(model) + ")";
      assertThat(
          number(
              sql,
              "SELECT count(*) FROM ((FROM %1$s EXCEPT ALL FROM %2$s)".formatted(ours, theirs)
                  + " UNION ALL (FROM %2$s EXCEPT ALL FROM %1$s))".formatted(ours, theirs)),
          is(0L));
    }
  }

  private static Connection open() throws SQLException {
    Connection connection = DriverManager.getConnection("jdbc:duckdb:");
    try (Statement sql = connection.createStatement()) {
      sql.execute("SET TimeZone = 'UTC'");
    }
    return connection;
  }

  private static String oracle(String table) throws IOException {
    return Files.readString(ORACLE.resolve(table + ".sql"))
        .replace("${SLUICE_DATA}", SHOP.resolve("data").toString());
  }

  private static String model(String model) throws IOException {
    return Files.readString(SHOP.resolve("models/" + model + ".sql"));
  }

  private static long number(Statement sql, String query) throws SQLException {
    try (ResultSet result = sql.executeQuery(query)) {
      result.next();
      return result.getLong(1);
    }
  }

  private static Map<String, Integer> digests(Path folder) throws IOException {
    Map<String, Integer> digests = new TreeMap<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        digests.put(
            folder.relativize(file).toString(),
            java.util.Arrays.hashCode(Files.readAllBytes(file)));
      }
    }
    return digests;
  }
}
