// SPDX-License-Identifier: Apache-2.0
package dev.sluice.model;

import dev.sluice.batch.RecordBatch;
import dev.sluice.batch.RecordBatchCoder;
import dev.sluice.exchange.Exchange;
import dev.sluice.exchange.Relation;
import dev.sluice.fact.Fact;
import dev.sluice.fact.FactCoder;
import dev.sluice.fact.Told;
import dev.sluice.kernel.KernelSettings;
import dev.sluice.kernel.StatementFailed;
import dev.sluice.model.increment.ChangedKeys;
import dev.sluice.model.increment.ChangedKeys.Earlier;
import dev.sluice.model.increment.Sides;
import dev.sluice.schema.TableSchema;
import dev.sluice.spec.table.ModelSpec;
import dev.sluice.spec.time.Window;
import dev.sluice.table.DataFile;
import dev.sluice.table.file.Scope;
import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.beam.sdk.coders.SerializableCoder;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.View;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.beam.sdk.values.TupleTagList;
import org.jspecify.annotations.Nullable;

/**
 * Runs a model's statement over the live files of its inputs; the result is files again.
 *
 * <p>A row-level statement runs file by file. A keyed one runs shard by shard: an {@link Exchange}
 * brings the rows of equal {@code per} columns together, and the statement sees every row of its
 * shard. The files hold unvalidated rows until a later step has judged them; a bundle that runs
 * twice leaves files that nothing names.
 */
public final class Derive extends PTransform<PCollectionTuple, PCollectionTuple> {
  private static final long serialVersionUID = 1L;

  /** Input: live files of the inputs, of any number of tables. */
  public static final TupleTag<DataFile> INPUTS = new TupleTag<>("inputs") {};

  /** Input: live files of the lookups. */
  public static final TupleTag<DataFile> LOOKUPS = new TupleTag<>("lookups") {};

  /**
   * Input: how far the event time of the tables came that the model is made of, where its windows
   * are in the result once they are closed.
   */
  public static final TupleTag<Fact> PASSED = new TupleTag<>("passed") {};

  /** Output: files with the statement's result. */
  public static final TupleTag<DataFile> RESULT = new TupleTag<>("result") {};

  /** Output: rows seen and filtered. */
  public static final TupleTag<Fact> FACTS = Told.FACTS;

  /**
   * Output: files with rows of earlier runs that stay and need not be judged again; there where the
   * model is incremental and no rule warns.
   */
  public static final TupleTag<DataFile> KEPT = ChangedKeys.KEPT;

  /** Output: dead letters of rows on which a row-level statement fails. */
  public static final TupleTag<RecordBatch> DEAD = new TupleTag<>("dead") {};

  private final Plan plan;
  private final Scope run;
  private final KernelSettings kernel;
  private final Exchange.Kind exchange;
  private final @Nullable Earlier earlier;
  private final double mostChanged;

  private Derive(
      Plan plan,
      Scope run,
      KernelSettings kernel,
      Exchange.Kind exchange,
      @Nullable Earlier earlier,
      double mostChanged) {
    this.plan = plan;
    this.run = run;
    this.kernel = kernel;
    this.exchange = exchange;
    this.earlier = earlier;
    this.mostChanged = mostChanged;
  }

  public static Derive model(Plan plan, Scope run, KernelSettings kernel) {
    return new Derive(
        plan, run, kernel, Exchange.Kind.FILES, null, ChangedKeys.Plan.DEFAULT_MOST_CHANGED);
  }

  /** The same, whose rows of equal keys meet in another way. */
  public Derive through(Exchange.Kind kind) {
    return new Derive(plan, run, kernel, kind, earlier, mostChanged);
  }

  /** The same, but only for keys whose input rows changed; null for all keys. */
  public Derive since(@Nullable Earlier state) {
    return new Derive(plan, run, kernel, exchange, state, mostChanged);
  }

  /** The same, but for all keys where more than a share of them changed. */
  Derive upTo(double share) {
    return new Derive(plan, run, kernel, exchange, earlier, share);
  }

