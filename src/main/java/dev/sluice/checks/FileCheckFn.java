// SPDX-License-Identifier: Apache-2.0
package dev.sluice.checks;

import dev.sluice.checks.Check.Task;
import dev.sluice.fact.meter.StepMeter;
import dev.sluice.kernel.KernelSettings;
import dev.sluice.kernel.Kernels;
import dev.sluice.kernel.StatementFailed;
import dev.sluice.kernel.sql.SqlName;
import dev.sluice.spec.rule.CheckSpec;
import dev.sluice.table.DataFile;
import dev.sluice.table.Verdict.Row;
import dev.sluice.table.read.LakeRelation;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.KV;
import org.jspecify.annotations.Nullable;

/**
 * Says what one file shows of the checks that add up over files. What its footer knows is not read
 * again; of the rest only the columns that are named.
 */
final class FileCheckFn extends DoFn<DataFile, KV<Integer, Observed>> {
  private static final long serialVersionUID = 1L;

  private final CheckPlan plan;
  private final Kernels kernels;
  private final StepMeter meter = StepMeter.of("Check");

  FileCheckFn(CheckPlan plan, KernelSettings kernel) {
    this.plan = plan;
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
  public void look(@Element DataFile file, OutputReceiver<KV<Integer, Observed>> out) {
    for (int i = 0; i < plan.tasks().size(); i++) {
      Task task = plan.tasks().get(i);
      Observed observed;
      try {
        observed = look(task, file);
      } catch (StatementFailed e) {
        throw plan.failure(task, e);
      }
      if (!observed.equals(Observed.NOTHING)) {
        out.output(KV.of(i, observed));
      }
    }
  }

  private Observed look(Task task, DataFile file) throws StatementFailed {
    if (task.check() instanceof CheckSpec.SumEquals sum) {
      return sums(task, sum, file);
    }
    if (!task.table().equals(file.table())) {
      return Observed.NOTHING;
    }
    if (task.check() instanceof CheckSpec.RowCount) {
      return Observed.counts(file.rows(), 0);
    }
    if (task.check() instanceof CheckSpec.NotNull notNull) {
      long nulls = nulls(task, file, notNull.columns());
      Observed counts = Observed.counts(file.rows(), nulls);
      return nulls == 0 ? counts : counts.showing(without(task, file, notNull.columns()));
    }
    return task.check() instanceof CheckSpec.NullRatio ratio
        ? Observed.counts(file.rows(), nulls(task, file, List.of(ratio.column())))
        : Observed.NOTHING;
  }

  private long nulls(Task task, DataFile file, List<String> columns) throws StatementFailed {
    long nulls = 0;
    for (String column : columns) {
      nulls += nulls(task, file, column);
    }
    return nulls;
  }

  /**
   * From the footer, where a column that the file does not have has only nulls; but of a nested
   * column it knows only the values inside.
   */
  private long nulls(Task task, DataFile file, String column) throws StatementFailed {
    if (plan.column(file.table(), column).isNested()) {
      String nulls =
          one(task, file, column, "count(*) FILTER (%s IS NULL)".formatted(SqlName.quote(column)));
      return Long.parseLong(Optional.ofNullable(nulls).orElse("0"));
    }
    return file.columns().stream()
        .filter(c -> c.name().equals(column))
        .mapToLong(DataFile.ColumnStats::nulls)
        .findFirst()
        .orElse(file.rows());
  }

  /** Some rows without a value. */
  private List<Row> without(Task task, DataFile file, List<String> columns) throws StatementFailed {
    List<String> shown = Stream.concat(task.key().stream(), columns.stream()).distinct().toList();
    String rows = LakeRelation.of(plan.root(), List.of(file), plan.only(file.table(), shown));
    String isNull =
        columns.stream()
            .map(column -> SqlName.quote(column) + " IS NULL")
            .collect(Collectors.joining(" OR "));
    try (Kernels.Lent lent = kernels.lend(CheckPlan.subject(task))) {
      return new AgainstCheck(plan, task.table(), shown)
          .rows(lent.kernel(), "SELECT * FROM (%s) WHERE %s".formatted(rows, isNull), "count(*)");
    }
  }

  private Observed sums(Task task, CheckSpec.SumEquals check, DataFile file)
      throws StatementFailed {
    boolean isOwn = task.table().equals(file.table());
    boolean isOther = check.table().equals(file.table());
    return new Observed(
        0,
        0,
        isOwn ? sum(task, file, check.column()) : null,
        isOther ? sum(task, file, check.other()) : null,
        List.of());
  }

  private @Nullable String sum(Task task, DataFile file, String column) throws StatementFailed {
    return one(task, file, column, "sum(%s)".formatted(SqlName.quote(column)));
  }

  /** One value over one column of a file, as text. */
  private @Nullable String one(Task task, DataFile file, String column, String value)
      throws StatementFailed {
    String rows =
        LakeRelation.of(plan.root(), List.of(file), plan.only(file.table(), List.of(column)));
    try (StepMeter.Turn unused = meter.begin();
        Kernels.Lent lent = kernels.lend(CheckPlan.subject(task))) {
      return lent.kernel()
          .rows(
              "SELECT CAST(%s AS VARCHAR) FROM (%s)".formatted(value, rows),
              row -> Optional.ofNullable(row.getString(1)))
          .get(0)
          .orElse(null);
    }
  }
}
