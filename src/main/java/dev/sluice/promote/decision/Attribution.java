// SPDX-License-Identifier: Apache-2.0
package dev.sluice.promote.decision;

/**
 * Who did something, and why.
 *
 * @param at wall clock, ISO 8601 in UTC
 * @param by a person's name, or {@code auto}
 * @param why empty when nobody was asked
 */
public record Attribution(String at, String by, String why) {
  /** Stands for {@code publish: {approve: auto}}. */
  public static final String AUTO = "auto";
}
