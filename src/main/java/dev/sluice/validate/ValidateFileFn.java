// SPDX-License-Identifier: Apache-2.0
package dev.sluice.validate;

import dev.sluice.batch.RecordBatch;
import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.explain.sql.FailedSql;
import dev.sluice.fact.Fact;
import dev.sluice.fact.meter.StepMeter;
import dev.sluice.kernel.Kernel;
import dev.sluice.kernel.KernelSettings;
import dev.sluice.kernel.Kernels;
import dev.sluice.kernel.StatementFailed;
import dev.sluice.kernel.sql.SqlName;
import dev.sluice.table.DataFile;
import dev.sluice.table.file.AuditColumns;
import dev.sluice.table.file.ParquetFiles;
import dev.sluice.table.file.Scope;
import dev.sluice.table.read.LakeRelation;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.transforms.DoFn;
import org.jspecify.annotations.Nullable;

/**
 * Judges one file of a model, through a view that stands where batches stand in {@link
 * RowValidator}.
 */
final class ValidateFileFn extends DoFn<DataFile, DataFile> {
  private static final long serialVersionUID = 1L;

  private final RowContract subject;
  private final Scope scope;
  private final Kernels kernels;
  private final StepMeter meter;

  ValidateFileFn(RowContract subject, Scope scope, KernelSettings kernel) {
    this.subject = subject;
    this.scope = scope;
    this.kernels = Kernels.of(kernel);
    this.meter = StepMeter.of("Validate " + subject.table());
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
    ValidationSql statements = new ValidationSql(subject, subject.schema().columns(), file.path());
    if (statements.isIdentity() && subject.warning().isEmpty()) {
      keep(file, out);
      return;
    }
    try (StepMeter.Turn turn = meter.begin();
        Kernels.Lent lent = kernels.lend(subject.title())) {
      Kernel own = lent.kernel();
      show(own, file);
      DataFile good = good(own, statements, file, out);
      turn.did(file.rows(), file.content().bytes());
      turn.found(file.rows() - (good == null ? 0 : good.rows()));
      if (good != null) {
        keep(good, out);
        warn(own, good, out);
      }
    } catch (StatementFailed e) {
      throw new PipelineException(
              ErrorCode.SQL_FAILED,
              "The rules of '%s' cannot run: %s"
                  .formatted(subject.table(), FailedSql.reason(subject.shown(e))),
              subject.shown(e))
          .about(subject.isModel() ? "models" : "tables", subject.table(), "rules");
    }
  }

  private static void keep(DataFile good, MultiOutputReceiver out) {
    out.get(ValidateFiles.FILES).output(good);
    out.get(ValidateFiles.FACTS).output(new Fact.Live(good));
  }

  private void show(Kernel own, DataFile file) throws StatementFailed {
    own.execute(
        "CREATE OR REPLACE TEMP VIEW %s AS SELECT %s FROM %s"
            .formatted(
                ValidationSql.INPUT,
                SqlName.list(subject.schema().names()),
                LakeRelation.scan(scope.root(), List.of(file))));
  }

  private @Nullable DataFile good(
      Kernel own, ValidationSql statements, DataFile file, MultiOutputReceiver out)
      throws StatementFailed {
    String positions = statements.positions();
    long bad = own.rows("SELECT count(*) FROM (" + positions + ")", r -> r.getLong(1)).get(0);
    if (bad == 0) {
      return file;
    }
    String stamped =
        "SELECT *%s FROM (%s)"
            .formatted(AuditColumns.stamp(subject.schema(), scope), statements.good());
    DataFile good =
        ParquetFiles.write(
            own,
            scope,
            subject.table(),
            scope.folder(subject.table()),
            ParquetFiles.Query.of(stamped));
    String rows =
        "SELECT * EXCLUDE (__at) FROM (SELECT *, row_number() OVER () - 1 AS __at FROM %s) WHERE __at IN (%s)"
            .formatted(ValidationSql.INPUT, positions);
    for (RecordBatch batch : own.query(rows)) {
      new BadRowLetters(subject, own, statements, "")
          .of(batch)
          .forEach(out.get(Validate.DEAD)::output);
    }
    return good;
  }

  private void warn(Kernel own, DataFile good, MultiOutputReceiver out) throws StatementFailed {
    if (!subject.warning().isEmpty()) {
      show(own, good);
      subject
          .warned()
          .of(own, ValidationSql.INPUT, Map.of(), subject.tokens())
          .forEach(out.get(ValidateFiles.FACTS)::output);
    }
  }
}
