// SPDX-License-Identifier: Apache-2.0
package dev.sluice.land.merge;

import static java.util.stream.Collectors.groupingBy;

import dev.sluice.batch.GivenValues;
import dev.sluice.fact.Fact;
import dev.sluice.fact.FactCoder;
import dev.sluice.fact.Told;
import dev.sluice.kernel.KernelSettings;
import dev.sluice.schema.TableSchema;
import dev.sluice.spec.table.LoadSpec;
import dev.sluice.spec.table.TableSpec;
import dev.sluice.table.DataFile;
import dev.sluice.table.TableState;
import dev.sluice.table.TableState.Data;
import dev.sluice.table.file.Scope;
import dev.sluice.table.key.BucketFolder;
import dev.sluice.table.key.BucketLayout;
import dev.sluice.table.key.DeletedRows;
import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.SerializableCoder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.transforms.FlatMapElements;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.beam.sdk.values.TupleTagList;
import org.apache.beam.sdk.values.TypeDescriptor;
import org.apache.beam.sdk.values.TypeDescriptors;
import org.jspecify.annotations.Nullable;

/**
 * Merges a run's bucketed files with the live files of the same bucket, by key, and parts the rows
 * by which keys were deleted from the others.
 *
 * <p>Only references are shuffled. A bucket that gains nothing keeps its files. Running a bucket
 * twice gives the same rows in another file.
 */
public final class Merge extends PTransform<PCollection<DataFile>, PCollectionTuple> {
  private static final long serialVersionUID = 1L;

  /** Every live file of the table after this run. */
  public static final TupleTag<DataFile> LIVE = new TupleTag<>("live") {};

  /** Every file of the table's deleted rows after this run. */
  public static final TupleTag<DataFile> DELETED = new TupleTag<>("deleted") {};

  /** Rows published and deduplicated, and keys deleted. */
  public static final TupleTag<Fact> FACTS = Told.FACTS;

  private final Plan plan;
  private final Scope run;
  private final KernelSettings kernel;

  private Merge(Plan plan, Scope run, KernelSettings kernel) {
    this.plan = plan;
    this.run = run;
    this.kernel = kernel;
  }

  public static Merge byKey(Plan plan, Scope run, KernelSettings kernel) {
    return new Merge(plan, run, kernel);
  }

  /**
   * What to merge.
   *
   * @param load by which key, and what decides among rows of one key
   * @param buckets those of the table after this run
   * @param before the table before this run
   * @param letters the absolute path of the dead letters that are replayed; null for rows of the
   *     source
   */
  public record Plan(
      String table,
      TableSchema schema,
      LoadSpec load,
      BucketLayout buckets,
      Before before,
      @Nullable String letters)
      implements Serializable {
    /** The columns that identify a row; never null in a row. */
    List<String> key() {
      return load.key();
    }

    /** The greatest value wins; null means that the row read last wins. */
    @Nullable String latestBy() {
      return load.latestBy();
    }

    private BucketFolder folder() {
      return BucketFolder.of(schema.columnsOf(key()));
    }

    /** The folder of a bucket's files. */
    String folder(int bucket) {
      return folder().name(buckets.countOf(bucket));
    }

    /** Which files were cut as this plan cuts. */
    Predicate<DataFile> isCut() {
      BucketFolder folder = folder();
      return file -> folder.isCut(file, buckets);
    }

    /** The files that stay in their bucket, by its number. */
    Map<Integer, List<DataFile>> cut() {
      return before.files().stream().filter(isCut()).collect(groupingBy(DataFile::bucket));
    }
  }

  /**
   * What a table is cut by.
   *
   * @param buckets how many the spec asks for; null to go by bytes
   * @param coming the bytes of the source files that are read
   */
  public record Cutting(@Nullable Integer buckets, long coming) implements Serializable {}

