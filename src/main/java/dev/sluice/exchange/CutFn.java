// SPDX-License-Identifier: Apache-2.0
package dev.sluice.exchange;

import dev.sluice.batch.RecordBatch;
import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.kernel.KernelSettings;
import dev.sluice.kernel.Kernels;
import dev.sluice.kernel.StatementFailed;
import dev.sluice.kernel.sql.SqlName;
import dev.sluice.table.DataFile;
import dev.sluice.table.file.ParquetFiles;
import dev.sluice.table.file.ParquetFiles.Query;
import dev.sluice.table.file.Scope;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollectionView;

/** Cuts a file into the parts of its shards; where there is one shard, the file is the part. */
final class CutFn extends DoFn<DataFile, KV<Shard, Part>> {
  private static final long serialVersionUID = 1L;

  private final Exchange.Kind kind;
  private final Exchange.Size size;
  private final List<Relation> relations;
  private final Scope run;
  private final Kernels kernels;
  private final PCollectionView<Map<Integer, Long>> bytes;

  CutFn(
      Exchange.Kind kind,
      Exchange.Size size,
      List<Relation> relations,
      Scope run,
      KernelSettings kernel,
      PCollectionView<Map<Integer, Long>> bytes) {
    this.kind = kind;
    this.size = size;
    this.relations = relations;
    this.run = run;
    this.kernels = Kernels.of(kernel);
    this.bytes = bytes;
  }

  @Setup
  public void setup() {
    kernels.open();
  }

  @Teardown
  public void teardown() {
    kernels.close();
  }

  @ProcessElement
  public void cut(ProcessContext context, OutputReceiver<KV<Shard, Part>> out) {
    DataFile file = context.element();
    for (Relation relation : relations) {
      if (relation.table().equals(file.table())) {
        long all = context.sideInput(bytes).getOrDefault(relation.group(), 0L);
        int shards = size.shardsFor(relation, all);
        if (shards == 1) {
          out.output(KV.of(new Shard(relation.group(), 0), Part.of(relation.name(), file)));
        } else {
          cut(relation, shards, file, out);
        }
      }
    }
  }

  private void cut(
      Relation relation, int shards, DataFile file, OutputReceiver<KV<Shard, Part>> out) {
    String rows = relation.of(run.root(), List.of(file));
    try (Kernels.Lent lent = kernels.lend("Cutting " + file.path() + " by key")) {
      if (kind == Exchange.Kind.SHUFFLE) {
        new BatchCut(lent.kernel(), relation)
            .cut(rows, shards, (shard, batch) -> out.output(keyed(relation, shard, batch)));
        return;
      }
      String sql =
          "SELECT *, %s AS %s FROM (%s)"
              .formatted(relation.shard(shards), SqlName.quote(ParquetFiles.BUCKET), rows);
      String folder = run.scratch() + "/exchange";
      ParquetFiles.writeBucketed(lent.kernel(), run, file.table(), folder, Query.of(sql))
          .forEach(
              part ->
                  out.output(
                      KV.of(
                          new Shard(relation.group(), part.bucket()),
                          Part.of(relation.name(), part))));
    } catch (StatementFailed e) {
      throw new PipelineException(
          ErrorCode.INTERNAL, "Cannot cut %s: %s".formatted(file.path(), e.getMessage()), e);
    }
  }

  private static KV<Shard, Part> keyed(Relation relation, int shard, RecordBatch batch) {
    return KV.of(new Shard(relation.group(), shard), Part.of(relation.name(), batch));
  }
}
