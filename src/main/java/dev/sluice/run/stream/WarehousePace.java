// SPDX-License-Identifier: Apache-2.0
package dev.sluice.run.stream;

import dev.sluice.plan.RunRequest;
import dev.sluice.run.PipelineRun;
import dev.sluice.run.settle.UnfinishedStep;
import dev.sluice.spec.PipelineSpec;
import dev.sluice.spec.WarehouseSpec;
import dev.sluice.spec.WarehouseSpec.Way;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * When the warehouse of a stream follows its lake: with each epoch, or less often, and then over
 * several of them in one step. What it shows is always the whole of some run.
 */
public final class WarehousePace {
  /** BigQuery takes 1,500 loads of a table in a day (cloud.google.com/bigquery/quotas). */
  private static final Duration OF_BIGQUERY = Duration.ofMinutes(1);

  private final @Nullable Duration every;
  private final Way way;
  private boolean isBehind; // or may be
  private long followed = System.nanoTime();

  private WarehousePace(@Nullable Duration every, Way way) {
    this.every = every;
    this.way = way;
    this.isBehind = every != null;
  }

  /** That of a pipeline; a warehouse whose checks are asked before each release has no own pace. */
  static WarehousePace of(PipelineSpec spec) {
    return new WarehousePace(every(spec), way(spec));
  }

  private static @Nullable Duration every(PipelineSpec spec) {
    WarehouseSpec warehouse = spec.warehouse();
    if (warehouse == null || !spec.warehouseChecks().isEmpty()) {
      return null;
    }
    Duration told = spec.layout().warehouseEvery();
    boolean isBounded = told == null && warehouse.kind().equals(WarehouseSpec.BIGQUERY);
    return isBounded ? OF_BIGQUERY : told;
  }

  /**
   * How rows come to the warehouse while a stream runs: to one of BigQuery that follows more often
   * than each minute they are appended, for load jobs would use up their quota.
   */
  public static Way way(PipelineSpec spec) {
    WarehouseSpec warehouse = spec.warehouse();
    Duration every = every(spec);
    boolean isOften =
        warehouse != null
            && warehouse.kind().equals(WarehouseSpec.BIGQUERY)
            && every != null
            && every.compareTo(OF_BIGQUERY) < 0;
    return isOften ? Way.APPENDS : Way.LOADS;
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
    WarehouseSpec warehouse = Objects.requireNonNull(spec.warehouse());
    List<UnfinishedStep> left = PipelineRun.finish(spec.into(warehouse.by(way)));
    isBehind = !left.isEmpty();
    return left;
  }
}