  /**
   * A table before a run.
   *
   * @param live its live files
   * @param deleted the files of its deleted rows
   * @param isJudgedAnew whether another condition said which rows those are, so that every bucket
   *     is looked at
   */
  public record Before(Data live, Data deleted, boolean isJudgedAnew) implements Serializable {
    private static final Data NONE = new Data(List.of(), List.of());

    /** No rows. */
    public static final Before NOTHING = new Before(NONE, NONE, false);

    /** What a run builds on. */
    public static Before of(
        Function<String, Optional<TableState>> states, String table, LoadSpec load) {
      Optional<TableState> gone = states.apply(DeletedRows.of(table));
      Data live = states.apply(table).map(TableState::data).orElse(NONE);
      Data deleted = gone.map(TableState::data).orElse(NONE);
      boolean isEmpty = live.isEmpty() && deleted.isEmpty();
      boolean isSame = DeletedRows.isSaidBy(load, gone);
      return new Before(live, deleted, !isEmpty && !isSame);
    }

    /** The buckets for the next rows of a table. */
    BucketLayout buckets(TableSpec table, Cutting cutting) {
      return BucketFolder.of(table.schema().columnsOf(table.load().key()))
          .layout(cutting.buckets(), files(), cutting.coming());
    }

    List<DataFile> files() {
      return Stream.concat(live.files().stream(), deleted.files().stream()).toList();
    }
  }

  private static final TypeDescriptor<KV<Integer, DataFile>> BY_BUCKET =
      TypeDescriptors.kvs(TypeDescriptors.integers(), TypeDescriptor.of(DataFile.class));

  /** The origin of a part of an earlier file that was cut otherwise. */
  static final String RECUT = "recut";

  @Override
  public PCollectionTuple expand(PCollection<DataFile> fresh) {
    KvCoder<Integer, DataFile> coder =
        KvCoder.of(VarIntCoder.of(), SerializableCoder.of(DataFile.class));
    PCollection<KV<Integer, DataFile>> buckets =
        fresh
            .getPipeline()
            .apply(
                "Buckets of " + plan.table(),
                GivenValues.values(
                    List.of(plan.buckets()), SerializableCoder.of(BucketLayout.class)))
            .apply(
                "Each bucket",
                FlatMapElements.into(BY_BUCKET)
                    .via(
                        layout ->
                            () ->
                                layout.numbers().stream()
                                    .map(bucket -> KV.of(bucket, DataFile.NONE))
                                    .iterator()))
            .setCoder(coder);
    PCollection<KV<Integer, DataFile>> files =
        fresh
            .apply("By bucket", MapElements.into(BY_BUCKET).via(file -> KV.of(file.bucket(), file)))
            .setCoder(coder);
    PCollectionList<KV<Integer, DataFile>> all = PCollectionList.of(files).and(buckets);
    List<DataFile> others = plan.before().files().stream().filter(plan.isCut().negate()).toList();
    if (!others.isEmpty()) {
      all = all.and(recut(fresh.getPipeline(), others, coder));
    }
    PCollectionTuple merged =
        all.apply("With every bucket", Flatten.pCollections())
            .apply("Group", GroupByKey.create())
            .apply(
                "Merge",
                ParDo.of(new MergeFn(plan, run, kernel))
                    .withOutputTags(LIVE, TupleTagList.of(DELETED).and(FACTS)));
    merged.get(DELETED).setCoder(SerializableCoder.of(DataFile.class));
    merged.get(LIVE).setCoder(SerializableCoder.of(DataFile.class));
    merged.get(FACTS).setCoder(FactCoder.of());
    return merged;
  }

  /** Earlier files that were cut otherwise: count, key or its types may change between runs. */
  private PCollection<KV<Integer, DataFile>> recut(
      Pipeline pipeline, List<DataFile> others, KvCoder<Integer, DataFile> coder) {
    return pipeline
        .apply(
            "Other buckets of " + plan.table(),
            GivenValues.values(others, SerializableCoder.of(DataFile.class)))
        .apply("Recut " + plan.table(), ParDo.of(new RecutFn(plan, run, kernel)))
        .setCoder(coder);
  }
}
