// SPDX-License-Identifier: Apache-2.0
package dev.sluice.explain.cause;

/** Strings of JSON, which a column that holds no texts shows with their quotes. */
final class JsonStrings {
  private JsonStrings() {}

  /** Whether SQL gives one. */
  static String isOne(String sql) {
    return "(starts_with(%1$s, '\"') AND json_valid(%1$s))".formatted(sql);
  }

  /** What it says, where SQL gives one. */
  static String bare(String sql) {
    return "json_extract_string(%s, '$')".formatted(sql);
  }
}
