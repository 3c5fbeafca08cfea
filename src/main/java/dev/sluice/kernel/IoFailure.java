// SPDX-License-Identifier: Apache-2.0
package dev.sluice.kernel;

import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import java.sql.SQLException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Says in a person's words which file the kernel could not read or write. */
final class IoFailure {
  /** A failure of a writing thread comes wrapped in another one. */
  private static final Pattern WRAPPED =
      Pattern.compile("\"exception_message\":\"((?:[^\"\\\\]|\\\\.)*)\"");

  private static final Pattern WRITING =
      Pattern.compile(
          "(?i)could not write|failed to (?:create|write)|cannot (?:create|write)|No space left|File too large|Read-only file system|quota");

  private IoFailure() {}

  static PipelineException of(SQLException e) {
    String text = plain(String.valueOf(e.getMessage()));
    return WRITING.matcher(text).find()
        ? new PipelineException(
            ErrorCode.LAKE_WRITE,
            text + ". Nothing was committed. Make room or give access there, and run again.",
            e)
        : new PipelineException(ErrorCode.LAKE_READ, text, e);
  }

  private static String plain(String message) {
    Matcher wrapped = WRAPPED.matcher(message);
    String inner =
        wrapped.find()
            ? wrapped.group(1).replaceAll("\\\\(.)", "$1")
            : message.lines().findFirst().orElse("");
    return inner.replaceFirst("^IO Error: ", "");
  }
}
