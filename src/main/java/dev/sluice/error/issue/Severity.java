// SPDX-License-Identifier: Apache-2.0
package dev.sluice.error.issue;

/** How much an issue of the spec matters. */
public enum Severity {
  /** Printed; the spec is still valid. */
  WARNING,
  /** The spec is invalid. */
  ERROR
}
