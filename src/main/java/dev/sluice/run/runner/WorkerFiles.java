// SPDX-License-Identifier: Apache-2.0
package dev.sluice.run.runner;

import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.plugin.Plugins;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The files that make up this program on a worker. */
final class WorkerFiles {
  private static final String NATIVE = "sluice-native.jar";

  private WorkerFiles() {}

  /**
   * The program's jar, and the one with DuckDB's library for Linux: the first does not hold it, so
   * that it starts quickly. Null when the program does not run from a jar; Beam then stages its
   * class path.
   */
  static @Nullable List<String> ofThisProgram() {
    CodeSource source = WorkerFiles.class.getProtectionDomain().getCodeSource();
    try {
      return source == null ? null : of(Path.of(source.getLocation().toURI()));
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  static @Nullable List<String> of(Path program) {
    if (!Files.isRegularFile(program)) {
      return null;
    }
    Path library = program.resolveSibling(NATIVE);
    if (!Files.isRegularFile(library)) {
      throw new PipelineException(
          ErrorCode.FILE_NOT_FOUND,
          "%s is missing, and workers need it beside %s. Build both with `mvn package`, or name what is to be staged with --filesToStage."
              .formatted(library, program));
    }
    return Stream.concat(Stream.of(program, library), Plugins.jars().stream())
        .map(Path::toString)
        .toList();
  }
}
