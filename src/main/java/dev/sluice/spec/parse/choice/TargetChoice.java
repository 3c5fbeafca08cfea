// SPDX-License-Identifier: Apache-2.0
package dev.sluice.spec.parse.choice;

import dev.sluice.spec.variable.Variables;
import dev.sluice.spec.yaml.Node;
import dev.sluice.spec.yaml.Node.Scalar;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A spec as one target has it.
 *
 * @param name the target's; empty where the spec stands for itself
 * @param root the spec with what the target says in its places, and variables filled in
 * @param variables those that SQL may refer to
 * @param deferred the target whose tables are read where there are none; null for none
 * @param declared the variables that the spec has, those of other targets too
 */
public record TargetChoice(
    String name,
    Node root,
    Variables variables,
    @Nullable Deferred deferred,
    Set<String> declared) {
  public TargetChoice {
    declared = Set.copyOf(declared);
  }

  /**
   * Another target of the spec.
   *
   * @param lake as it is written
   */
  public record Deferred(String name, Scalar lake) {}
}
