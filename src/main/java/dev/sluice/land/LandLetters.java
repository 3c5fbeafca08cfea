// SPDX-License-Identifier: Apache-2.0
package dev.sluice.land;

import dev.sluice.batch.RecordBatch;
import dev.sluice.fact.Fact;
import dev.sluice.fact.FactCoder;
import dev.sluice.fact.NoteFiles;
import dev.sluice.kernel.KernelSettings;
import dev.sluice.letters.count.CountLetters;
import dev.sluice.spec.policy.DeadLetterSpec;
import dev.sluice.table.file.Scope;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;

/**
 * Lands dead letters of every stage, and tells which files they are in and, counted apart from
 * that, how many there are.
 */
public final class LandLetters extends PTransform<PCollectionList<RecordBatch>, PCollection<Fact>> {
  private static final long serialVersionUID = 1L;

  private final String runId;
  private final DeadLetterSpec policy;
  private final Scope scope;
  private final KernelSettings kernel;

  private LandLetters(String runId, DeadLetterSpec policy, Scope scope, KernelSettings kernel) {
    this.runId = runId;
    this.policy = policy;
    this.scope = scope;
    this.kernel = kernel;
  }

  public static LandLetters of(
      String runId, DeadLetterSpec policy, Scope scope, KernelSettings kernel) {
    return new LandLetters(runId, policy, scope, kernel);
  }

  @Override
  public PCollection<Fact> expand(PCollectionList<RecordBatch> dead) {
    PCollection<RecordBatch> letters = dead.apply("All", Flatten.pCollections());
    PCollection<Fact> files =
        letters
            .apply("Land", Land.deadLetters(runId, policy, scope, kernel))
            .apply("Files", NoteFiles.live());
    return PCollectionList.of(letters.apply("Count", CountLetters.byTable(kernel)))
        .and(files)
        .apply("Facts", Flatten.pCollections())
        .setCoder(FactCoder.of());
  }
}
