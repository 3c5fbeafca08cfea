// SPDX-License-Identifier: Apache-2.0
package dev.sluice.spec.yaml;

import java.util.ArrayList;
import java.util.List;

/**
 * A key of an object of the spec.
 *
 * @param values the allowed values; empty when the key is not a choice
 * @param planned values, or the whole key when {@code isPlanned}, that a later version will allow
 */
public record SpecKey(
    String name, boolean isRequired, boolean isPlanned, List<String> values, List<String> planned) {
  /** A key that may be absent. */
  public static SpecKey optional(String name) {
    return new SpecKey(name, false, false, List.of(), List.of());
  }

  /** A key that must be there. */
  public static SpecKey required(String name) {
    return new SpecKey(name, true, false, List.of(), List.of());
  }

  static SpecKey planned(String name) {
    return new SpecKey(name, false, true, List.of(), List.of());
  }

  /** A key that holds one of some words. */
  public static SpecKey choice(String name, String... values) {
    return new SpecKey(name, false, false, List.of(values), List.of());
  }

  /** The keys of a source of delimited text: its own, and what says how it is written. */
  static SpecKey[] ofText(SpecKey own) {
    List<SpecKey> keys = new ArrayList<>(List.of(own));
    for (String name : OF_TEXT) {
      keys.add(optional(name));
    }
    keys.add(choice("names", "loose", "exact"));
    return keys.toArray(SpecKey[]::new);
  }

  private static final List<String> OF_TEXT =
      List.of(
          "delimiter",
          "quote",
          "escape",
          "null_values",
          "quoted_null",
          "header",
          "skip",
          "trim",
          "encoding",
          "max_record",
          "max_ratio");

  /** The keys of a source of messages: its own, and what says how each message is read. */
  static SpecKey[] ofMessages(SpecKey... own) {
    List<SpecKey> keys = new ArrayList<>(List.of(own));
    keys.add(choice("format", "json", "csv", "avro", "bytes"));
    keys.add(choice("gap", "fail", "accept"));
    keys.add(choice("tombstones", "dead_letter", "skip", "keep"));
    for (String name : OF_MESSAGES) {
      keys.add(optional(name));
    }
    keys.add(choice("names", "loose", "exact"));
    return keys.toArray(SpecKey[]::new);
  }

  private static final List<String> OF_MESSAGES =
      List.of(
          "meta",
          "fields",
          "delimiter",
          "quote",
          "escape",
          "null_values",
          "quoted_null",
          "trim",
          "avro_schema",
          "registry",
          "max_record");

  SpecKey andRequired() {
    return new SpecKey(name, true, isPlanned, values, planned);
  }

  SpecKey andLater(String... values) {
    return new SpecKey(name, isRequired, isPlanned, this.values, List.of(values));
  }
}
