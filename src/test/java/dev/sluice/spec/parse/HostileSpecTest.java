// SPDX-License-Identifier: Apache-2.0
package dev.sluice.spec.parse;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.lessThanOrEqualTo;
import static org.hamcrest.Matchers.nullValue;

import dev.sluice.error.ErrorCode;
import dev.sluice.error.issue.Issue;
import dev.sluice.error.issue.IssueRenderer;
import dev.sluice.spec.Parsed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Inputs made to crash, hang or fill a parser. */
@Timeout(120)
class HostileSpecTest {
  @TempDir Path folder;
  SpecFixture fixture;

  @BeforeEach
  void copyShop() {
    fixture = SpecFixture.in(folder);
  }

  private List<Issue> issues(byte[] yaml) {
    Duration limit = Duration.ofSeconds(yaml.length > 100_000 ? 20 : 2);
    Parsed parsed = fixture.parseWithin(limit, yaml);
    assertThat(parsed.spec(), nullValue());
    IssueRenderer.render(parsed.issues(), parsed.texts());
    return parsed.issues();
  }

  private List<Issue> issues(String yaml) {
    return issues(yaml.getBytes(UTF_8));
  }

  private static List<ErrorCode> codes(List<Issue> issues) {
    return issues.stream().map(Issue::code).toList();
  }

  @Test
  void refusesDeepNesting() {
    assertThat(codes(issues("[".repeat(10_000))), equalTo(List.of(ErrorCode.YAML_SYNTAX)));
    assertThat(codes(issues("- ".repeat(10_000) + "x")), equalTo(List.of(ErrorCode.YAML_SYNTAX)));
    assertThat(codes(issues("{a: ".repeat(10_000))), equalTo(List.of(ErrorCode.YAML_SYNTAX)));
    assertThat(codes(issues("? ".repeat(10_000) + "x")), equalTo(List.of(ErrorCode.YAML_SYNTAX)));
  }

  @Test
  void refusesMoreThanThreeMegabytes() {
    List<Issue> issues = issues("name: " + "x".repeat(3_000_000 - 5));
    assertThat(codes(issues), equalTo(List.of(ErrorCode.INVALID_VALUE)));
    assertThat(issues.get(0).message(), equalTo("`pipeline.yaml` is larger than 3 MB"));
  }

  @Test
  void readsThreeMegabytesOfKeysAndStopsCountingAtALimit() {
    String keys =
        IntStream.range(0, 200_000)
            .mapToObj(i -> "key" + i + ": 1\n")
            .collect(Collectors.joining());
    assertThat(issues(keys), hasSize(1_000));
  }

  @Test
  void readsThreeMegabytesOfOneText() {
    assertThat(codes(issues("name: " + "x".repeat(2_900_000))), hasItem(ErrorCode.NAME_INVALID));
  }

  @Test
  void refusesMoreTablesThanAGraphCanHold() {
    String tables =
        IntStream.range(0, 2_000).mapToObj(i -> "  t" + i + ": {}\n").collect(Collectors.joining());
    List<Issue> issues = issues("name: a\nlake: b\ntables:\n" + tables);
    assertThat(issues.get(0).message(), equalTo("more than 500 tables and models"));
    assertThat(issues, hasSize(1));
  }

  @Test
  void refusesManyAliases() {
    String aliases = "*a, ".repeat(500);
    List<Issue> issues = issues("name: &a x\nlake: [" + aliases + "]\n");
    assertThat(issues.get(0).message(), equalTo("more than 100 aliases"));
  }

  @Test
  void refusesOtherEncodings() {
    List<Issue> latin = issues("name: shop\nlake: caf\u00e9\n".getBytes(ISO_8859_1));
    assertThat(latin.get(0).message(), equalTo("`pipeline.yaml` is not UTF-8: byte 20, in line 2"));
    assertThat(codes(issues("name: shop".getBytes(UTF_16))), hasItem(ErrorCode.YAML_SYNTAX));
  }

  @Test
  void readsAByteOrderMark() {
    byte[] yaml = ("\uFEFF" + SpecFixture.shop()).getBytes(UTF_8);
    assertThat(fixture.parse(yaml).issues(), empty());
  }

  @Test
  void locatesThroughWindowsLineEnds() {
    String yaml = SpecFixture.withTable("rules:\n  - sql: |\n      amount > 0\n      AND x = 1\n");
    Issue issue = issues(yaml.replace("\n", "\r\n")).get(0);
    assertThat(issue.position().toString(), equalTo("pipeline.yaml:10:15"));
  }

  @Test
  void survivesRandomBytes() {
    Random random = new Random(3);
    for (int i = 0; i < 300; i++) {
      byte[] bytes = new byte[random.nextInt(200)];
      random.nextBytes(bytes);
      issues(bytes);
      for (int j = 0; j < bytes.length; j++) {
        bytes[j] = (byte) "{}[]:,-?!*&#|>'\"%@` \n\nab1$".charAt((bytes[j] & 0xff) % 26);
      }
      issues(bytes);
    }
  }

  @Test
  void reportsAFileThatIsNotThere() throws IOException {
    Path empty = Files.createDirectory(folder.resolve("empty"));
    Files.writeString(empty.resolve("pipeline.yml"), "name: x");
    Parsed parsed = SpecParser.parse(empty);
    assertThat(
        IssueRenderer.render(parsed.issues(), parsed.texts()),
        equalTo(
            """
            pipeline.yaml:1:1: error FILE_NOT_FOUND: `pipeline.yaml` does not exist
              did you mean `pipeline.yml`?

            1 error
            """));
    Parsed none = SpecParser.parse(folder.resolve("no/such/folder/pipeline.yaml"));
    assertThat(codes(none.issues()), equalTo(List.of(ErrorCode.FILE_NOT_FOUND)));
    assertThat(codes(SpecParser.parse(Path.of("/")).issues()), hasSize(1));
  }

  @Test
  void refusesALinkThatLeavesTheFolder() throws IOException {
    Path outside = Files.createTempFile("outside", ".avsc");
    try {
      Files.createSymbolicLink(folder.resolve("link.avsc"), outside);
      String yaml =
          SpecFixture.withTable("load: append").replace("schemas/orders.avsc", "link.avsc");
      assertThat(codes(issues(yaml)), equalTo(List.of(ErrorCode.PATH_OUTSIDE)));
    } finally {
      Files.delete(outside);
    }
  }

  @Test
  void boundsItsMessages() {
    String yaml = "name: shop\nlake: b\ntables: {t: {load: " + "x".repeat(10_000) + "}}";
    for (Issue issue : issues(yaml)) {
      assertThat(issue.message().length(), lessThanOrEqualTo(300));
    }
  }
}
