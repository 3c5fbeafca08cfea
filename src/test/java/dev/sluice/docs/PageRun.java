// SPDX-License-Identifier: Apache-2.0
package dev.sluice.docs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.docs.ConsoleBlock.Step;
import dev.sluice.docs.ConsoleSession.Done;
import dev.sluice.fixture.Pipelines;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** Does what one page shows, from its first block to its last. */
final class PageRun {
  /** What is only looked at. */
  private static final Set<String> SHOWN = Set.of("text", "mermaid", "csv");

  private final Path page;
  private final YamlSnippets yaml;
  private final ConsoleSession session;
  private final Set<Path> specs = new LinkedHashSet<>();
  private final List<String> problems = new ArrayList<>();
  private final List<String> rewritten;

  /** Where lines were put in beside those that a block had. */
  private int shift;

  PageRun(Path page, YamlSnippets yaml, ConsoleSession session) {
    this.page = page;
    this.yaml = yaml;
    this.session = session;
    this.rewritten = new ArrayList<>(lines(page));
  }

  static List<String> lines(Path page) {
    return Pipelines.text(page).lines().toList();
  }

  /** What is wrong; empty when the page is as it says. */
  List<String> run() throws IOException {
    for (Snippet snippet : Snippet.of(lines(page))) {
      if (snippet.marked("skip").isEmpty()) {
        run(snippet);
      }
    }
    for (Path spec : specs) {
      Done done = session.run(step("sluice validate " + spec));
      if (done.exit() != 0) {
        problems.add("%s: %s: %s".formatted(page, spec, done.output()));
      }
    }
    if (isUpdate()) {
      Files.writeString(page, String.join("\n", rewritten) + "\n");
    }
    return problems;
  }

  private static boolean isUpdate() {
    return System.getProperty("golden.update") != null;
  }

  private static Step step(String command) {
    return new Step(List.of(command), List.of());
  }

  private void run(Snippet snippet) throws IOException {
    String file = snippet.marked("file");
    if (!file.isEmpty()) {
      write(file, snippet);
    }
    if (!snippet.marked("edit").isEmpty()) {
      edit(session.folder().resolve(snippet.marked("edit")), snippet);
    }
    switch (snippet.language()) {
      case "sh" ->
          ConsoleBlock.commands(snippet.lines()).forEach(each -> run(snippet, each, false));
      case "console" -> console(snippet);
      case "yaml" -> yaml(snippet);
      case "sql" -> sql(snippet);
      case "json" -> json(snippet);
      default -> {
        if (file.isEmpty() && !SHOWN.contains(snippet.language())) {
          problem(
              snippet, "nothing runs a block of `" + snippet.language() + "`: give it a marker");
        }
      }
    }
  }

  private static void edit(Path file, Snippet snippet) {
    Pipelines.write(file, ShownEdit.apply(Pipelines.text(file), snippet.lines()));
  }

  private void write(String file, Snippet snippet) {
    Path target = session.folder().resolve(file);
    Pipelines.write(target, snippet.text());
    if (target.getFileName().toString().equals("pipeline.yaml")) {
      specs.add(target.getParent());
    }
  }

  private void console(Snippet snippet) {
    List<Step> steps = ConsoleBlock.console(snippet.lines());
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < steps.size(); i++) {
      Step step = steps.get(i);
      Done done = run(snippet, step, i == steps.size() - 1);
      boolean isRight = ShownOutput.matches(step.output(), done.output());
      if (!isRight && !isUpdate()) {
        problem(
            snippet,
            "`%s` does not print what is shown:\n%s".formatted(step.command(), done.output()));
      }
      lines.add("$ " + step.lines().get(0));
      lines.addAll(step.lines().subList(1, step.lines().size()));
      lines.addAll(isRight ? step.output() : ShownOutput.shown(done.output()));
    }
    replace(snippet, lines);
  }

  private Done run(Snippet snippet, Step step, boolean isLast) {
    Done done = session.run(step);
    String exit = snippet.marked("exit");
    int expected = isLast && !exit.isEmpty() ? Integer.parseInt(exit) : 0;
    if (done.exit() != expected) {
      problem(
          snippet, "`%s` ends with %d:\n%s".formatted(step.command(), done.exit(), done.output()));
    }
    return done;
  }

  private void replace(Snippet snippet, List<String> lines) {
    int from = snippet.line() + shift;
    String fence = rewritten.get(from - 1);
    String indent = fence.substring(0, fence.indexOf('`'));
    List<String> old = rewritten.subList(from, from + snippet.lines().size());
    old.clear();
    rewritten.addAll(from, lines.stream().map(line -> (indent + line).stripTrailing()).toList());
    shift += lines.size() - snippet.lines().size();
  }

  private void yaml(Snippet snippet) {
    try {
      boolean isElsewhere = !snippet.marked("file").isEmpty();
      if (isElsewhere && !snippet.marked("file").endsWith("pipeline.yaml")) {
        Object unused = YamlSnippets.load(snippet.text());
        return;
      }
      if (YamlSnippets.isWhole(snippet.text()) && !isElsewhere) {
        problem(snippet, "a whole spec is tried: say into which file it goes");
      }
      String shape = snippet.marked("of").isEmpty() ? "pipeline" : snippet.marked("of");
      yaml.problems(snippet.text(), shape).forEach(problem -> problem(snippet, problem));
    } catch (YamlEngineException e) {
      problem(snippet, String.valueOf(e.getMessage()));
    }
  }

  private void sql(Snippet snippet) {
    String text = snippet.text().strip().replaceAll(";$", "");
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        PreparedStatement parse = connection.prepareStatement("SELECT json_serialize_sql(?)")) {
      parse.setString(1, text);
      try (ResultSet result = parse.executeQuery()) {
        result.next();
        if (!result.getString(1).startsWith("{\"error\":false")) {
          problem(snippet, result.getString(1));
        }
      }
    } catch (SQLException e) {
      problem(snippet, String.valueOf(e.getMessage()));
    }
  }

  private void json(Snippet snippet) {
    try {
      Object unused = new ObjectMapper().readTree(snippet.text());
    } catch (JsonProcessingException e) {
      problem(snippet, String.valueOf(e.getMessage()));
    }
  }

  private void problem(Snippet snippet, String what) {
    problems.add("%s:%d: %s".formatted(page, snippet.line(), what));
  }
}
