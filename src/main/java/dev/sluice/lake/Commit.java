// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lake;

import dev.sluice.spec.PipelineSpec;
import java.io.Serializable;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.SerializableCoder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.WithKeys;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.TypeDescriptors;
import org.jspecify.annotations.Nullable;

/**
 * Judges the run as a whole and commits it: balanced accounts, every tolerance kept, every check
 * passed. The output is the committed manifest, or nothing when a gate held the run back (its
 * evidence is then written). Committing twice gives the same manifest.
 */
public final class Commit extends PTransform<PCollection<Fact>, PCollection<Manifest>> {
  private static final long serialVersionUID = 1L;

  private final Draft draft;

  private Commit(Draft draft) {
    this.draft = draft;
  }

  public static Commit run(Draft draft) {
    return new Commit(draft);
  }

  /**
   * What is known of the manifest before the run.
   *
   * @param previous the manifest this run builds on; null for the lake's first
   * @param previousDigest its SHA-256, else empty
   */
  public record Draft(
      PipelineSpec spec,
      LakeRun run,
      String runId,
      String startedAt,
      String specDigest,
      @Nullable Manifest previous,
      String previousDigest)
      implements Serializable {}

  @Override
  public PCollection<Manifest> expand(PCollection<Fact> facts) {
    return facts
        .apply("As one", WithKeys.<Integer, Fact>of(0).withKeyType(TypeDescriptors.integers()))
        .setCoder(KvCoder.of(VarIntCoder.of(), FactCoder.of()))
        .apply("Group", GroupByKey.create())
        .apply("Commit", ParDo.of(new CommitFn(draft)))
        .setCoder(SerializableCoder.of(Manifest.class));
  }
}
