// SPDX-License-Identifier: Apache-2.0
package dev.sluice.look.preview;

import java.util.List;

/**
 * What a preview read of a table, or computed of a model, and from where.
 *
 * @param from {@code lake}, {@code source} or {@code computed}
 * @param words all of it, for people
 * @param isWhole whether no row was left out
 * @param dead how many rows died on the way
 * @param reasons of these, the most frequent first, each with how many rows
 */
public record SampledInput(
    String name, String from, String words, boolean isWhole, long dead, List<String> reasons) {
  static final String LAKE = "lake";
  static final String SOURCE = "source";
  static final String COMPUTED = "computed";

  public SampledInput {
    reasons = List.copyOf(reasons);
  }

  static SampledInput ofLake(String name, String words, boolean isWhole) {
    return new SampledInput(name, LAKE, words, isWhole, 0, List.of());
  }
}
