// SPDX-License-Identifier: Apache-2.0
package dev.sluice.spec.format;

import org.jspecify.annotations.Nullable;

/**
 * A file in its form.
 *
 * @param text the file's, as it should be
 * @param left why the file stays as it is; null where it has its form
 */
public record Formatted(String text, @Nullable String left) {
  static Formatted as(String text) {
    return new Formatted(text, null);
  }

  static Formatted left(String text, String why) {
    return new Formatted(text, why);
  }
}
