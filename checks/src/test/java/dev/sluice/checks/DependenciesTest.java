// SPDX-License-Identifier: Apache-2.0
package dev.sluice.checks;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What the jar holds that others wrote: its list, and what is known of it. */
class DependenciesTest {
  private static final Path BOM = Path.of("../target/bom.json");

  @Test
  void theBuildListsWhatTheJarHolds() throws IOException {
    String bom = bom();
    assertThat(bom, containsString("\"bomFormat\" : \"CycloneDX\""));
    for (String one :
        new String[] {
          "org.apache.beam/beam-sdks-java-core", "org.duckdb/duckdb_jdbc", "io.netty/netty-codec"
        }) {
      assertThat(bom, containsString("\"purl\" : \"pkg:maven/" + one + "@"));
    }
  }

  @Test
  void noLibraryHasAKnownFindingOfSevenOrMore() throws IOException {
    assertThat(advisories().in(bom()), is(empty()));
  }

  @Test
  void namesTheFindingAndTheVersionWithoutIt() throws IOException {
    String before =
        """
        {"components": [
          {"group": "io.netty", "name": "netty-codec", "version": "4.1.124.Final"},
          {"group": "com.fasterxml.jackson.core", "name": "jackson-core", "version": "2.21.3"},
          {"group": "org.apache.commons", "name": "commons-lang3", "version": "3.17.0"},
          {"group": "io.netty", "name": "netty-handler", "version": "4.1.90.Final"},
          {"group": "org.lz4", "name": "lz4-java", "version": "1.8.1"}]}
        """;
    assertThat(
        advisories().in(before).stream()
            .map(line -> line.replaceAll(", .*Fixed in", " →"))
            .toList(),
        contains(
            "io.netty:netty-codec 4.1.124.Final: GHSA-3p8m-j85q-pgmj → 4.1.125.Final.",
            "io.netty:netty-codec 4.1.124.Final: GHSA-mj4r-2hfc-f8p6 → 4.1.133.Final.",
            "com.fasterxml.jackson.core:jackson-core 2.21.3: GHSA-r7wm-3cxj-wff9 → 2.18.8, 2.21.4.",
            "com.fasterxml.jackson.core:jackson-core 2.21.3: GHSA-649p-m576-vr99 → 2.18.10, 2.21.6, 2.22.2.",
            "com.fasterxml.jackson.core:jackson-core 2.21.3: CVE-2026-89407 → 2.18.11, 2.21.7, 2.22.3.",
            "com.fasterxml.jackson.core:jackson-core 2.21.3: CVE-2026-89425 → 2.18.11, 2.21.7, 2.22.3.",
            "org.lz4:lz4-java 1.8.1: GHSA-cmp6-m4wj-q63q → no version."));
    assertThat(advisories().size(), greaterThan(50));
  }

  private static Advisories advisories() throws IOException {
    return Advisories.of(Files.readString(Path.of("advisories.json")));
  }

  private static String bom() throws IOException {
    if (!Files.exists(BOM)) {
      throw new AssertionError(
          BOM.toAbsolutePath().normalize()
              + " is not there: `mvn package` in the project's root makes it");
    }
    return Files.readString(BOM);
  }
}
