// SPDX-License-Identifier: Apache-2.0
package dev.sluice.checks;

import dev.sluice.checks.Check.Task;
import dev.sluice.error.Plural;
import dev.sluice.fact.Fact;
import dev.sluice.fact.meter.StepMeter;
import dev.sluice.kernel.Kernel;
import dev.sluice.kernel.KernelSettings;
import dev.sluice.kernel.Kernels;
import dev.sluice.kernel.StatementFailed;
import dev.sluice.kernel.sql.SqlName;
import dev.sluice.spec.rule.CheckSpec;
import dev.sluice.spec.rule.Consequence;
import dev.sluice.table.Verdict;
import dev.sluice.table.Verdict.Row;
import dev.sluice.table.file.PiiTokens;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.KV;
import org.jspecify.annotations.Nullable;

/** Judges one check by all that was observed of it. */
final class JudgeFn extends DoFn<KV<Integer, Iterable<Observed>>, Fact> {
  private static final long serialVersionUID = 1L;

  private final CheckPlan plan;
  private final Kernels kernels;
  private final StepMeter meter = StepMeter.of("Check");

  JudgeFn(CheckPlan plan, KernelSettings kernel) {
    this.plan = plan;
    this.kernels = Kernels.of(kernel);
  }

  /** All that was observed, with sums of files in an order that is always the same. */
  private static final class Total {
    long rows;
    long found;
    final List<String> sums = new ArrayList<>();
    final List<String> others = new ArrayList<>();
    final List<Row> against = new ArrayList<>();

    Total(Iterable<Observed> parts) {
      for (Observed part : parts) {
        rows += part.rows();
        found += part.found();
        against.addAll(part.against());
        if (part.sum() != null) {
          sums.add(part.sum());
        }
        if (part.other() != null) {
          others.add(part.other());
        }
      }
      Collections.sort(sums);
      Collections.sort(others);
    }
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
  public void judge(@Element KV<Integer, Iterable<Observed>> all, OutputReceiver<Fact> out) {
    Task task = plan.tasks().get(all.getKey());
    try (StepMeter.Turn unused = meter.begin();
        Kernels.Lent lent = kernels.lend(CheckPlan.subject(task))) {
      Total total = new Total(all.getValue());
      Verdict verdict = judge(lent.kernel(), task, total);
      out.output(new Fact.Judged(verdict.showing(AgainstCheck.first(total.against))));
    } catch (StatementFailed e) {
      throw plan.failure(task, e);
    }
  }

  private Verdict judge(Kernel kernel, Task task, Total total) throws StatementFailed {
    long found = total.found;
    if (task.check() instanceof CheckSpec.RowCount count) {
      return rowCount(task, count, total.rows);
    } else if (task.check() instanceof CheckSpec.NotNull) {
      return verdict(task, found == 0, Plural.of(found, "null"), "0 nulls");
    } else if (task.check() instanceof CheckSpec.NullRatio ratio) {
      double share = total.rows == 0 ? 0 : (double) found / total.rows;
      return verdict(
          task,
          found <= ratio.max() * total.rows,
          String.format(Locale.ROOT, "%.6f", share),
          "at most " + ratio.max());
    } else if (task.check() instanceof CheckSpec.Unique) {
      return verdict(task, found == 0, Plural.of(found, "duplicate"), "0 duplicates");
    } else if (task.check() instanceof CheckSpec.References to) {
      String expected = "every value in %s.%s".formatted(to.table(), to.to());
      return verdict(task, found == 0, Plural.of(found, "row") + " without a match", expected);
    }
    return sums(kernel, task, (CheckSpec.SumEquals) task.check(), total);
  }

  private static Verdict rowCount(Task task, CheckSpec.RowCount check, long rows) {
    Long min = check.min();
    Long max = check.max();
    boolean passed = (min == null || rows >= min) && (max == null || rows <= max);
    String expected =
        max == null ? "at least " + min : min == null ? "at most " + max : min + " to " + max;
    return verdict(task, passed, String.valueOf(rows), expected);
  }

  private Verdict sums(Kernel kernel, Task task, CheckSpec.SumEquals check, Total total)
      throws StatementFailed {
    String sql =
        """
        WITH __a AS (SELECT coalesce(sum(__p), 0) AS __s FROM (%s)),
        __b AS (SELECT coalesce(sum(__p), 0) AS __s FROM (%s))
        SELECT __a.__s::VARCHAR, __b.__s::VARCHAR,
          CASE WHEN typeof(__a.__s) IN ('DOUBLE', 'FLOAT') OR typeof(__b.__s) IN ('DOUBLE', 'FLOAT')
            THEN abs(__a.__s::DOUBLE - __b.__s::DOUBLE) <= 1e-9 * greatest(1, abs(__b.__s::DOUBLE))
            ELSE __a.__s = __b.__s END
        FROM __a, __b"""
            .formatted(
                parts(kernel, task.table(), check.column(), total.sums),
                parts(kernel, check.table(), check.other(), total.others));
    return kernel
        .rows(
            sql,
            row ->
                verdict(
                    task,
                    row.getBoolean(3),
                    shown(task, check, row.getString(1)),
                    shown(task, check, row.getString(2))))
        .get(0);
  }

  /** Sums of files as a relation of the type that such a sum has. */
  private String parts(Kernel kernel, String table, String column, List<String> sums)
      throws StatementFailed {
    String type =
        kernel
            .rows(
                "SELECT typeof(sum(NULL::%s))".formatted(plan.column(table, column).type()),
                row -> row.getString(1))
            .get(0);
    return "SELECT CAST(unnest(%s::VARCHAR[]) AS %s) AS __p"
        .formatted(SqlName.literals(sums), type);
  }

  /** A sum over one row is its value: where either column is personal, both sums are masked. */
  private @Nullable String shown(Task task, CheckSpec.SumEquals check, @Nullable String sum) {
    return plan.isPersonal(task.table(), check) ? PiiTokens.in(plan.root()).of(sum) : sum;
  }

  private static Verdict verdict(
      Task task, boolean passed, @Nullable String observed, @Nullable String expected) {
    String severity = task.check().consequence() == Consequence.WARN ? "warn" : "fail";
    return new Verdict(
        task.table(),
        task.check().name(),
        severity,
        passed,
        String.valueOf(observed),
        String.valueOf(expected));
  }
}
