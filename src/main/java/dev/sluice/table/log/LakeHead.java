// SPDX-License-Identifier: Apache-2.0
package dev.sluice.table.log;

import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.spec.PipelineSpec;
import dev.sluice.table.log.ManifestStore.Committed;
import java.util.Optional;

/** The newest manifest of a pipeline's lake: what is committed or released next follows it. */
public final class LakeHead {
  private LakeHead() {}

  /**
   * The newest manifest; empty before the first.
   *
   * @throws PipelineException MANIFEST_INVALID as {@link ManifestStore#head}; LAKE_TAKEN when a
   *     pipeline of another name wrote it, or a run of another target
   */
  public static Optional<Committed> of(PipelineSpec spec) {
    Optional<Committed> newest = ManifestStore.head(spec.lake());
    newest.ifPresent(head -> requireOwn(spec, head));
    return newest;
  }

  /** Refuses a lake that {@link #of} refuses; to be called before anything is written into it. */
  public static void require(PipelineSpec spec) {
    Optional<Committed> unused = of(spec);
  }

  private static void requireOwn(PipelineSpec spec, Committed head) {
    String owner = head.manifest().pipeline();
    if (!owner.equals(spec.name())) {
      throw new PipelineException(
              ErrorCode.LAKE_TAKEN,
              "The lake %s is that of pipeline %s, which wrote its newest manifest, %s; this pipeline is called %s, and its tables would take the place of those. Give this pipeline a lake of its own (`lake` in pipeline.yaml), or call it %s again (`name`). Nothing was changed."
                  .formatted(spec.lake(), owner, head.manifest().path(), spec.name(), owner))
          .about("lake");
    }
    requireOwnTarget(spec, head);
  }

  /** A lake of which no target is noted yet may become that of any. */
  private static void requireOwnTarget(PipelineSpec spec, Committed head) {
    String noted = head.manifest().run().inputs().target();
    String now = spec.target().name();
    if (!noted.isEmpty() && !noted.equals(now)) {
      throw new PipelineException(
              ErrorCode.LAKE_TAKEN,
              "The lake %s is that of target %s, for which %s was written; %s. Its tables would take the place of those. %s. Nothing was changed."
                  .formatted(
                      spec.lake(),
                      noted,
                      head.manifest().path(),
                      now.isEmpty() ? "no target is chosen now" : "this is target " + now,
                      now.isEmpty()
                          ? "Choose it: `--target %s`, or `default_target: %1$s`".formatted(noted)
                          : "Give target %s a `lake` of its own".formatted(now)))
          .about(now.isEmpty() ? new String[] {"lake"} : new String[] {"targets", now, "lake"});
    }
  }
}
