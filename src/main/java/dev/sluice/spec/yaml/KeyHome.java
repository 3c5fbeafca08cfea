// SPDX-License-Identifier: Apache-2.0
package dev.sluice.spec.yaml;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Says where a key belongs that stands where it has no meaning. */
final class KeyHome {
  /** A key of more objects tells nothing of what was meant. */
  private static final int MOST = 3;

  /** What says the same elsewhere. */
  private static final Map<String, String> INSTEAD =
      Map.of(
          "on_error", "; of one rule or check `severity` says it",
          "tolerate", "; of one check `max_rows` and `max_ratio` say it");

  private KeyHome() {}

  /** The objects that have a key of the name; empty when there is none, or they are many. */
  static Optional<String> of(String key) {
    List<String> homes =
        Arrays.stream(SpecShape.values())
            .filter(shape -> shape.names().contains(key))
            .map(SpecShape::phrase)
            .toList();
    if (homes.isEmpty() || homes.size() > MOST) {
      return Optional.empty();
    }
    String last = homes.get(homes.size() - 1);
    String before = String.join(", ", homes.subList(0, homes.size() - 1));
    return Optional.of(
        "it is a key of "
            + (before.isEmpty() ? "" : before + " and ")
            + last
            + INSTEAD.getOrDefault(key, ""));
  }
}
