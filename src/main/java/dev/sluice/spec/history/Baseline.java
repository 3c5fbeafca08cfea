// SPDX-License-Identifier: Apache-2.0
package dev.sluice.spec.history;

import java.io.Serializable;

/** With what a table is compared. */
public sealed interface Baseline extends Serializable {
  /** As a sentence says it: {@code as in} this. */
  String phrase();

  /**
   * What the last accepted runs left.
   *
   * @param runs so many at most, of those that changed the table
   * @param atLeast with fewer nothing is judged
   */
  record Window(int runs, int atLeast) implements Baseline {
    @Override
    public String phrase() {
      return runs == 1 ? "the last run" : "the last %d runs".formatted(runs);
    }
  }

  /**
   * What one run left.
   *
   * @param name its id or its number
   */
  record Named(String name) implements Baseline {
    @Override
    public String phrase() {
      return "run " + name;
    }
  }

  /** What production shows while the run is made. */
  record Production() implements Baseline {
    @Override
    public String phrase() {
      return "production";
    }
  }
}
