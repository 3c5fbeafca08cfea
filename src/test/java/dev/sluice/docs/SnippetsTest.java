// SPDX-License-Identifier: Apache-2.0
package dev.sluice.docs;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.sluice.fixture.Pipelines;
import dev.sluice.spec.yaml.SpecKey;
import dev.sluice.spec.yaml.SpecShape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs every command and every piece of code that the documentation shows: a page's blocks in their
 * order, in a folder of the page's own. {@code CONTRIBUTING.md} says how a block is written.
 */
class SnippetsTest {
  private static final Path SHOP = Path.of("examples/shop");

  @TempDir static Path folder;
  @TempDir static Path programs;
  private static YamlSnippets yaml;
  private static ConsoleSession session;

  @BeforeAll
  static void prepare() throws IOException {
    yaml = new YamlSnippets(Path.of("schemas/pipeline.schema.json"));
    ConsoleSession.install(programs);
    session = new ConsoleSession(folder.toRealPath(), programs);
  }

  @AfterAll
  static void leave() {
    session.close();
  }

  @TestFactory
  Stream<DynamicTest> everyPageDoesWhatItSays() throws IOException {
    return pages().stream().map(page -> dynamicTest(page.toString(), () -> follow(page)));
  }

  private static void follow(Path page) throws IOException {
    session.begin();
    if (PageRun.lines(page).stream().anyMatch(line -> line.contains(SHOP.toString()))) {
      Path unused = Pipelines.copy(SHOP, folder.toRealPath().resolve(SHOP));
    }
    assertThat(String.join("\n", new PageRun(page, yaml, session).run()), is(""));
  }

  @Test
  void thereIsAnExampleOfEveryKeyOfTheSpec() throws IOException {
    YamlSnippets shown = new YamlSnippets(Path.of("schemas/pipeline.schema.json"));
    for (Snippet snippet : Snippet.of(PageRun.lines(Path.of("docs/spec-by-example.md")))) {
      if (snippet.language().equals("yaml")) {
        assertThat(shown.problems(snippet.text()), is(List.of()));
      }
    }
    List<String> missing = new ArrayList<>();
    for (SpecShape shape : SpecShape.values()) {
      shape.keys().stream()
          .filter(key -> !key.isPlanned())
          .map(SpecKey::name)
          .filter(key -> !shown.keys().contains(key))
          .forEach(key -> missing.add(shape.id() + "." + key));
    }
    assertThat(missing, is(List.of()));
  }

  private static List<Path> pages() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("docs"))) {
      return Stream.concat(Stream.of(Path.of("README.md")), files)
          .filter(file -> file.toString().endsWith(".md"))
          .filter(file -> file.toString().contains(System.getProperty("page", "")))
          .sorted()
          .toList();
    }
  }
}
