// SPDX-License-Identifier: Apache-2.0
package dev.sluice.error;

/** Who is wrong, which decides what happens next and how the process exits. */
public enum ErrorKind {
  /** The author of the spec: printed with file, line and column; nothing is started. */
  USER,
  /** A row or a file of the source: a dead letter, or a gate that holds the run back. */
  DATA,
  /** Something outside the process: retried within bounds, then the run stops. */
  EXTERNAL,
  /** Memory, disk or quota ran out. */
  RESOURCES,
  /** A defect of Sluice itself. */
  INTERNAL
}
