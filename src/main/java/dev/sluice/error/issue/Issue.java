// SPDX-License-Identifier: Apache-2.0
package dev.sluice.error.issue;

import dev.sluice.error.ErrorCode;
import org.jspecify.annotations.Nullable;

/**
 * One problem of the spec, located.
 *
 * @param suggestion what to do, or null when there is nothing better than the message
 */
public record Issue(
    Severity severity,
    ErrorCode code,
    Position position,
    String message,
    @Nullable String suggestion) {

  public static Issue error(ErrorCode code, Position position, String message) {
    return new Issue(Severity.ERROR, code, position, message, null);
  }

  public static Issue error(
      ErrorCode code, Position position, String message, @Nullable String suggestion) {
    return new Issue(Severity.ERROR, code, position, message, suggestion);
  }

  public static Issue warning(
      ErrorCode code, Position position, String message, @Nullable String suggestion) {
    return new Issue(Severity.WARNING, code, position, message, suggestion);
  }
}
