// SPDX-License-Identifier: Apache-2.0
package dev.sluice.spec.policy;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * What a run may read, what happens to good data and to bad once it is through, and who may read
 * it.
 *
 * @param keep which runs stay in the lake
 * @param names what became of earlier tables and columns
 * @param allowsOutside whether sources that are named relative to the pipeline's folder may lie
 *     outside it
 */
public record Policies(
    PublishSpec publish,
    DeadLetterSpec deadLetters,
    LakePermissions permissions,
    Keep keep,
    NamesSpec names,
    boolean allowsOutside)
    implements Serializable {
  /** With every run kept, every name as it always was, and all sources inside. */
  public Policies(PublishSpec publish, DeadLetterSpec deadLetters, LakePermissions permissions) {
    this(publish, deadLetters, permissions, Keep.EVERYTHING, NamesSpec.NONE, false);
  }

  /**
   * Which runs stay in the lake: those to which either applies.
   *
   * @param days how long after its end a run is kept; null when that keeps none
   * @param runs how many of the newest are kept; null when that keeps none
   */
  public record Keep(@Nullable Integer days, @Nullable Integer runs) implements Serializable {
    public static final Keep EVERYTHING = new Keep(null, null);

    public boolean isEverything() {
      return days == null && runs == null;
    }
  }

  /** The same otherwise. */
  public Policies publishing(PublishSpec other) {
    return new Policies(other, deadLetters, permissions, keep, names, allowsOutside);
  }
}
