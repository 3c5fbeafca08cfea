// SPDX-License-Identifier: Apache-2.0
package dev.sluice.checks;

import dev.sluice.checks.Check.Task;
import dev.sluice.exchange.Part;
import dev.sluice.exchange.Shard;
import dev.sluice.exchange.ShardRows;
import dev.sluice.fact.meter.StepMeter;
import dev.sluice.kernel.KernelSettings;
import dev.sluice.kernel.Kernels;
import dev.sluice.kernel.StatementFailed;
import dev.sluice.kernel.sql.SqlName;
import dev.sluice.spec.rule.CheckSpec;
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
    try (StepMeter.Turn turn = meter.begin();
        Kernels.Lent lent = kernels.lend(CheckPlan.subject(task));
        ShardRows rows =
            ShardRows.open(
                lent.kernel(), settings, plan.relations(), shard.getKey(), shard.getValue())) {
      String sql =
          task.check() instanceof CheckSpec.Unique unique
              ? again(unique, rows)
              : lost((CheckSpec.References) task.check(), rows);
      long found = lent.kernel().rows(sql, row -> row.getLong(1)).get(0);
      out.output(KV.of(number, Observed.counts(0, found)));
    } catch (StatementFailed e) {
      throw plan.failure(task, e);
    }
  }

  private String again(CheckSpec.Unique check, ShardRows rows) {
    String notNull =
        check.columns().stream()
            .map(c -> SqlName.quote(c) + " IS NOT NULL")
            .collect(Collectors.joining(" AND "));
    return "SELECT coalesce(sum(__n - 1), 0)::BIGINT FROM (SELECT count(*) AS __n FROM (%s) WHERE %s GROUP BY %s HAVING count(*) > 1)"
        .formatted(
            rows.select(plan.root(), CheckPlan.ROWS), notNull, SqlName.list(check.columns()));
  }

  private String lost(CheckSpec.References check, ShardRows rows) {
    String column = SqlName.quote(check.column());
    return "SELECT count(*) FROM (%s) AS __a ANTI JOIN (%s) AS __b ON __a.%s = __b.%s WHERE __a.%s IS NOT NULL"
        .formatted(
            rows.select(plan.root(), CheckPlan.ROWS),
            rows.select(plan.root(), CheckPlan.OTHERS),
            column,
            SqlName.quote(check.to()),
            column);
  }
}
