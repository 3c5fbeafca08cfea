// SPDX-License-Identifier: Apache-2.0
package dev.sluice.validate;

import dev.sluice.batch.RecordBatch;
import dev.sluice.batch.RecordBatchCoder;
import dev.sluice.fact.Fact;
import dev.sluice.fact.FactCoder;
import dev.sluice.fact.Told;
import dev.sluice.kernel.KernelSettings;
import dev.sluice.schema.TableSchema;
import dev.sluice.spec.rule.QualitySpec;
import dev.sluice.spec.rule.RuleSpec;
import dev.sluice.spec.table.Contract;
import dev.sluice.spec.table.TableSpec;
import dev.sluice.table.file.PiiTokens;
import java.io.Serializable;
import java.util.HashSet;
import java.util.Set;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.beam.sdk.values.TupleTagList;
import org.jspecify.annotations.Nullable;

/**
 * Holds rows against their contract and their rules.
 *
 * <p>Every row of the input is either in {@link #GOOD} or has exactly one letter, with all its
 * reasons, in {@link #DEAD}. Broken {@code fail} rules, and contracts that fail, stop the run.
 */
public final class Validate extends PTransform<PCollection<RecordBatch>, PCollectionTuple> {
  private static final long serialVersionUID = 1L;

  /** Typed rows: the row number (tables only), then the columns as declared; the origin is kept. */
  public static final TupleTag<RecordBatch> GOOD = new TupleTag<>("good") {};

  /** The good rows as they were read, where {@link #withGoodRaw()} asks for them. */
  public static final TupleTag<RecordBatch> RAW = new TupleTag<>("raw") {};

  /** Dead letters. */
  public static final TupleTag<RecordBatch> DEAD = new TupleTag<>("dead") {};

  /** By rule that only warns, how many good rows of a batch break it; above zero. */
  public static final TupleTag<Fact> FACTS = Told.FACTS;

  private final RowContract subject;
  private final KernelSettings kernel;
  private final boolean givesRaw;
  private final @Nullable Lateness late;

  private Validate(
      RowContract subject, KernelSettings kernel, boolean givesRaw, @Nullable Lateness late) {
    this.subject = subject;
    this.kernel = kernel;
    this.givesRaw = givesRaw;
    this.late = late;
  }

  /**
   * What is asked of rows that come for the first time.
   *
   * @param again the origins whose rows were there before, and are read again: none of them is late
   */
  record Lateness(RuleSpec rule, HashSet<String> again) implements Serializable {
    boolean isAsked(String origin) {
      return !again.contains(origin);
    }
  }

  /** Types the raw rows of a table by its contract, then applies its rules. */
  public static Validate table(TableSpec table, KernelSettings kernel) {
    return new Validate(
        new RowContract(
                table.name(), table.schema(), table.contract(), table.quality().rules(), false)
            .tellingBy(table.load().key())
            .deletingBy(DeletionContract.of(table.load())),
        kernel,
        false,
        null);
  }

  /** Applies nullability, enum symbols and rules to a model's rows, which are typed already. */
  public static Validate rows(
      String table, TableSchema output, QualitySpec quality, KernelSettings kernel) {
    return new Validate(
        new RowContract(table, output, Contract.DEFAULT, quality.rules(), true),
        kernel,
        false,
        null);
  }

  /** Masks personal values in reasons by tokens that others can tell equal. */
  public Validate maskingWith(PiiTokens tokens) {
    return new Validate(subject.maskingWith(tokens), kernel, givesRaw, late);
  }

  /** Gives the good rows as they were read too, so that no dead one has to be landed raw. */
  public Validate withGoodRaw() {
    return new Validate(subject, kernel, true, late);
  }

  /**
   * Asks one more rule of rows that come for the first time.
   *
   * @param again the origins whose rows were there before
   */
  public Validate refusingLate(RuleSpec rule, Set<String> again) {
    return new Validate(subject, kernel, givesRaw, new Lateness(rule, new HashSet<>(again)));
  }

  @Override
  public PCollectionTuple expand(PCollection<RecordBatch> batches) {
    PCollectionTuple judged =
        batches.apply(
            "Judge",
            ParDo.of(new ValidateRowsFn(subject, kernel, givesRaw, late))
                .withOutputTags(GOOD, TupleTagList.of(DEAD).and(FACTS).and(RAW)));
    judged.get(GOOD).setCoder(RecordBatchCoder.of());
    judged.get(DEAD).setCoder(RecordBatchCoder.of());
    judged.get(RAW).setCoder(RecordBatchCoder.of());
    judged.get(FACTS).setCoder(FactCoder.of());
    return judged;
  }
}
