// SPDX-License-Identifier: Apache-2.0
package dev.sluice.spec.yaml;

import java.util.List;

/**
 * A key of an object of the spec.
 *
 * @param values the allowed values; empty when the key is not a choice
 * @param planned values, or the whole key when {@code isPlanned}, that a later version will allow
 */
public record Key(
    String name, boolean isRequired, boolean isPlanned, List<String> values, List<String> planned) {
  static Key optional(String name) {
    return new Key(name, false, false, List.of(), List.of());
  }

  static Key required(String name) {
    return new Key(name, true, false, List.of(), List.of());
  }

  static Key planned(String name) {
    return new Key(name, false, true, List.of(), List.of());
  }

  static Key choice(String name, String... values) {
    return new Key(name, false, false, List.of(values), List.of());
  }

  Key andLater(String... values) {
    return new Key(name, isRequired, isPlanned, this.values, List.of(values));
  }
}
