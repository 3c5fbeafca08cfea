// SPDX-License-Identifier: Apache-2.0
package dev.sluice.spec.parse;

import dev.sluice.spec.Parsed;
import dev.sluice.spec.PipelineSpec;
import dev.sluice.spec.parse.choice.Choices;
import dev.sluice.spec.parse.folder.SpecEdits;
import java.nio.file.Path;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Turns a pipeline's folder into a bound {@link PipelineSpec}. */
public final class SpecParser {
  private SpecParser() {}

  /**
   * Parses and binds; touches no data. Whatever is wrong with the author's files becomes an issue.
   *
   * @param path the folder that holds {@code pipeline.yaml}, or such a file
   */
  public static Parsed parse(Path path) {
    return parse(path, System::getenv);
  }

  /**
   * Parses and binds with other variables than the process's own.
   *
   * @param environment the variables that {@code ${NAME}} in values refers to; null when unset
   */
  public static Parsed parse(Path path, Function<String, @Nullable String> environment) {
    return parse(path, Choices.of(environment));
  }

  /** Parses and binds as a target has it, with variables of the command line. */
  public static Parsed parse(Path path, Choices choices) {
    return parse(path, choices, SpecEdits.NONE);
  }

  /** Parses and binds what the files would say with edits. */
  public static Parsed parse(Path path, Choices choices, SpecEdits edits) {
    return SpecReader.read(path, choices, edits);
  }
}
