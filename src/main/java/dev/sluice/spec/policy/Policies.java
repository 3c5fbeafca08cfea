// SPDX-License-Identifier: Apache-2.0
package dev.sluice.spec.policy;

import java.io.Serializable;

/**
 * What a run may read, what happens to good data and to bad once it is through, and who may read
 * it.
 *
 * @param names what became of earlier tables and columns
 * @param allowsOutside whether sources that are named relative to the pipeline's folder may lie
 *     outside it
 */
public record Policies(
    PublishSpec publish,
    DeadLetterSpec deadLetters,
    LakePermissions permissions,
    NamesSpec names,
    boolean allowsOutside)
    implements Serializable {
  /** With every name as it always was, and all sources inside. */
  public Policies(PublishSpec publish, DeadLetterSpec deadLetters, LakePermissions permissions) {
    this(publish, deadLetters, permissions, NamesSpec.NONE, false);
  }

  /** The same otherwise. */
  public Policies publishing(PublishSpec other) {
    return new Policies(other, deadLetters, permissions, names, allowsOutside);
  }
}
