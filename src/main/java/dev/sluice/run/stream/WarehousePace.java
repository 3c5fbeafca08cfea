// SPDX-License-Identifier: Apache-2.0
package dev.sluice.run.stream;

import dev.sluice.plan.RunRequest;
import dev.sluice.run.PipelineRun;
import dev.sluice.run.settle.UnfinishedStep;
import dev.sluice.spec.PipelineSpec;
import dev.sluice.spec.WarehouseSpec;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * When the warehouse of a stream follows its lake: with each epoch, or less often, and then over
 * several of them in one step. What it shows is always the whole of some run.
 */
final class WarehousePace {
  /** BigQuery takes 1,500 loads of a table in a day (cloud.google.com/bigquery/quotas). */
  private static final Duration OF_BIGQUERY = Duration.ofMinutes(1);

  private final @Nullable Duration every;
  private boolean isBehind; // or may be
  private long followed = System.nanoTime();

  private WarehousePace(@Nullable Duration every) {
    this.every = every;
    this.isBehind = every != null;
  }

  /** That of a pipeline; a warehouse whose checks are asked before each release has no own pace. */
  static WarehousePace of(PipelineSpec spec) {
    WarehouseSpec warehouse = spec.warehouse();
    if (warehouse == null || !spec.warehouseChecks().isEmpty()) {
      return new WarehousePace(null);
    }
    Duration told = spec.layout().warehouseEvery();
    boolean isBounded = told == null && warehouse.kind().equals(WarehouseSpec.BIGQUERY);
    return new WarehousePace(isBounded ? OF_BIGQUERY : told);
  }

  /** The epoch as it is to run: without the warehouse where that follows at its own pace. */
  RunRequest epoch(RunRequest request) {
    return every == null ? request : request.withoutWarehouse();
  }

  /** Says that the lake went on. */
  void committed() {
    isBehind = every != null;
  }

  /**
   * Says that files became fewer, and brings a warehouse up that has no pace of its own; what could
   * not be done.
   */
  List<UnfinishedStep> compacted(PipelineSpec spec) {
    committed();
    return every == null ? PipelineRun.finish(spec) : List.of();
  }

  /** Brings the warehouse up if it is time; what could not be done. */
  List<UnfinishedStep> follow(PipelineSpec spec) {
    boolean isDue =
        isBehind && System.nanoTime() - followed >= Objects.requireNonNull(every).toNanos();
    return isDue ? end(spec) : List.of();
  }

  /** Brings the warehouse up, though it may not be time; what could not be done. */
  List<UnfinishedStep> end(PipelineSpec spec) {
    if (!isBehind) {
      return List.of();
    }
    followed = System.nanoTime();
    List<UnfinishedStep> left = PipelineRun.finish(spec);
    isBehind = !left.isEmpty();
    return left;
  }
}
