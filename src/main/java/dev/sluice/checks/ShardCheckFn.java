// SPDX-License-Identifier: Apache-2.0
package dev.sluice.checks;

import dev.sluice.checks.Check.Task;
import dev.sluice.exchange.Part;
import dev.sluice.exchange.Shard;
import dev.sluice.exchange.ShardRows;
import dev.sluice.fact.meter.StepMeter;
import dev.sluice.kernel.Kernel;
import dev.sluice.kernel.KernelSettings;
import dev.sluice.kernel.Kernels;
import dev.sluice.kernel.StatementFailed;
import dev.sluice.kernel.sql.SqlName;
import dev.sluice.spec.rule.CheckSpec;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.KV;

/** Says what one shard shows of a check whose rows must meet. */
final class ShardCheckFn extends DoFn<KV<Shard, Iterable<Part>>, KV<Integer, Observed>> {
  private static final long serialVersionUID = 1L;

  private final CheckPlan plan;
  private final KernelSettings settings;
  private final Kernels kernels;
  private final StepMeter meter = StepMeter.of("Check");

  ShardCheckFn(CheckPlan plan, KernelSettings kernel) {
    this.plan = plan;
    this.settings = kernel;
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
  public void look(
      @Element KV<Shard, Iterable<Part>> shard, OutputReceiver<KV<Integer, Observed>> out) {
    int number = shard.getKey().group();
    Task task = plan.tasks().get(number);
    try (StepMeter.Turn unused = meter.begin();
        Kernels.Lent lent = kernels.lend(CheckPlan.subject(task));
        ShardRows rows =
            ShardRows.open(
                lent.kernel(), settings, plan.relations(), shard.getKey(), shard.getValue())) {
      out.output(KV.of(number, look(lent.kernel(), task, rows)));
    } catch (StatementFailed e) {
      throw plan.failure(task, e);
    }
  }

  private Observed look(Kernel kernel, Task task, ShardRows rows) throws StatementFailed {
    boolean isUnique = task.check() instanceof CheckSpec.Unique;
    List<String> columns =
        task.check() instanceof CheckSpec.Unique unique
            ? unique.columns()
            : List.of(((CheckSpec.References) task.check()).column());
    String sql =
        task.check() instanceof CheckSpec.Unique unique
            ? again(unique, rows)
            : lost((CheckSpec.References) task.check(), rows);
    String count = isUnique ? "coalesce(sum(__n - 1), 0)::BIGINT" : "count(*)";
    long found =
        kernel.rows("SELECT %s FROM (%s)".formatted(count, sql), row -> row.getLong(1)).get(0);
    Observed counts = Observed.counts(0, found);
    if (found == 0) {
      return counts;
    }
    String times = isUnique ? "sum(__n)::BIGINT" : "count(*)";
    return counts.showing(new AgainstCheck(plan, task.table(), columns).rows(kernel, sql, times));
  }

  /** The values that stand in several rows, and in how many. */
  private String again(CheckSpec.Unique check, ShardRows rows) {
    String notNull =
        check.columns().stream()
            .map(c -> SqlName.quote(c) + " IS NOT NULL")
            .collect(Collectors.joining(" AND "));
    return "SELECT %1$s, count(*) AS __n FROM (%2$s) WHERE %3$s GROUP BY %1$s HAVING count(*) > 1"
        .formatted(
            SqlName.list(check.columns()), rows.select(plan.root(), CheckPlan.ROWS), notNull);
  }

  /** The rows whose value stands nowhere else. */
  private String lost(CheckSpec.References check, ShardRows rows) {
    String column = SqlName.quote(check.column());
    return "SELECT __a.* FROM (%s) AS __a ANTI JOIN (%s) AS __b ON __a.%s = __b.%s WHERE __a.%s IS NOT NULL"
        .formatted(
            rows.select(plan.root(), CheckPlan.ROWS),
            rows.select(plan.root(), CheckPlan.OTHERS),
            column,
            SqlName.quote(check.to()),
            column);
  }
}
