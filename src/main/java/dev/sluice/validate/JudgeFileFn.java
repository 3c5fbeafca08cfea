// SPDX-License-Identifier: Apache-2.0
package dev.sluice.validate;

import dev.sluice.batch.RecordBatch;
import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.lake.AuditColumns;
import dev.sluice.lake.DataFile;
import dev.sluice.lake.LakeRun;
import dev.sluice.lake.ParquetFiles;
import dev.sluice.lake.Relation;
import dev.sluice.spec.RuleSpec;
import dev.sluice.sql.Kernel;
import dev.sluice.sql.KernelSettings;
import dev.sluice.sql.Kernels;
import dev.sluice.sql.SqlName;
import dev.sluice.sql.StatementFailed;
import java.util.List;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.KV;
import org.jspecify.annotations.Nullable;

/** Judges one file of a model, through a view that stands where batches stand in {@link Judge}. */
final class JudgeFileFn extends DoFn<DataFile, DataFile> {
  private static final long serialVersionUID = 1L;

  private final Subject subject;
  private final LakeRun run;
  private final Kernels kernels;

  JudgeFileFn(Subject subject, LakeRun run, KernelSettings kernel) {
    this.subject = subject;
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
  public void judge(@Element DataFile file, MultiOutputReceiver out) {
    Statements statements = new Statements(subject, subject.schema().columns(), file.path());
    if (statements.isIdentity() && subject.warning().isEmpty()) {
      out.get(ValidateFiles.FILES).output(file);
      return;
    }
    try (Kernels.Lent lent = kernels.lend(subject.title())) {
      Kernel own = lent.kernel();
      show(own, file);
      DataFile good = good(own, statements, file, out);
      if (good != null) {
        out.get(ValidateFiles.FILES).output(good);
        warn(own, statements, good, out);
      }
    } catch (StatementFailed e) {
      throw new PipelineException(
          ErrorCode.SQL_FAILED,
          "The rules of '%s' cannot run: %s"
              .formatted(subject.table(), subject.shown(e).getMessage()),
          subject.shown(e));
    }
  }

  private void show(Kernel own, DataFile file) throws StatementFailed {
    own.execute(
        "CREATE OR REPLACE TEMP VIEW %s AS SELECT %s FROM %s"
            .formatted(
                Statements.INPUT,
                SqlName.list(subject.schema().names()),
                Relation.scan(run.root(), List.of(file))));
  }

  private @Nullable DataFile good(
      Kernel own, Statements statements, DataFile file, MultiOutputReceiver out)
      throws StatementFailed {
    String positions = statements.positions();
    long bad = own.rows("SELECT count(*) FROM (" + positions + ")", r -> r.getLong(1)).get(0);
    if (bad == 0) {
      return file;
    }
    String stamped =
        "SELECT *%s FROM (%s)"
            .formatted(AuditColumns.stamp(subject.schema(), run), statements.good());
    DataFile good =
        ParquetFiles.write(
            own, run, subject.table(), run.folder(subject.table()), ParquetFiles.Query.of(stamped));
    String rows =
        "SELECT * EXCLUDE (__at) FROM (SELECT *, row_number() OVER () - 1 AS __at FROM %s) WHERE __at IN (%s)"
            .formatted(Statements.INPUT, positions);
    for (RecordBatch batch : own.query(rows)) {
      new Letters(subject, own, statements, "").of(batch).forEach(out.get(Validate.DEAD)::output);
    }
    return good;
  }

  private void warn(Kernel own, Statements statements, DataFile good, MultiOutputReceiver out)
      throws StatementFailed {
    List<RuleSpec> rules = subject.warning();
    if (rules.isEmpty()) {
      return;
    }
    show(own, good);
    own.rows(
        statements.warnings(),
        row -> {
          for (int j = 0; j < rules.size(); j++) {
            out.get(Validate.WARNED).output(KV.of(rules.get(j).name(), row.getLong(j + 1)));
          }
          return true;
        });
  }
}
