// SPDX-License-Identifier: Apache-2.0
package dev.sluice.model.increment;

import dev.sluice.batch.GivenValues;
import dev.sluice.fact.Fact;
import dev.sluice.fact.FactCoder;
import dev.sluice.kernel.KernelSettings;
import dev.sluice.kernel.StatementFailed;
import dev.sluice.schema.TableSchema;
import dev.sluice.spec.rule.Consequence;
import dev.sluice.spec.table.ModelSpec;
import dev.sluice.table.DataFile;
import dev.sluice.table.TableState.Data;
import dev.sluice.table.file.Scope;
import java.io.Serializable;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.SerializableCoder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.Reshuffle;
import org.apache.beam.sdk.transforms.WithKeys;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.beam.sdk.values.TupleTagList;
import org.apache.beam.sdk.values.TypeDescriptors;
import org.jspecify.annotations.Nullable;

/**
 * Narrows a keyed model to the keys whose input rows are not those of the run before.
 *
 * <p>Files never change, so rows differ only in files that one of the two runs has and the other
 * has not. A key is changed when the rows of those files, taken together, are not the same. Of the
 * inputs, only rows of changed keys go on; of the model's own files, only rows of other keys stay,
 * and a file without changed keys stays as it is. It is a saving and nothing else: where most keys
 * changed, or a lookup did, everything goes on and nothing stays.
 */
public final class ChangedKeys extends PTransform<PCollection<DataFile>, PCollectionTuple> {
  private static final long serialVersionUID = 1L;

  /** Output: files with the input rows of changed keys. */
  public static final TupleTag<DataFile> INPUTS = new TupleTag<>("inputs") {};

  /** Output: files with the model's rows of all other keys. */
  public static final TupleTag<DataFile> KEPT = new TupleTag<>("kept") {};

  /** Output: how much is computed. */
  public static final TupleTag<Fact> COMPUTED = new TupleTag<>("computed") {};

  /** Output: how many rows stay, and in which files, where nobody looks at them again. */
  public static final TupleTag<Fact> STAYING = new TupleTag<>("staying") {};

  static final TupleTag<FileTask> TASKS = new TupleTag<>("tasks") {};

  private final Plan plan;
  private final Scope run;
  private final KernelSettings kernel;
  private final transient Sides sides;

  private ChangedKeys(Plan plan, Scope run, KernelSettings kernel, Sides sides) {
    this.plan = plan;
    this.run = run;
    this.kernel = kernel;
    this.sides = sides;
  }

  /** Narrows the files of all inputs. */
  public static ChangedKeys of(Plan plan, Scope run, KernelSettings kernel, Sides sides) {
    return new ChangedKeys(plan, run, kernel, sides);
  }

  /**
   * What to compare.
   *
   * @param schemas of every input and lookup, by name
   * @param mostChanged the share of keys above which computing all of them costs less
   */
  public record Plan(
      ModelSpec model, Map<String, TableSchema> schemas, Earlier earlier, double mostChanged)
      implements Serializable {
    /** Reading rows twice, and writing those that stay, costs about what is saved of the rest. */
    public static final double DEFAULT_MOST_CHANGED = 0.5;

    public Plan {
      schemas = Map.copyOf(schemas);
    }

    /**
     * Whether rows that stay are to be looked at: they were judged by the same rules, but those
     * that break one that warns are counted in every run.
     */
    public boolean isCounted() {
      return model.quality().rules().stream()
          .anyMatch(rule -> rule.consequence() == Consequence.WARN);
    }

    /** A failure as others may see it: what it says may come from any column that is read. */
    StatementFailed shown(StatementFailed failure) {
      return schemas.values().stream().anyMatch(TableSchema::hasPii)
          ? failure.withoutValues()
          : failure;
    }
  }

  /**
   * The state that a run builds on.
   *
   * @param inputs what the model's inputs and lookups consisted of
   * @param own what the model consisted of, made of just those
   * @param since when this run began, ISO 8601: what it read before is not read again
   * @param closed up to where windows were closed, in microseconds since 1970, where only closed
   *     ones are in the result; null where none was, or where nobody asks
   */
  public record Earlier(List<Data> inputs, Data own, String since, @Nullable Long closed)
      implements Serializable {
    public Earlier {
      inputs = List.copyOf(inputs);
    }

    /** Of a model without windows, or with windows that need not be closed. */
    public Earlier(List<Data> inputs, Data own, String since) {
      this(inputs, own, since, null);
    }

    /** The live files of all inputs and lookups. */
    List<DataFile> inputFiles() {
      return inputs.stream().flatMap(data -> data.files().stream()).toList();
    }
  }

  @Override
  public PCollectionTuple expand(PCollection<DataFile> inputs) {
    PCollectionTuple compared =
        asOne(inputs)
            .apply(
                "Compare",
                ParDo.of(new CompareFn(plan, run, kernel, sides))
                    .withSideInputs(sides.views())
                    .withOutputTags(TASKS, TupleTagList.of(COMPUTED)));
    compared.get(COMPUTED).setCoder(FactCoder.of());
    PCollectionTuple sifted =
        compared
            .get(TASKS)
            .setCoder(SerializableCoder.of(FileTask.class))
            .apply("Spread", Reshuffle.viaRandomKey())
            .apply(
                "Sift",
                ParDo.of(new SiftFn(plan, run, kernel))
                    .withOutputTags(INPUTS, TupleTagList.of(KEPT).and(STAYING)));
    sifted.get(INPUTS).setCoder(SerializableCoder.of(DataFile.class));
    sifted.get(KEPT).setCoder(SerializableCoder.of(DataFile.class));
    sifted.get(STAYING).setCoder(FactCoder.of());
    return sifted.and(COMPUTED, compared.get(COMPUTED));
  }

  /** One element even where the inputs have no file: the model's rows may have to go. */
  private PCollection<KV<Integer, Iterable<DataFile>>> asOne(PCollection<DataFile> inputs) {
    KvCoder<Integer, DataFile> coder =
        KvCoder.of(VarIntCoder.of(), SerializableCoder.of(DataFile.class));
    PCollection<KV<Integer, DataFile>> none =
        inputs
            .getPipeline()
            .apply(
                plan.model().name() + " is compared",
                GivenValues.values(List.of(KV.of(0, DataFile.NONE)), coder));
    PCollection<KV<Integer, DataFile>> keyed =
        inputs
            .apply(
                "As one", WithKeys.<Integer, DataFile>of(0).withKeyType(TypeDescriptors.integers()))
            .setCoder(coder);
    return PCollectionList.of(keyed)
        .and(none)
        .apply("At least one", Flatten.pCollections())
        .apply("Gather", GroupByKey.create());
  }
}
