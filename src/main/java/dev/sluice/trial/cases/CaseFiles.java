// SPDX-License-Identifier: Apache-2.0
package dev.sluice.trial.cases;

import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.error.issue.Issue;
import dev.sluice.error.issue.Position;
import dev.sluice.error.issue.Severity;
import dev.sluice.spec.PipelineSpec;
import dev.sluice.spec.parse.folder.SpecFolder;
import dev.sluice.spec.yaml.Node;
import dev.sluice.spec.yaml.Node.Field;
import dev.sluice.spec.yaml.Node.Fields;
import dev.sluice.spec.yaml.Problems;
import dev.sluice.spec.yaml.YamlReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** Reads every case of a pipeline: those in {@code tests/**.yaml}, in the order of the files. */
public final class CaseFiles {
  /** The folder of cases, beside {@code pipeline.yaml}. */
  public static final String FOLDER = "tests";

  private final PipelineSpec spec;
  private final Path folder;
  private final Problems problems = new Problems();
  private final SpecFolder files;
  private final List<TestCase> cases = new ArrayList<>();

  private CaseFiles(PipelineSpec spec) {
    this.spec = spec;
    this.folder = Path.of(spec.folder());
    this.files = new SpecFolder(folder, problems);
  }

  /**
   * What was read.
   *
   * @param cases those that can be tried
   * @param issues what is wrong with the others
   * @param texts of the files, by the names that positions use
   */
  public record Found(List<TestCase> cases, List<Issue> issues, Map<String, String> texts) {
    public boolean hasErrors() {
      return issues.stream().anyMatch(issue -> issue.severity() == Severity.ERROR);
    }
  }

  /** Reads them; what is wrong becomes an issue. */
  public static Found read(PipelineSpec spec) {
    CaseFiles all = new CaseFiles(spec);
    names(all.folder).forEach(all::read);
    return new Found(
        List.copyOf(all.cases), all.problems.sorted(""), Map.copyOf(all.files.texts()));
  }

  /** The names of the files with cases, relative to the pipeline's folder. */
  public static List<String> names(Path folder) {
    Path tests = folder.resolve(FOLDER);
    if (!Files.isDirectory(tests)) {
      return List.of();
    }
    try (Stream<Path> all = Files.walk(tests)) {
      return all.filter(Files::isRegularFile)
          .map(file -> folder.relativize(file).toString().replace('\\', '/'))
          .filter(name -> name.endsWith(".yaml") || name.endsWith(".yml"))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new PipelineException(ErrorCode.FILE_UNREADABLE, "Cannot list " + tests, e);
    }
  }

  private void read(String name) {
    Position start = new Position(name, 1, 1);
    String text = files.read(name, start);
    Node root = text == null ? null : YamlReader.readData(name, text, problems);
    if (root == null) {
      return;
    }
    if (!(root instanceof Fields fields)) {
      problems.error(
          ErrorCode.INVALID_VALUE,
          root.position(),
          "a file of cases is a map of their names, not " + root.description(),
          "write `what is to happen:`, and under it `model:`, `given:` and `expect:`");
      return;
    }
    Path beside = Objects.requireNonNull(folder.resolve(name).getParent());
    CaseReader reader = new CaseReader(spec, new CaseData(folder, beside, problems), problems);
    for (Field field : fields.fields()) {
      TestCase read = reader.read(field);
      if (read != null) {
        cases.add(read);
      }
    }
  }
}
