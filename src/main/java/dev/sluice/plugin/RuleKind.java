// SPDX-License-Identifier: Apache-2.0
package dev.sluice.plugin;

import org.jspecify.annotations.Nullable;

/**
 * A kind of rule on one column, written in Java. A JAR brings its kinds as services: it names each
 * class, which has a public constructor without parameters, in {@code
 * META-INF/services/dev.sluice.plugin.RuleKind}, and is named with {@code --plugin}.
 *
 * <p>Rules are asked on every worker, and again when a bundle is retried: what a kind answers may
 * depend on nothing but the argument and the value.
 */
public interface RuleKind {
  /**
   * The key under which rules of this kind stand: two names of small letters, digits and {@code _}
   * with a dot between, the first of which is its author's, as {@code acme.plate}. Names without a
   * dot are Sluice's own.
   */
  String name();

  /**
   * Whether it can be asked of a column.
   *
   * @param type as the SQL kernel spells it: {@code VARCHAR}, {@code BIGINT}, {@code
   *     DECIMAL(12,2)}, {@code DOUBLE[]}, {@code STRUCT(a BIGINT)}
   */
  default boolean takes(String type) {
    return type.equals("VARCHAR");
  }

  /**
   * What one rule asks. Called when the spec is read, and again on workers.
   *
   * @param argument what stands behind the column in the spec, as maps with texts for keys, lists,
   *     texts, booleans, and {@code Long}, {@code BigInteger} or {@code BigDecimal} for numbers;
   *     null when the rule names columns only
   * @throws IllegalArgumentException when it takes no such argument; its message says what it
   *     takes, as it stands behind "{@code acme.plate} takes"
   */
  ValueTest of(@Nullable Object argument);
}
