// SPDX-License-Identifier: Apache-2.0
package dev.sluice.land.merge;

import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.kernel.KernelSettings;
import dev.sluice.kernel.Kernels;
import dev.sluice.kernel.StatementFailed;
import dev.sluice.kernel.sql.SqlName;
import dev.sluice.table.DataFile;
import dev.sluice.table.file.AuditColumns;
import dev.sluice.table.file.ParquetFiles;
import dev.sluice.table.file.ParquetFiles.Query;
import dev.sluice.table.file.Scope;
import dev.sluice.table.read.LakeRelation;
import dev.sluice.table.read.VerifyInherited;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.KV;

/** Cuts a live file of a merged table as today's plan does. */
final class RecutFn extends DoFn<DataFile, KV<Integer, BucketFile>> {
  private static final long serialVersionUID = 1L;

  private final Merge.Plan plan;
  private final Scope run;
  private final Kernels kernels;

  RecutFn(Merge.Plan plan, Scope run, KernelSettings kernel) {
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
  public void recut(@Element DataFile file, OutputReceiver<KV<Integer, BucketFile>> out) {
    VerifyInherited.requireWhole(run.root(), file);
    String sql =
        "SELECT *, %s AS %s FROM (%s) WHERE %s"
            .formatted(
                plan.buckets().of(plan.schema().columnsOf(plan.key())),
                ParquetFiles.BUCKET,
                LakeRelation.of(run.root(), List.of(file), AuditColumns.stored(plan.schema())),
                // A deleted row without the new key says nothing of any row that has one.
                plan.key().stream()
                    .map(column -> SqlName.quote(column) + " IS NOT NULL")
                    .collect(Collectors.joining(" AND ")));
    String folder = run.scratch() + "/" + file.table();
    try (Kernels.Lent lent = kernels.lend()) {
      ParquetFiles.writeBucketed(lent.kernel(), run, file.table(), folder, Query.of(sql))
          .forEach(part -> out.output(BucketFile.of(part, BucketFile.From.RECUT)));
    } catch (StatementFailed e) {
      throw new PipelineException(
          ErrorCode.INTERNAL, "Cannot cut %s: %s".formatted(file.path(), e.getMessage()), e);
    }
  }
}
