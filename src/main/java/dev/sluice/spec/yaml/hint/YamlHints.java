// SPDX-License-Identifier: Apache-2.0
package dev.sluice.spec.yaml.hint;

import dev.sluice.error.issue.Position;
import org.jspecify.annotations.Nullable;

/** Says what to write where YAML is broken. */
public final class YamlHints {
  private YamlHints() {}

  /**
   * What to write; null when it cannot be told.
   *
   * @param position where the parser stops
   * @param problem what it says
   */
  public static @Nullable String advice(String text, Position position, String problem) {
    String advice = QuotingHints.advice(text, position);
    return advice != null ? advice : LayoutHints.advice(text, position, problem);
  }
}
