// SPDX-License-Identifier: Apache-2.0
package dev.sluice.spec.rule;

/** What a broken rule or check does; spelled {@code severity} in the spec. */
public enum Consequence {
  /** Counted and reported; nothing is held back. */
  WARN,
  /** The row becomes a dead letter (rules only). */
  DEAD_LETTER,
  /** The run fails before anything is visible. */
  FAIL
}
