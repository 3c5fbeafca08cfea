// SPDX-License-Identifier: Apache-2.0
package dev.sluice.land.merge;

import static dev.sluice.land.merge.BucketFile.From.FRESH;

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
import dev.sluice.table.key.BucketSurvey;
import dev.sluice.table.key.DeletedRows;
import dev.sluice.table.read.ListFiles;
import dev.sluice.table.read.VerifyInherited;
import java.io.Serializable;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.SerializableCoder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.transforms.Distinct;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.Impulse;
import org.apache.beam.sdk.transforms.Keys;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.Reshuffle;
import org.apache.beam.sdk.transforms.SerializableFunction;
import org.apache.beam.sdk.transforms.View;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.PCollectionView;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.beam.sdk.values.TupleTagList;
import org.apache.beam.sdk.values.TypeDescriptor;
import org.apache.beam.sdk.values.TypeDescriptors;
import org.jspecify.annotations.Nullable;

/**
 * Merges a run's bucketed files with the live files of the same bucket, by key, and parts the rows
 * by which keys were deleted from the others.
 *
 * <p>Only references are shuffled. A bucket that gains nothing keeps its files, and nobody reads
 * them for that. Running a bucket twice gives the same rows in another file.
 */
public final class Merge extends PTransform<PCollection<DataFile>, PCollectionTuple> {
  private static final long serialVersionUID = 1L;

  /** Every live file of the table after this run; where nobody reads it, some. */
  public static final TupleTag<DataFile> LIVE = new TupleTag<>("live") {};

  /**
   * Rows published and deduplicated, keys deleted, files that came and files that went: of the live
   * rows and of the deleted ones.
   */
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

  static final TupleTag<KV<Integer, BucketFile>> MEETING = new TupleTag<>("meeting") {};
  static final TupleTag<DataFile> STAYING = new TupleTag<>("staying") {};

  /**
   * What to merge.
   *
   * @param load by which key, and what decides among rows of one key
   * @param cut how the table is cut after this run
   * @param before the table before this run
   * @param asked what else the run asks for
   */
  public record Plan(
      String table, TableSchema schema, LoadSpec load, Cut cut, Before before, Asked asked)
      implements Serializable {
    /** The columns that identify a row; never null in a row. */
    List<String> key() {
      return load.key();
    }

    /** The greatest value wins; null means that the row read last wins. */
    @Nullable String latestBy() {
      return load.latestBy();
    }

    /** The absolute path of the dead letters that are replayed; null for rows of the source. */
    @Nullable String letters() {
      return asked.letters();
    }

    BucketLayout buckets() {
      return cut.buckets();
    }

    private BucketFolder folder() {
      return BucketFolder.of(schema.columnsOf(key()));
    }

    /** The folder of a bucket's files. */
    String folder(int bucket) {
      return folder().name(buckets().countOf(bucket));
    }

    /** Which files were cut as this plan cuts. */
    SerializableFunction<DataFile, Boolean> isCut() {
      BucketFolder folder = folder();
      BucketLayout layout = buckets();
      return cut.isAnew() ? file -> folder.isCut(file, layout) : file -> true;
    }
  }

  /**
   * What else a run asks of a merge.
   *
   * @param letters the absolute path of the dead letters that are replayed; null for rows of the
   *     source
   * @param isRead whether somebody reads the table's rows in this run
   * @param since when the run began, ISO 8601: what it read before is not read again
   */
  public record Asked(@Nullable String letters, boolean isRead, String since)
      implements Serializable {}

  /**
   * How a table is cut.
   *
   * @param buckets those of the table after this run
   * @param isAnew whether some files that are there were cut otherwise
   */
  public record Cut(BucketLayout buckets, boolean isAnew) implements Serializable {}

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

    boolean isEmpty() {
      return live.isEmpty() && deleted.isEmpty();
    }

    /** How the table is cut for its next rows. */
    Cut cut(TableSpec table, Cutting cutting) {
      BucketSurvey there = BucketFolder.of(table.schema().columnsOf(table.load().key())).survey();
      each(there::add);
      BucketLayout layout = there.layout(cutting.buckets(), cutting.coming());
      return new Cut(layout, !there.isCutAs(layout));
    }

