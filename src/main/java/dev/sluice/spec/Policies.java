// SPDX-License-Identifier: Apache-2.0
package dev.sluice.spec;

import java.io.Serializable;

/**
 * What a run may read, what happens to good data and to bad once it is through, and who may read it.
 *
 * @param allowsOutside whether sources that are named relative to the pipeline's folder may lie
 *     outside it
 */
public record Policies(
    PublishSpec publish,
    DeadLetterSpec deadLetters,
    LakePermissions permissions,
    boolean allowsOutside)
    implements Serializable {
  public Policies(
      PublishSpec publish, DeadLetterSpec deadLetters, LakePermissions permissions) {
    this(publish, deadLetters, permissions, false);
  }
}
