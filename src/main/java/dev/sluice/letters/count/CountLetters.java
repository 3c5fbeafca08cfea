// SPDX-License-Identifier: Apache-2.0
package dev.sluice.letters.count;

import dev.sluice.batch.RecordBatch;
import dev.sluice.fact.Fact;
import dev.sluice.fact.FactCoder;
import dev.sluice.kernel.KernelSettings;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;

/**
 * Counts dead letters by table and stage, apart from landing them, so that one checks the other.
 */
public final class CountLetters extends PTransform<PCollection<RecordBatch>, PCollection<Fact>> {
  private static final long serialVersionUID = 1L;

  private final KernelSettings kernel;

  private CountLetters(KernelSettings kernel) {
    this.kernel = kernel;
  }

  public static CountLetters byTable(KernelSettings kernel) {
    return new CountLetters(kernel);
  }

  @Override
  public PCollection<Fact> expand(PCollection<RecordBatch> letters) {
    return letters.apply("Count", ParDo.of(new CountLettersFn(kernel))).setCoder(FactCoder.of());
  }
}
