// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lake;

import dev.sluice.batch.Given;
import dev.sluice.schema.TableSchema;
import dev.sluice.sql.KernelSettings;
import java.io.Serializable;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.SerializableCoder;
import org.apache.beam.sdk.coders.VarIntCoder;
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
 * Merges a run's bucketed files with the live files of the same bucket, by key.
 *
 * <p>Only references are shuffled. A bucket that gains nothing keeps its files. Running a bucket
 * twice gives the same rows in another file.
 */
public final class Merge extends PTransform<PCollection<DataFile>, PCollectionTuple> {
  private static final long serialVersionUID = 1L;

  /** Every live file of the table after this run. */
  public static final TupleTag<DataFile> LIVE = new TupleTag<>("live") {};

  /** Rows published and deduplicated. */
  public static final TupleTag<Fact> FACTS = new TupleTag<>("facts") {};

  private final Plan plan;
  private final LakeRun run;
  private final KernelSettings kernel;

  private Merge(Plan plan, LakeRun run, KernelSettings kernel) {
    this.plan = plan;
    this.run = run;
    this.kernel = kernel;
  }

  public static Merge byKey(Plan plan, LakeRun run, KernelSettings kernel) {
    return new Merge(plan, run, kernel);
  }

  /**
   * What to merge.
   *
   * @param key the columns that identify a row; never null in a row
   * @param latestBy the greatest value wins; null means the row read last wins
   * @param buckets how many there are
   * @param live the table's live files before this run
   * @param letters the absolute path of the dead letters that are replayed; null for rows of the
   *     source
   */
  public record Plan(
      String table,
      TableSchema schema,
      List<String> key,
      @Nullable String latestBy,
      int buckets,
      List<DataFile> live,
      @Nullable String letters)
      implements Serializable {
    public Plan {
      key = List.copyOf(key);
      live = List.copyOf(live);
    }

    /** The folder of its files, which says how they were cut: into how many, and by what. */
    String folder() {
      String types =
          schema.columns().stream()
              .filter(column -> key.contains(column.name()))
              .map(Buckets::form)
              .collect(Collectors.joining("|"));
      String by = Checksums.sha256(String.join("|", key) + "|" + types).substring(0, 8);
      return "buckets=" + buckets + "-" + by;
    }

    /** Which files were cut as this plan cuts. */
    Predicate<DataFile> isCut() {
      String part = "/" + folder() + "/";
      return file -> file.path().contains(part);
    }
  }

  /** The origin of a part of an earlier file that was cut otherwise. */
  static final String RECUT = "recut";

  @Override
  public PCollectionTuple expand(PCollection<DataFile> fresh) {
    KvCoder<Integer, DataFile> coder =
        KvCoder.of(VarIntCoder.of(), SerializableCoder.of(DataFile.class));
    List<KV<Integer, DataFile>> every =
        IntStream.range(0, plan.buckets())
            .mapToObj(bucket -> KV.of(bucket, DataFile.NONE))
            .toList();
    PCollection<KV<Integer, DataFile>> buckets =
        fresh.getPipeline().apply("Buckets of " + plan.table(), Given.values(every, coder));
    PCollection<KV<Integer, DataFile>> files =
        fresh
            .apply(
                "By bucket",
                MapElements.into(
                        TypeDescriptors.kvs(
                            TypeDescriptors.integers(), TypeDescriptor.of(DataFile.class)))
                    .via(file -> KV.of(file.bucket(), file)))
            .setCoder(coder);
    PCollectionList<KV<Integer, DataFile>> all = PCollectionList.of(files).and(buckets);
    List<DataFile> others = plan.live().stream().filter(plan.isCut().negate()).toList();
    if (!others.isEmpty()) {
      all = all.and(recut(fresh.getPipeline(), others, coder));
    }
    PCollectionTuple merged =
        all.apply("With every bucket", Flatten.pCollections())
            .apply("Group", GroupByKey.create())
            .apply(
                "Merge",
                ParDo.of(new MergeFn(plan, run, kernel))
                    .withOutputTags(LIVE, TupleTagList.of(FACTS)));
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
            Given.values(others, SerializableCoder.of(DataFile.class)))
        .apply("Recut " + plan.table(), ParDo.of(new RecutFn(plan, run, kernel)))
        .setCoder(coder);
  }
}
