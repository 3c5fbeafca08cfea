// SPDX-License-Identifier: Apache-2.0
package dev.sluice.model.increment;

import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.fact.Fact;
import dev.sluice.kernel.Kernel;
import dev.sluice.kernel.KernelSettings;
import dev.sluice.kernel.Kernels;
import dev.sluice.kernel.StatementFailed;
import dev.sluice.kernel.sql.SqlName;
import dev.sluice.schema.TableSchema;
import dev.sluice.table.DataFile;
import dev.sluice.table.file.ParquetFiles;
import dev.sluice.table.file.Scope;
import dev.sluice.table.read.LakeRelation;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.beam.sdk.transforms.DoFn;

/**
 * Takes the rows of changed keys out of files: of an input's, they go on; of the model's own, the
 * others stay, and so does a file as a whole that has no changed key.
 */
final class SiftFn extends DoFn<FileTask, DataFile> {
  private static final long serialVersionUID = 1L;

  private final ChangedKeys.Plan plan;
  private final Scope run;
  private final Kernels kernels;
  private final List<String> per;

  SiftFn(ChangedKeys.Plan plan, Scope run, KernelSettings kernel) {
    this.plan = plan;
    this.run = run;
    this.kernels = Kernels.of(kernel);
    this.per = Objects.requireNonNull(plan.model().per());
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
  public void sift(@Element FileTask task, MultiOutputReceiver out) {
    List<DataFile> files = sifted(task);
    if (!isOwn(task)) {
      files.forEach(out.get(ChangedKeys.INPUTS)::output);
      return;
    }
    files.forEach(out.get(ChangedKeys.KEPT)::output);
    long rows = files.stream().mapToLong(DataFile::rows).sum();
    out.get(ChangedKeys.STAYING)
        .output(new Fact.Counted(plan.model().name(), Fact.Tally.SEEN, rows));
    if (!plan.isCounted()) {
      files.forEach(file -> out.get(ChangedKeys.STAYING).output(new Fact.Live(file)));
    }
  }

  private boolean isOwn(FileTask task) {
    return task.table().equals(plan.model().name());
  }

  private List<DataFile> sifted(FileTask task) {
    DataFile keys = task.keys();
    if (keys == null) {
      return task.files();
    }
    try (Kernels.Lent lent = kernels.lend("Changed keys of model " + plan.model().name())) {
      return isOwn(task)
          ? staying(lent.kernel(), task.files(), keys)
          : changed(lent.kernel(), task, keys);
    } catch (StatementFailed e) {
      throw new PipelineException(
          ErrorCode.INTERNAL,
          "Cannot tell the changed keys of model %s in %s: %s"
              .formatted(plan.model().name(), task.table(), plan.shown(e).getMessage()),
          plan.shown(e));
    }
  }

  private List<DataFile> changed(Kernel kernel, FileTask task, DataFile keys)
      throws StatementFailed {
    TableSchema schema = Objects.requireNonNull(plan.schemas().get(task.table()));
    KeySql sql = new KeySql(run.root(), plan.model());
    String all = sql.seen(LakeRelation.of(run.root(), task.files(), schema), schema);
    String names = SqlName.list(sql.seen(schema).names());
    String rows = sql.joined(names, "(" + all + ")", per, "SEMI", keys);
    String folder = run.scratch() + "/" + plan.model().name();
    DataFile narrow =
        ParquetFiles.write(kernel, run, task.table(), folder, ParquetFiles.Query.of(rows));
    return narrow == null ? List.of() : List.of(narrow);
  }

  private List<DataFile> staying(Kernel kernel, List<DataFile> files, DataFile keys)
      throws StatementFailed {
    List<DataFile> staying = new ArrayList<>();
    List<DataFile> touched = new ArrayList<>();
    for (DataFile file : files) {
      String gone = own("count(*)", List.of(file), "SEMI", keys);
      long rows = kernel.rows(gone, row -> row.getLong(1)).get(0);
      (rows == 0 ? staying : touched).add(file);
    }
    String name = plan.model().name();
    DataFile rest =
        touched.isEmpty()
            ? null
            : ParquetFiles.write(
                kernel,
                run,
                name,
                run.folder(name),
                ParquetFiles.Query.of(own("*", touched, "ANTI", keys)));
    if (rest != null) {
      staying.add(rest);
    }
    return staying;
  }

  private String own(String select, List<DataFile> files, String how, DataFile keys) {
    String rows = LakeRelation.scan(run.root(), files);
    return new KeySql(run.root(), plan.model())
        .joined(select, rows, plan.model().carried(), how, keys);
  }
}
