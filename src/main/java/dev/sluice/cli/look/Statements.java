// SPDX-License-Identifier: Apache-2.0
package dev.sluice.cli.look;

import dev.sluice.cli.base.PipelineCommand;
import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.look.query.QueryText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads statements from where they were typed. */
final class Statements {
  private static final String STDIN = "-";

  private Statements() {}

  /**
   * Reads one.
   *
   * @param file that holds it; null for none
   * @param typed on the command line
   */
  static QueryText read(PipelineCommand command, @Nullable String file, Optional<String> typed) {
    QueryText text = found(command, file, typed);
    if (text.text().isBlank()) {
      throw command.wrong("The statement is empty. Give one, such as \"SELECT * FROM orders\".");
    }
    return text;
  }

  private static QueryText found(
      PipelineCommand command, @Nullable String file, Optional<String> typed) {
    try {
      if (file != null) {
        return new QueryText(file, Files.readString(Path.of(file)));
      }
      String sql =
          typed.orElseThrow(
              () ->
                  command.wrong(
                      "Which statement? Give one, such as \"SELECT * FROM orders\", its file with"
                          + " -f, or - to read it from stdin."));
      return sql.equals(STDIN)
          ? new QueryText("stdin", new String(System.in.readAllBytes(), StandardCharsets.UTF_8))
          : new QueryText("SQL", sql);
    } catch (IOException e) {
      throw new PipelineException(
          ErrorCode.FILE_NOT_FOUND,
          "Cannot read the statement from %s: %s".formatted(file == null ? "stdin" : file, e),
          e);
    }
  }
}
