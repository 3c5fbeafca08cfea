// SPDX-License-Identifier: Apache-2.0
package dev.sluice.cli;

import dev.sluice.error.ErrorCode;
import dev.sluice.lake.Manifest;

/** How the process exits; the one table that maps errors to numbers. */
enum ExitStatus {
  OK(0),
  /** A gate held the run back, or the run failed. */
  FAILED(1),
  /** The spec or the command line is wrong; nothing was started. */
  INVALID(2),
  /** Doing it would overwrite what someone else did. */
  REFUSED(3),
  /** Whether the commit happened cannot be told. */
  UNKNOWN(4);

  private final int number;

  ExitStatus(int number) {
    this.number = number;
  }

  int number() {
    return number;
  }

  static ExitStatus of(ErrorCode code) {
    if (code == ErrorCode.COMMIT_REFUSED
        || code == ErrorCode.PROMOTION_REFUSED
        || code == ErrorCode.WAREHOUSE_REFUSED
        || code == ErrorCode.ALREADY_RUNNING) {
      return REFUSED;
    }
    if (code == ErrorCode.COMMIT_UNKNOWN) {
      return UNKNOWN;
    }
    return switch (code.kind()) {
      case USER -> INVALID;
      case DATA, EXTERNAL, RESOURCES, INTERNAL -> FAILED;
    };
  }

  static ExitStatus of(Manifest manifest) {
    return switch (manifest.outcome()) {
      case STAGED, PUBLISHED -> OK;
      case FAILED -> FAILED;
    };
  }
}
