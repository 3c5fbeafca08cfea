// SPDX-License-Identifier: Apache-2.0
package dev.sluice.explain.code;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;

import dev.sluice.error.ErrorCode;
import dev.sluice.fixture.Pipelines;
import dev.sluice.fixture.Pipelines.Ran;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class CodeTextTest {
  private static final Path TEXTS = Path.of("src/main/resources/dev/sluice/explain/code");
  private static final Path PAGE = Path.of("docs/errors.md");

  @Test
  void hasOneTextForEachCodeAndNoOther() throws IOException {
    try (Stream<Path> files = Files.list(TEXTS)) {
      List<String> texts =
          files.map(f -> f.getFileName().toString().replace(".txt", "")).sorted().toList();
      assertThat(
          texts, is(Arrays.stream(ErrorCode.values()).map(ErrorCode::name).sorted().toList()));
    }
  }

  @Test
  void isThePageOfErrors() throws IOException {
    StringBuilder page = new StringBuilder(Files.readString(TEXTS.resolveSibling("errors.md")));
    page.append("\n| code | exit | |\n|---|---|---|\n");
    for (ErrorCode code : ErrorCode.values()) {
      page.append(
          "| [%s](#%s) | %d | %s |\n"
              .formatted(
                  code,
                  code.name().toLowerCase(java.util.Locale.ROOT),
                  code.exitCode(),
                  code.sentence()));
    }
    for (ErrorCode code : ErrorCode.values()) {
      page.append('\n').append(CodeText.of(code).markdown());
    }
    if (System.getProperty("golden.update") != null) {
      Files.writeString(PAGE, page.toString());
    }
    assertThat("rewrite with -Dgolden.update", Files.readString(PAGE), equalTo(page.toString()));
  }

  @Test
  void isShownForACodeInAnyCase() {
    Ran ran = Pipelines.sluice("explain", "type-cast");
    assertThat(ran.exit(), is(0));
    assertThat(ran.out(), containsString("A value is not of its column's type."));
    assertThat(ran.out().lines().allMatch(line -> line.length() <= 80), is(true));
    assertThat(
        Pipelines.sluice("explain", "CSV_QUOTE", "--json").json().at("/exit_code").asInt(), is(1));
  }

  @Test
  void isFoundForACodeThatIsNearlyOne() {
    Ran ran = Pipelines.sluice("explain", "TYPE_CATS");
    assertThat(ran.exit(), is(2));
    assertThat(ran.err(), containsString("did you mean TYPE_CAST?"));
  }

  @Test
  void isListedInOneLineForAll() {
    Ran ran = Pipelines.sluice("explain", "--json");
    assertThat(ran.json().at("/codes").size(), is(ErrorCode.values().length));
  }
}
