// SPDX-License-Identifier: Apache-2.0
package dev.sluice.validate;

import dev.sluice.batch.RecordBatchCoder;
import dev.sluice.fact.Fact;
import dev.sluice.fact.FactCoder;
import dev.sluice.fact.Told;
import dev.sluice.kernel.KernelSettings;
import dev.sluice.spec.table.Contract;
import dev.sluice.spec.table.ModelSpec;
import dev.sluice.table.DataFile;
import dev.sluice.table.file.PiiTokens;
import dev.sluice.table.file.Scope;
import org.apache.beam.sdk.coders.SerializableCoder;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.beam.sdk.values.TupleTagList;

/**
 * Holds the rows of a model's files against its schema and its rules.
 *
 * <p>A file without bad rows passes as it is; another is written anew without them, and each bad
 * row has one letter, with all its reasons, in {@link Validate#DEAD}. Memory does not depend on the
 * size of a file, only on its bad rows.
 */
public final class ValidateFiles extends PTransform<PCollection<DataFile>, PCollectionTuple> {
  private static final long serialVersionUID = 1L;

  /** Files that hold good rows only. */
  public static final TupleTag<DataFile> FILES = new TupleTag<>("files") {};

  /** Those files, and what {@link Validate#FACTS} says of rules that only warn. */
  public static final TupleTag<Fact> FACTS = Told.FACTS;

  private final RowContract subject;
  private final Scope scope;
  private final KernelSettings kernel;

  private ValidateFiles(RowContract subject, Scope scope, KernelSettings kernel) {
    this.subject = subject;
    this.scope = scope;
    this.kernel = kernel;
  }

  public static ValidateFiles of(ModelSpec model, Scope scope, KernelSettings kernel) {
    RowContract subject =
        new RowContract(
                model.name(), model.output(), Contract.DEFAULT, model.quality().rules(), true)
            .tellingBy(model.key())
            .maskingWith(PiiTokens.in(scope.root()));
    return new ValidateFiles(subject, scope, kernel);
  }

  @Override
  public PCollectionTuple expand(PCollection<DataFile> files) {
    PCollectionTuple judged =
        files.apply(
            "Judge",
            ParDo.of(new ValidateFileFn(subject, scope, kernel))
                .withOutputTags(FILES, TupleTagList.of(Validate.DEAD).and(FACTS)));
    judged.get(FILES).setCoder(SerializableCoder.of(DataFile.class));
    judged.get(Validate.DEAD).setCoder(RecordBatchCoder.of());
    judged.get(FACTS).setCoder(FactCoder.of());
    return judged;
  }
}
