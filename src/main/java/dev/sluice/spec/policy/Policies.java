// SPDX-License-Identifier: Apache-2.0
package dev.sluice.spec.policy;

import dev.sluice.spec.telling.TellingSpec;
import java.io.Serializable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a run may read, what happens to good data and to bad once it is through, and who may read
 * it.
 *
 * @param keep which runs stay in the lake
 * @param names what became of earlier tables and columns
 * @param allowsOutside whether sources that are named relative to the pipeline's folder may lie
 *     outside it
 * @param target which of the spec's targets this is
 * @param telling to which programs runs are told
 */
public record Policies(
    PublishSpec publish,
    DeadLetterSpec deadLetters,
    LakePermissions permissions,
    Keep keep,
    NamesSpec names,
    boolean allowsOutside,
    Target target,
    TellingSpec telling)
    implements Serializable {
  /** With every run kept, every name as it always was, and all sources inside. */
  public Policies(PublishSpec publish, DeadLetterSpec deadLetters, LakePermissions permissions) {
    this(
        publish,
        deadLetters,
        permissions,
        Keep.EVERYTHING,
        NamesSpec.NONE,
        false,
        Target.NONE,
        TellingSpec.NOBODY);
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

  /**
   * A target of the spec.
   *
   * @param name empty where the spec has none, or none was chosen
   * @param deferral whose tables are read where this one has none; null for nobody's
   */
  public record Target(String name, @Nullable Deferral deferral) implements Serializable {
    public static final Target NONE = new Target("", null);
  }

  /**
   * Another target, whose tables are read and never written.
   *
   * @param lake its lake
   */
  public record Deferral(String target, String lake) implements Serializable {}

  /** The same with more that production need not show. */
  public Policies removing(List<String> more) {
    return new Policies(
        publish,
        deadLetters,
        permissions,
        keep,
        names.removing(more),
        allowsOutside,
        target,
        telling);
  }

  /** The same otherwise. */
  public Policies publishing(PublishSpec other) {
    return new Policies(
        other, deadLetters, permissions, keep, names, allowsOutside, target, telling);
  }
}
