// SPDX-License-Identifier: Apache-2.0
package dev.sluice.checks;

import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.fact.Fact;
import dev.sluice.kernel.KernelSettings;
import dev.sluice.kernel.Kernels;
import dev.sluice.kernel.StatementFailed;
import dev.sluice.schema.TableSchema;
import dev.sluice.table.DataFile;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.PCollectionView;

/** Judges one check. */
final class CheckFn extends DoFn<Check.Task, Fact> {
  private static final long serialVersionUID = 1L;

  private final Map<String, TableSchema> schemas;
  private final String root;
  private final Kernels kernels;
  private final PCollectionView<Map<String, Iterable<DataFile>>> files;

  CheckFn(
      Map<String, TableSchema> schemas,
      String root,
      KernelSettings kernel,
      PCollectionView<Map<String, Iterable<DataFile>>> files) {
    this.schemas = schemas;
    this.root = root;
    this.kernels = Kernels.of(kernel);
    this.files = files;
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
  public void judge(ProcessContext context) {
    Check.Task task = context.element();
    Map<String, List<DataFile>> live = new HashMap<>();
    for (String table : schemas.keySet()) {
      List<DataFile> own = new ArrayList<>();
      Iterable<DataFile> there = context.sideInput(files).get(table);
      if (there != null) {
        there.forEach(own::add);
      }
      live.put(table, own);
    }
    try (Kernels.Lent lent =
        kernels.lend("Check `%s` of %s".formatted(task.check().name(), task.table()))) {
      CheckEvaluation judge = new CheckEvaluation(lent.kernel(), schemas, live, root);
      context.output(new Fact.Judged(judge.judge(task)));
    } catch (StatementFailed e) {
      throw new PipelineException(
          ErrorCode.CHECK_FAILED,
          "Check `%s` of %s cannot be computed: %s"
              .formatted(task.check().name(), task.table(), shown(e).getMessage()),
          shown(e));
    }
  }

  /** A check may compare with any other table. */
  private StatementFailed shown(StatementFailed failure) {
    return schemas.values().stream().anyMatch(TableSchema::hasPii)
        ? failure.withoutValues()
        : failure;
  }
}
