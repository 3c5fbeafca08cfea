// SPDX-License-Identifier: Apache-2.0
package dev.sluice.examples;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sluice.fixture.Pipelines;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pipelines over real files, each model against an independent statement on the same files. */
class RealDataTest {
  private static final Path PIPELINES = Path.of("src/test/resources/pipelines");

  private @TempDir Path temp;
  private String data;

  @BeforeEach
  void findData() {
    data = String.valueOf(System.getenv("SLUICE_DATA"));
    assumeTrue(
        Files.isDirectory(Path.of(data, "nycweather")),
        "SLUICE_DATA names no folder with nycweather and jaffle in it: " + data);
  }

  @Test
  void weatherEqualsItsOracles() throws IOException {
    String database = run("weather");
    compare("weather", database, 3);
    assertThat(
        Pipelines.query(
            database,
            "SELECT count(*), count(*) FILTER (wind_gust IS NULL) FROM production.weather"),
        is(List.of("26115|20778")));
  }

  @Test
  void jaffleEqualsItsOracles() throws IOException {
    compare("jaffle", run("jaffle"), 5);
  }

  private String run(String name) {
    Path folder = Pipelines.copy(PIPELINES.resolve(name), temp.resolve(name));
    Pipelines.run(folder);
    return folder.resolve("build/" + name + ".duckdb").toString();
  }

  private void compare(String name, String database, int models) throws IOException {
    List<Path> oracles;
    try (Stream<Path> all = Files.list(PIPELINES.resolve(name).resolve("oracle"))) {
      oracles = all.sorted().toList();
    }
    assertThat(oracles.size(), is(models));
    for (Path oracle : oracles) {
      String model = oracle.getFileName().toString().replace(".sql", "");
      String theirs = Files.readString(oracle).replace("${SLUICE_DATA}", data);
      assertThat(
          model,
          Pipelines.difference(database, "SELECT * FROM production." + model, theirs),
          is(empty()));
    }
  }
}
