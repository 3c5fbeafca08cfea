// SPDX-License-Identifier: Apache-2.0
package dev.sluice.spec.parse;

import dev.sluice.error.ErrorCode;
import dev.sluice.error.issue.Position;
import dev.sluice.spec.Parsed;
import dev.sluice.spec.PipelineSpec;
import dev.sluice.spec.parse.choice.Choices;
import dev.sluice.spec.parse.choice.TargetChoice;
import dev.sluice.spec.parse.choice.TargetReader;
import dev.sluice.spec.parse.context.NameUses;
import dev.sluice.spec.parse.context.SpecContext;
import dev.sluice.spec.parse.folder.SpecEdits;
import dev.sluice.spec.parse.folder.SpecFolder;
import dev.sluice.spec.yaml.Node;
import dev.sluice.spec.yaml.Problems;
import dev.sluice.spec.yaml.YamlReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.apache.commons.codec.digest.DigestUtils;
import org.jspecify.annotations.Nullable;

/** Finds the spec's main file, reads it, and says what came of it. */
public final class SpecReader {
  private static final String MAIN = "pipeline.yaml";

  private SpecReader() {}

  /**
   * Reads a whole spec.
   *
   * @param path the folder that holds {@code pipeline.yaml}, or such a file
   * @param choices the target and the variables that are asked for
   * @param edits of what the files say
   */
  public static Parsed read(Path path, Choices choices, SpecEdits edits) {
    Path absolute = path.toAbsolutePath().normalize();
    boolean isFolder = Files.isDirectory(absolute) || absolute.getParent() == null;
    Path folder = isFolder ? absolute : Objects.requireNonNull(absolute.getParent());
    String main = isFolder ? MAIN : String.valueOf(absolute.getFileName());
    Problems problems = new Problems();
    SpecFolder files = new SpecFolder(folder, problems, edits::text);
    Position start = new Position(main, 1, 1);
    String text = files.read(main, start);
    PipelineSpec spec = null;
    TargetChoice choice = null;
    if (text != null) {
      YamlReader.Read read = YamlReader.read(main, text, problems);
      files.show(main, read.shown());
      Node root = read.root();
      choice = choice(root == null ? null : edits.main(root), start, choices, problems);
      spec =
          choice == null
              ? null
              : pipeline(
                  choice,
                  start,
                  choices,
                  new SpecContext(problems, files, new NameUses(), choice.variables(), edits));
    }
    return new Parsed(spec, problems.sorted(main), files.texts(), digest(files, choice));
  }

  private static @Nullable TargetChoice choice(
      @Nullable Node root, Position start, Choices choices, Problems problems) {
    if (root != null) {
      return TargetReader.choose(root, start, choices, problems);
    }
    if (!problems.hasErrors()) {
      problems.error(
          ErrorCode.MISSING_KEY,
          start,
          "the file is empty",
          "`sluice init` makes a pipeline that runs");
    }
    return null;
  }

  private static @Nullable PipelineSpec pipeline(
      TargetChoice choice, Position start, Choices choices, SpecContext reading) {
    PipelineSpec spec = new PipelineReader(reading).read(choice, start);
    TargetReader.requireKnown(choice, start, choices, reading.problems());
    return reading.problems().hasErrors() ? null : spec;
  }

  /** Of the files, and of what variables and the target make of them. */
  private static String digest(SpecFolder files, @Nullable TargetChoice choice) {
    if (choice == null) {
      return files.digest();
    }
    Map<String, String> used = choice.variables().used();
    return choice.name().isEmpty() && used.isEmpty()
        ? files.digest()
        : DigestUtils.sha256Hex(files.digest() + "\n" + choice.name() + "\n" + used);
  }
}
