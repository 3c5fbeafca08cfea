// SPDX-License-Identifier: Apache-2.0
package dev.sluice.spec.parse.location;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import dev.sluice.error.ErrorCode;
import dev.sluice.error.issue.Issue;
import dev.sluice.spec.Parsed;
import dev.sluice.spec.PipelineSpec;
import dev.sluice.spec.parse.SpecFixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where sources, lakes and warehouses may lie. */
class PlacesTest {
  @TempDir Path parent;
  private Path folder;
  private SpecFixture fixture;

  @BeforeEach
  void copyShop() throws IOException {
    folder = Files.createDirectory(parent.resolve("shop [v2]"));
    fixture = SpecFixture.in(folder);
  }

  private Parsed parse(String top, String source) {
    return fixture.parse(
        """
        name: shop
        %s
        tables:
          t: {source: {csv: "%s"}, schema: schemas/orders.avsc}
        """
            .formatted(top, source));
  }

  private PipelineSpec spec(String top, String source) {
    Parsed parsed = parse(top, source);
    assertThat(parsed.issues(), is(empty()));
    return Objects.requireNonNull(parsed.spec());
  }

  private List<String> issues(String top, String source) {
    return parse(top, source).issues().stream().map(Issue::message).toList();
  }

  private static List<String> paths(PipelineSpec spec) {
    return spec.tables().get(0).source().paths();
  }

  @Test
  void takesTheProjectsOwnPathLiterally() {
    PipelineSpec spec = spec("lake: b", "./in/../data/[a-z]*.csv");
    assertThat(paths(spec), contains(parent + "/shop \\[v2\\]/data/[a-z]*.csv"));
    assertThat(spec.outside(), is(empty()));
    assertThat(spec.within(), equalTo(folder.toString()));
  }

  @Test
  void saysWhichSourcesLieOutside() {
    PipelineSpec absolute = spec("lake: b", "/data/*.csv");
    assertThat(absolute.outside(), contains("/data/*.csv"));
    assertThat(paths(spec("lake: b", "gs://bucket/a b/*.csv")), contains("gs://bucket/a b/*.csv"));
    PipelineSpec relative = spec("lake: b\nallow_outside: true", "../data/*.csv");
    assertThat(relative.outside(), contains(parent + "/data/*.csv"));
    assertThat(relative.within(), is(nullValue()));
    assertThat(spec("lake: b\nallow_outside: false", "a.csv").within(), is(folder.toString()));
  }

  @Test
  void refusesALinkThatLeadsOut() throws IOException {
    Files.createDirectory(parent.resolve("data"));
    Files.createSymbolicLink(folder.resolve("data"), Path.of("../data"));
    Parsed parsed = parse("lake: b", "data/*.csv");
    assertThat(parsed.issues().get(0).code(), is(ErrorCode.PATH_OUTSIDE));
    assertThat(parsed.issues().get(0).position().toString(), equalTo("pipeline.yaml:4:21"));
    assertThat(
        issues("lake: b", "data/*.csv"),
        contains("`data/*.csv` leads by a link out of the pipeline's folder"));
    assertThat(paths(spec("lake: b\nallow_outside: true", "data/*.csv")).size(), is(1));
  }

  @Test
  void knowsTheHomeFolder() {
    String home = System.getenv("HOME");
    assertThat(paths(spec("lake: b", "~/sluice/*.csv")), contains(home + "/sluice/*.csv"));
  }

  @Test
  void keepsLakesOffTheSystemByWhateverName() throws IOException {
    Files.createSymbolicLink(folder.resolve("build"), Path.of("/etc"));
    Files.createSymbolicLink(folder.resolve("all"), parent);
    assertThat(
        issues("lake: build/lake", "a.csv"),
        contains("`lake` cannot be `build/lake`: `/etc` belongs to the system"));
    assertThat(
        issues("lake: all", "a.csv"),
        contains("`lake` cannot be `all`: the pipeline itself lies there"));
    assertThat(
        issues("lake: .", "a.csv"),
        contains("`lake` cannot be `.`: the pipeline itself lies there"));
    for (String lake : List.of("/dev", "/proc/1", "/usr/local/x", "/var/lib", "/boot", "/sys/x")) {
      assertThat(lake, issues("lake: " + lake, "a.csv").size(), is(1));
    }
    for (String lake : List.of("lake", "../lake", "/srv/shop/lake", "/dev/shm/lake", "/tmp/x")) {
      assertThat(lake, issues("lake: " + lake, "a.csv"), is(empty()));
    }
  }

  @Test
  void keepsWarehousesOutOfTheLakesOwnFolders() {
    String lake = "lake: build/lake\nwarehouse: duckdb:build/lake/";
    assertThat(spec(lake + "w.duckdb", "a.csv").outside(), is(empty()));
    for (String own : List.of("_sluice/", "staging/t/", "production/")) {
      assertThat(own, issues(lake + own + "w.duckdb", "a.csv").size(), is(1));
    }
  }

  @Test
  void showsNoSecretOfAnAddress() {
    assertThat(
        issues("lake: build/lake\nwarehouse: \"postgres://ada:canary@host/db\"", "a.csv"),
        contains(
            "`warehouse` must be `duckdb:PATH` or `bigquery:PROJECT`, not the text"
                + " `postgres://***********host/db`"));
    assertThat(
        issues("lake: build/lake", "gs://ada:canary@bucket/a?.csv"),
        contains("`gs://***********bucket/a?.csv` names no files of a bucket"));
    Parsed parsed =
        fixture.parse(
            """
            name: shop
            lake: "s3://ada:canary@bucket/x?sig=canary"
            tables:
              t: {source: {csv: "sftp://ada:canary@host/a.csv?canary"}, schema: "https://ada:canary@host/canary.avsc"}
            models:
              m: {sql: "https://ada@host/m.sql?canary"}
            """);
    assertThat(parsed.issues().size(), is(4));
    assertThat(parsed.issues().toString() + parsed.texts(), not(containsString("canary")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-----BEGIN OPENSSH PRIVATE KEY-----\ncanary\n-----END OPENSSH PRIVATE KEY-----\n",
        "root:x:0:0:canary:/root:/bin/bash\n",
        "API_TOKEN=canary\n",
        "[default]\ntoken = canary\n",
        "canary\n"
      })
  void showsNothingOfAFileThatIsNotWhatItsNameSays(String content) throws IOException {
    Files.writeString(folder.resolve("m.sql"), content);
    Files.writeString(folder.resolve("t.avsc"), content.replace("[default]", "default"));
    Parsed parsed =
        fixture.parse(
            """
            name: shop
            lake: build/lake
            tables: {t: {source: {csv: a.csv}, schema: t.avsc}}
            models: {m: {sql: m.sql}}
            """);
    assertThat(
        parsed.issues().stream().map(Issue::message).toList(),
        contains(
            "`t.avsc` does not hold what its name says, and nothing of it is shown",
            "`m.sql` does not hold what its name says, and nothing of it is shown"));
    assertThat(parsed.issues().toString() + parsed.texts(), not(containsString("canary")));
  }
}
