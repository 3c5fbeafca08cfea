// SPDX-License-Identifier: Apache-2.0
package dev.sluice.model;

import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.kernel.KernelSettings;
import dev.sluice.kernel.Kernels;
import dev.sluice.kernel.StatementFailed;
import dev.sluice.kernel.sql.SqlName;
import dev.sluice.schema.TableSchema;
import dev.sluice.table.DataFile;
import dev.sluice.table.file.ParquetFiles;
import dev.sluice.table.file.Scope;
import dev.sluice.table.read.LakeRelation;
import java.util.List;
import java.util.Objects;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.KV;

/**
 * Cuts one input file into the parts of its shards; with one shard, the file is itself the part.
 */
final class CutInputFn extends DoFn<KV<Integer, DataFile>, KV<Integer, DataFile>> {
  private static final long serialVersionUID = 1L;

  private final Derive.Plan plan;
  private final Scope run;
  private final Kernels kernels;

  CutInputFn(Derive.Plan plan, Scope run, KernelSettings kernel) {
    this.plan = plan;
    this.run = run;
    this.kernels = Kernels.of(kernel);
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
  public void cut(
      @Element KV<Integer, DataFile> request, OutputReceiver<KV<Integer, DataFile>> out) {
    DataFile file = request.getValue();
    int shards = request.getKey();
    if (shards == 1) {
      out.output(KV.of(0, file));
      return;
    }
    TableSchema schema = Objects.requireNonNull(plan.schemas().get(file.table()));
    String sql =
        "SELECT %s, (hash(%s) %% %d)::INTEGER AS %s FROM (%s)"
            .formatted(
                SqlName.list(schema.names()),
                SqlName.list(Objects.requireNonNull(plan.model().per())),
                shards,
                ParquetFiles.BUCKET,
                LakeRelation.of(run.root(), List.of(file), schema));
    String folder = run.scratch() + "/" + plan.model().name();
    try (Kernels.Lent lent = kernels.lend("Cutting the input of model " + plan.model().name())) {
      ParquetFiles.writeBucketed(
              lent.kernel(), run, file.table(), folder, ParquetFiles.Query.of(sql))
          .forEach(part -> out.output(KV.of(part.bucket(), part)));
    } catch (StatementFailed e) {
      throw new PipelineException(
          ErrorCode.INTERNAL, "Cannot cut %s: %s".formatted(file.path(), e.getMessage()), e);
    }
  }
}
