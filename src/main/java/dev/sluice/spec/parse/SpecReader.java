// SPDX-License-Identifier: Apache-2.0
package dev.sluice.spec.parse;

import dev.sluice.error.ErrorCode;
import dev.sluice.error.issue.Position;
import dev.sluice.spec.Parsed;
import dev.sluice.spec.PipelineSpec;
import dev.sluice.spec.parse.context.NameUses;
import dev.sluice.spec.parse.context.SpecContext;
import dev.sluice.spec.parse.folder.SpecFolder;
import dev.sluice.spec.yaml.Problems;
import dev.sluice.spec.yaml.YamlReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Finds the spec's main file, reads it, and says what came of it. */
public final class SpecReader {
  private static final String MAIN = "pipeline.yaml";

  private SpecReader() {}

  /**
   * Reads a whole spec.
   *
   * @param path the folder that holds {@code pipeline.yaml}, or such a file
   * @param environment the variables that values may refer to
   */
  public static Parsed read(Path path, Function<String, @Nullable String> environment) {
    Path absolute = path.toAbsolutePath().normalize();
    boolean isFolder = Files.isDirectory(absolute) || absolute.getParent() == null;
    Path folder = isFolder ? absolute : Objects.requireNonNull(absolute.getParent());
    String main = isFolder ? MAIN : String.valueOf(absolute.getFileName());
    Problems problems = new Problems();
    SpecFolder files = new SpecFolder(folder, problems);
    Position start = new Position(main, 1, 1);
    String text = files.read(main, start);
    PipelineSpec spec = null;
    if (text != null) {
      YamlReader.Read read = YamlReader.read(main, text, environment, problems);
      files.show(main, read.shown());
      spec = pipeline(read, start, new SpecContext(problems, files, new NameUses()));
    }
    return new Parsed(spec, problems.sorted(main), files.texts(), files.digest());
  }

  private static @Nullable PipelineSpec pipeline(
      YamlReader.Read read, Position start, SpecContext reading) {
    if (read.root() != null) {
      return new PipelineReader(reading).read(read.root(), start);
    }
    if (!reading.problems().hasErrors()) {
      reading
          .problems()
          .error(
              ErrorCode.MISSING_KEY,
              start,
              "the file is empty",
              "`sluice init` makes a pipeline that runs");
    }
    return null;
  }
}
