// SPDX-License-Identifier: Apache-2.0
package dev.sluice.spec.parse;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.not;

import dev.sluice.error.issue.IssueRenderer;
import dev.sluice.spec.Parsed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * The table of what a broken spec prints: files of cases, each a name, a piece of YAML, a line of
 * dashes, and the exact text. {@code -Dgolden.update} rewrites the texts.
 */
class SpecErrorsTest {
  private static final String HEAD = "#### ";
  private static final String RULER = "----\n";

  @TempDir static Path folder;

  private record Case(String head, String yaml, String text) {
    String kind() {
      return head.substring(0, head.indexOf(' '));
    }

    String spec() {
      return switch (kind()) {
        case "table" -> SpecFixture.withTable(yaml);
        case "columns" -> SpecFixture.withColumns(yaml);
        case "models" -> SpecFixture.withModels(yaml);
        default -> yaml;
      };
    }
  }

  @TestFactory
  Stream<DynamicTest> printsTheExactText() throws IOException {
    SpecFixture fixture = SpecFixture.in(folder);
    keepSecrets();
    List<DynamicTest> tests = new ArrayList<>();
    for (Path file : files()) {
      List<Case> cases = cases(file);
      if (Boolean.getBoolean("golden.update")) {
        update(file, cases, fixture);
      }
      for (Case c : cases(file)) {
        tests.add(
            DynamicTest.dynamicTest(
                c.head(), () -> assertThat(rendered(c, fixture), equalTo(c.text()))));
      }
    }
    return tests.stream();
  }

  /** Files that nobody wants to see in an error. */
  private static void keepSecrets() throws IOException {
    Files.writeString(folder.resolve(".env"), "PASSWORD=swordfish");
    Files.writeString(folder.resolve("key.json"), "{\"private_key\": \"swordfish\"}");
    Files.writeString(folder.resolve("key.avsc"), "swordfish");
    Files.createSymbolicLink(folder.resolve("linked.avsc"), Path.of(".env"));
  }

  @Test
  void showsNoSecrets() throws IOException {
    for (Path file : files()) {
      assertThat(Files.readString(file), not(containsString("swordfish")));
    }
  }

  @Test
  void hasManyCases() throws IOException {
    int count = 0;
    for (Path file : files()) {
      count += cases(file).size();
    }
    assertThat(count, greaterThanOrEqualTo(60));
  }

  private static List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(SpecFixture.RESOURCES.resolve("errors"))) {
      return files.sorted().toList();
    }
  }

  private static String rendered(Case c, SpecFixture fixture) {
    Parsed parsed = fixture.parse(c.spec());
    return IssueRenderer.render(parsed.issues(), parsed.texts());
  }

  private static List<Case> cases(Path file) throws IOException {
    List<Case> cases = new ArrayList<>();
    for (String block : Files.readString(file).split("(?m)^" + HEAD)) {
      if (!block.isBlank()) {
        int line = block.indexOf('\n');
        int ruler = block.indexOf("\n" + RULER);
        String text = ruler < 0 ? "" : block.substring(ruler + 1 + RULER.length());
        String yaml = block.substring(line + 1, ruler < 0 ? block.length() : ruler + 1);
        cases.add(new Case(block.substring(0, line), yaml, text.stripTrailing() + "\n"));
      }
    }
    return cases;
  }

  private static void update(Path file, List<Case> cases, SpecFixture fixture) throws IOException {
    StringBuilder out = new StringBuilder();
    for (Case c : cases) {
      out.append(HEAD).append(c.head()).append('\n').append(c.yaml().stripTrailing()).append('\n');
      out.append(RULER).append(rendered(c, fixture)).append('\n');
    }
    Files.writeString(file, out.toString().stripTrailing() + "\n");
  }
}
