// SPDX-License-Identifier: Apache-2.0
package dev.sluice.spec.history;

/** Which rows of a table are compared; the names are words of the spec. */
public enum Rows {
  /** All that a run leaves. */
  ALL,
  /** Those that came with a run. */
  NEW;

  /** The same of some runs, as a sentence says it. */
  public String of(String runs) {
    return this == NEW ? "the new rows of " + runs : runs;
  }
}
