// SPDX-License-Identifier: Apache-2.0
package dev.sluice.plugin;

import org.jspecify.annotations.Nullable;

/** What one rule of a {@link RuleKind} asks of a value. Used by one thread at a time. */
public interface ValueTest {
  /** What is asked, behind the column's name: {@code must be a number plate of Bonn}. */
  String wanted();

  /**
   * What is wrong with a value, for its dead letter, behind the column's name: {@code is 'X', which
   * has no district}; null when nothing is. It is not asked of null. When it throws, the row is a
   * dead letter whose rule cannot be computed.
   *
   * @param value as SQL casts it to text; lists and structs as JSON
   */
  @Nullable String problem(String value);
}