    /** Gives every file to somebody. */
    void each(Consumer<DataFile> use) {
      live.each(use);
      deleted.each(use);
    }
  }

  private static final TypeDescriptor<KV<Integer, BucketFile>> BY_BUCKET =
      TypeDescriptors.kvs(TypeDescriptors.integers(), TypeDescriptor.of(BucketFile.class));
  private static final KvCoder<Integer, BucketFile> CODER =
      KvCoder.of(VarIntCoder.of(), SerializableCoder.of(BucketFile.class));

  @Override
  public PCollectionTuple expand(PCollection<DataFile> fresh) {
    PCollection<KV<Integer, BucketFile>> coming =
        fresh
            .apply("By bucket", MapElements.into(BY_BUCKET).via(file -> BucketFile.of(file, FRESH)))
            .setCoder(CODER);
    if (plan.before().isEmpty()) {
      return merged(coming);
    }
    PBegin begin = PBegin.in(fresh.getPipeline());
    if (!plan.cut().isAnew()) {
      return withEarlier(begin, coming);
    }
    PCollection<DataFile> others =
        PCollectionList.of(begin.apply("Other files", others(plan.before().live())))
            .and(begin.apply("Other deleted", others(plan.before().deleted())))
            .apply("Other buckets", Flatten.pCollections());
    PCollection<KV<Integer, BucketFile>> recut =
        others
            .apply("Recut " + plan.table(), ParDo.of(new RecutFn(plan, run, kernel)))
            .setCoder(CODER);
    PCollection<Fact> gone =
        others
            .apply("Leave", MapElements.into(TypeDescriptor.of(Fact.class)).via(file -> gone(file)))
            .setCoder(FactCoder.of());
    PCollectionTuple merged =
        withEarlier(
            begin,
            PCollectionList.of(coming).and(recut).apply("And cut anew", Flatten.pCollections()));
    return PCollectionTuple.of(LIVE, merged.get(LIVE))
        .and(
            FACTS,
            PCollectionList.of(merged.get(FACTS)).and(gone).apply("Facts", Flatten.pCollections()));
  }

  private static Fact gone(DataFile file) {
    return new Fact.Gone(file);
  }

  /** Earlier files that were cut otherwise: count, key or its types may change between runs. */
  private ListFiles others(Data data) {
    SerializableFunction<DataFile, Boolean> isCut = plan.isCut();
    return ListFiles.of(data).filteredBy(file -> !isCut.apply(file));
  }

  /** Of the earlier files, those meet what comes whose bucket gains something. */
  private PCollectionTuple withEarlier(PBegin begin, PCollection<KV<Integer, BucketFile>> coming) {
    PCollectionView<List<Integer>> touched =
        coming
            .apply("Buckets", Keys.create())
            .apply("Each once", Distinct.create())
            .apply("Touched", View.asList());
    PCollectionTuple earlier =
        begin
            .apply("Begin", Impulse.create())
            .apply(
                "Earlier files",
                ParDo.of(new EarlierFilesFn(plan, touched))
                    .withSideInputs(touched)
                    .withOutputTags(MEETING, TupleTagList.of(STAYING)));
    PCollectionTuple merged =
        merged(
            PCollectionList.of(coming)
                .and(earlier.get(MEETING).setCoder(CODER))
                .apply("With earlier files", Flatten.pCollections()));
    PCollection<DataFile> staying =
        earlier
            .get(STAYING)
            .setCoder(SerializableCoder.of(DataFile.class))
            .apply("Spread", Reshuffle.viaRandomKey())
            .apply("Verify", VerifyInherited.whole(run, plan.asked().since()));
    return PCollectionTuple.of(
            LIVE,
            PCollectionList.of(merged.get(LIVE)).and(staying).apply("Live", Flatten.pCollections()))
        .and(FACTS, merged.get(FACTS));
  }

  private PCollectionTuple merged(PCollection<KV<Integer, BucketFile>> files) {
    PCollectionTuple merged =
        files
            .apply("Group", GroupByKey.create())
            .apply(
                "Merge",
                ParDo.of(new MergeFn(plan, run, kernel))
                    .withOutputTags(LIVE, TupleTagList.of(FACTS)));
    merged.get(LIVE).setCoder(SerializableCoder.of(DataFile.class));
    merged.get(FACTS).setCoder(FactCoder.of());
    return merged;
  }
}
