// SPDX-License-Identifier: Apache-2.0
package dev.sluice.exchange;

import dev.sluice.batch.GivenValues;
import dev.sluice.exchange.Part.PartCoder;
import dev.sluice.exchange.Shard.ShardCoder;
import dev.sluice.kernel.KernelSettings;
import dev.sluice.table.DataFile;
import dev.sluice.table.file.Scope;
import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.Reshuffle;
import org.apache.beam.sdk.transforms.Sum;
import org.apache.beam.sdk.transforms.View;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.PCollectionView;
import org.jspecify.annotations.Nullable;

/**
 * Brings the rows of equal keys together, in as many shards as there are bytes.
 *
 * <p>Either kind gives the same shards. A group that fits in one is not cut at all: its files are
 * named, and read where they are. Every group has at least one shard, be it without rows. {@link
 * ShardRows} reads what comes out.
 */
public final class Exchange
    extends PTransform<PCollection<DataFile>, PCollection<KV<Shard, Iterable<Part>>>> {
  private static final long serialVersionUID = 1L;

  private final Kind kind;
  private final Size size;
  private final List<Relation> relations;
  private final Scope run;
  private final KernelSettings kernel;

  private Exchange(
      Kind kind, Size size, List<Relation> relations, Scope run, KernelSettings kernel) {
    this.kind = kind;
    this.size = size;
    this.relations = List.copyOf(relations);
    this.run = run;
    this.kernel = kernel;
  }

  /** Brings together the rows of relations, from the files of their tables. */
  public static Exchange of(
      Kind kind, Size size, List<Relation> relations, Scope run, KernelSettings kernel) {
    return new Exchange(kind, size, relations, run, kernel);
  }

  /** How rows travel. */
  public enum Kind {
    /**
     * Cut into files of the attempt, whose names are grouped: for runners that keep what they group
     * in memory.
     */
    FILES,
    /** As batches, through the runner's shuffle: a file for each input and shard would be many. */
    SHUFFLE
  }

  /**
   * Into how many shards a group is cut.
   *
   * @param shards for every group; null to go by bytes
   * @param bytes of files that make one shard
   */
  public record Size(@Nullable Integer shards, long bytes) implements Serializable {
    /** Of compressed Parquet: cutting less than that costs more than one worker takes. */
    public static final long USUAL_BYTES = 512L << 20;

    public static final Size BY_BYTES = new Size(null, USUAL_BYTES);

    int shardsFor(Relation relation, long all) {
      if (relation.key().isEmpty()) {
        return 1;
      }
      return shards != null ? shards : Math.toIntExact(1 + all / bytes);
    }
  }

  @Override
  public PCollection<KV<Shard, Iterable<Part>>> expand(PCollection<DataFile> files) {
    KvCoder<Shard, Part> coder = KvCoder.of(ShardCoder.of(), PartCoder.of());
    PCollectionView<Map<Integer, Long>> bytes =
        files
            .apply("Weigh", ParDo.of(new WeighFn(relations)))
            .setCoder(KvCoder.of(VarIntCoder.of(), VarLongCoder.of()))
            .apply("Bytes", Sum.longsPerKey())
            .apply("Bytes of all", View.asMap());
    PCollection<KV<Shard, Part>> parts =
        files
            .apply("Spread", Reshuffle.viaRandomKey())
            .apply(
                "Cut",
                ParDo.of(new CutFn(kind, size, relations, run, kernel, bytes))
                    .withSideInputs(bytes))
            .setCoder(coder);
    // Who reads nothing has one shard too, without rows.
    Stream<Integer> asked =
        relations.isEmpty() ? Stream.of(0) : relations.stream().map(Relation::group).distinct();
    List<KV<Shard, Part>> groups =
        asked.map(group -> KV.of(new Shard(group, 0), Part.NOTHING)).toList();
    PCollection<KV<Shard, Part>> atLeastOne =
        files.getPipeline().apply("Groups", GivenValues.values(groups, coder));
    return PCollectionList.of(parts)
        .and(atLeastOne)
        .apply("Parts", Flatten.pCollections())
        .apply("Group", GroupByKey.create());
  }
}
