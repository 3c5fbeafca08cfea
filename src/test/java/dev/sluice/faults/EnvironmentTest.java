// SPDX-License-Identifier: Apache-2.0
package dev.sluice.faults;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import dev.sluice.fixture.Child;
import dev.sluice.fixture.Pipelines;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The same rows come out whatever the machine's zone, language, charset and umask are. */
class EnvironmentTest {
  private static @TempDir Path base;
  private static Path folder;
  private static Map<String, String> expected;

  @BeforeAll
  static void measure() {
    folder = Pipelines.copy(Path.of("examples/shop"), base.resolve("shop"));
    Pipelines.run(folder, "--created-at", "2026-02-01");
    expected = digests();
    assertThat(expected.size(), is(19));
  }

  /** Two zones, one half an hour off and one a day ahead; two languages with other letters. */
  @ParameterizedTest
  @CsvSource({
    "Pacific/Kiritimati, tr, TR, US-ASCII, 0077",
    "America/St_Johns, de, DE, UTF-8, 0022"
  })
  void givesTheSameDigests(
      String zone, String language, String country, String charset, String umask) {
    Lab.delete(folder.resolve("build"));
    String options =
        "-Duser.timezone=%s -Duser.language=%s -Duser.country=%s -Dfile.encoding=%s"
            .formatted(zone, language, country, charset);
    Child child =
        Child.startThrough(
            "umask %s; export TZ=%s LC_ALL=%s JDK_JAVA_OPTIONS='%s'; exec \"$@\""
                .formatted(umask, zone, charset.equals("UTF-8") ? "C.UTF-8" : "C", options),
            "run",
            folder.toString(),
            "--quiet",
            "--created-at",
            "2026-02-01");
    child.endsWith(0);
    assertThat(digests(), is(expected));
  }

  private static Map<String, String> digests() {
    String database = folder.resolve("build/shop.duckdb").toString();
    Map<String, String> all = new TreeMap<>();
    for (String table :
        Pipelines.query(
            database,
            "SELECT table_schema || '.' || table_name FROM information_schema.tables"
                + " WHERE table_schema IN ('staging', 'production')")) {
      // Each lake has a key of its own, by which personal values become tokens.
      String rows =
          table.equals("staging.dead_letters")
              ? "SELECT * REPLACE (regexp_replace(reasons::VARCHAR, 'pii:[0-9a-f]+', 'pii', 'g') AS reasons) FROM "
              : "SELECT * FROM ";
      all.put(table, Lab.digest(database, rows + table));
    }
    return all;
  }
}