  /**
   * A model and the schemas of what it reads.
   *
   * @param schemas of every input and lookup, by name
   * @param size of the shards of a keyed statement
   */
  public record Plan(ModelSpec model, Map<String, TableSchema> schemas, Exchange.Size size)
      implements Serializable {
    public Plan {
      schemas = Map.copyOf(schemas);
    }

    /** A failure as others may see it: what it says may come from any column that is read. */
    StatementFailed shown(StatementFailed failure) {
      return schemas.values().stream().anyMatch(TableSchema::hasPii)
          ? failure.withoutValues()
          : failure;
    }

    /** What a keyed statement reads shard by shard. */
    List<Relation> relations() {
      return model.inputs().stream().map(this::relation).toList();
    }

    private Relation relation(String input) {
      TableSchema stored = Objects.requireNonNull(schemas.get(input), input);
      List<String> per = Objects.requireNonNull(model.per());
      Window window = model.window();
      return window == null || !window.isOfRow()
          ? Relation.of(input, stored, per)
          : Relation.of(input, window.over(stored), per).making(new WindowRows(window, stored));
    }

    /**
     * What a keyed statement sees of an input in a shard, as a SELECT.
     *
     * @param rows of the relation
     * @param passed up to where windows are closed, in microseconds since 1970
     */
    String seen(String input, String rows, long passed) {
      Window window = model.window();
      if (window == null) {
        return rows;
      }
      TableSchema stored = Objects.requireNonNull(schemas.get(input), input);
      String seen = window.isOfRow() ? rows : window.rows(rows, stored, model.storedPer());
      return window.emit() == Window.Emit.ON_CHANGE
          ? seen
          : "SELECT * FROM (%s) WHERE %s".formatted(seen, Window.isClosed(passed));
    }
  }

  @Override
  public PCollectionTuple expand(PCollectionTuple in) {
    PCollection<DataFile> lookupFiles = in.has(LOOKUPS) ? in.get(LOOKUPS) : null;
    Sides sides =
        new Sides(
            lookupFiles == null ? null : lookupFiles.apply("Lookups", View.asList()),
            in.has(PASSED) ? in.get(PASSED).apply("Passed", View.asList()) : null);
    if (earlier != null) {
      return changed(in.get(INPUTS), sides, earlier);
    }
    return coded(
        plan.model().isKeyed() ? keyed(in.get(INPUTS), sides) : byRow(in.get(INPUTS), sides));
  }

  private static PCollectionTuple coded(PCollectionTuple out) {
    out.get(RESULT).setCoder(SerializableCoder.of(DataFile.class));
    out.get(FACTS).setCoder(FactCoder.of());
    out.get(DEAD).setCoder(RecordBatchCoder.of());
    return out;
  }

  private PCollectionTuple changed(PCollection<DataFile> inputs, Sides sides, Earlier state) {
    ChangedKeys.Plan asked = new ChangedKeys.Plan(plan.model(), plan.schemas(), state, mostChanged);
    PCollectionTuple changed =
        inputs.apply("Changed keys", ChangedKeys.of(asked, run, kernel, sides));
    PCollectionTuple made = coded(keyed(changed.get(ChangedKeys.INPUTS), sides));
    PCollection<Fact> facts =
        PCollectionList.of(made.get(FACTS))
            .and(changed.get(ChangedKeys.COMPUTED))
            .and(changed.get(ChangedKeys.STAYING))
            .apply("All facts", Flatten.pCollections());
    PCollectionTuple out = PCollectionTuple.of(DEAD, made.get(DEAD)).and(FACTS, facts);
    PCollection<DataFile> kept = changed.get(ChangedKeys.KEPT);
    return asked.isCounted()
        ? out.and(
            RESULT,
            PCollectionList.of(made.get(RESULT)).and(kept).apply("All", Flatten.pCollections()))
        : out.and(RESULT, made.get(RESULT)).and(KEPT, kept);
  }

  private PCollectionTuple byRow(PCollection<DataFile> inputs, Sides sides) {
    return inputs.apply(
        "Each file",
        ParDo.of(new EachFileFn(plan, run, kernel, sides.lookups()))
            .withSideInputs(sides.views())
            .withOutputTags(RESULT, TupleTagList.of(FACTS).and(DEAD)));
  }

  private PCollectionTuple keyed(PCollection<DataFile> inputs, Sides sides) {
    return inputs
        .apply("Exchange", Exchange.of(exchange, plan.size(), plan.relations(), run, kernel))
        .apply(
            "Each shard",
            ParDo.of(new EachShardFn(plan, run, kernel, sides))
                .withSideInputs(sides.views())
                .withOutputTags(RESULT, TupleTagList.of(FACTS).and(DEAD)));
  }
}
