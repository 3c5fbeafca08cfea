// SPDX-License-Identifier: Apache-2.0
package dev.sluice.error;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Trouble of the world, or of Sluice itself: stops the run. Never used for a bad row. Its message
 * is for people; what libraries said stands in its causes.
 */
public final class PipelineException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ErrorCode code;

  public PipelineException(ErrorCode code, String message) {
    this(code, message, null);
  }

  public PipelineException(ErrorCode code, String message, @Nullable Throwable cause) {
    super(PlainWords.of(message), cause);
    this.code = code;
  }

  /** What happened, in words for people; never null. */
  @Override
  public String getMessage() {
    return Objects.requireNonNull(super.getMessage());
  }

  public ErrorCode code() {
    return code;
  }
}
