// SPDX-License-Identifier: Apache-2.0
package dev.sluice.cli.error;

import dev.sluice.error.ErrorCode;
import dev.sluice.table.log.Manifest;
import java.util.Arrays;

/** How the process exits. */
public enum ExitStatus {
  OK(0),
  /** A gate held the run back, or the run failed. */
  FAILED(1),
  /** The spec or the command line is wrong; nothing was started. */
  INVALID(2),
  /** Doing it would overwrite what someone else did. */
  REFUSED(3),
  /** Whether the commit happened cannot be told. */
  UNKNOWN(4),
  /** It is committed or released, but something that follows could not be done yet. */
  UNFINISHED(5);

  private final int number;

  ExitStatus(int number) {
    this.number = number;
  }

  public int number() {
    return number;
  }

  public static ExitStatus of(ErrorCode code) {
    return Arrays.stream(values())
        .filter(status -> status.number == code.exitCode())
        .findFirst()
        .orElseThrow();
  }

  static ExitStatus of(Manifest manifest) {
    return switch (manifest.outcome()) {
      case STAGED, PUBLISHED -> OK;
      case FAILED -> FAILED;
    };
  }
}
