// SPDX-License-Identifier: Apache-2.0
package dev.sluice.run.settle;

import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.promote.Approvals;
import dev.sluice.promote.PromotionPlan;
import dev.sluice.promote.PromotionPlanning;
import dev.sluice.promote.decision.Decision;
import dev.sluice.promote.release.Release;
import dev.sluice.promote.release.Releases;
import dev.sluice.promote.sign.Signers;
import dev.sluice.schema.Column;
import dev.sluice.schema.TableSchema;
import dev.sluice.spec.PipelineSpec;
import dev.sluice.spec.table.ModelSpec;
import dev.sluice.spec.table.TableSpec;
import dev.sluice.table.log.LakeHead;
import dev.sluice.table.log.Manifest;
import dev.sluice.table.log.ManifestStore;
import dev.sluice.table.log.ManifestStore.Committed;
import dev.sluice.warehouse.load.WarehouseChecks;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Brings staged runs to production, in the lake and in the warehouse: the lake's release is what
 * counts, the warehouse follows it in one transaction, and the next command finishes what a crash
 * cut short.
 */
public final class Promotion {
  private final PipelineSpec spec;
  private final Clock clock;
  private final Approvals approvals;
  private List<UnfinishedStep> unfinished = List.of();

  public Promotion(PipelineSpec spec, Clock clock) {
    this.spec = spec;
    this.clock = clock;
    this.approvals =
        new Approvals(spec.lake(), expireAfter(), clock, Signers.of(spec.publish().signers()));
  }

  private Duration expireAfter() {
    return spec.publish().expireAfter();
  }

  /**
   * What releasing a run would change.
   *
   * @param run its id or the number of its manifest; empty for the newest
   */
  public PromotionPlan plan(String run) {
    Optional<Committed> unused = ManifestStore.head(spec.lake());
    return refusing(
        () ->
            new PromotionPlanning(spec.lake(), keys(), personal())
                .plan(approvals.staged(run), expireAfter(), clock.instant()));
  }

  /**
   * What the warehouse finds against a run by now, each a sentence without an end. It is no part of
   * the plan, which says what stays as it is.
   */
  public List<String> inWarehouse(PromotionPlan plan) {
    WarehouseChecks checks = WarehouseChecks.of(spec);
    if (checks.isEmpty() || plan.isShown()) {
      return List.of();
    }
    try {
      return WarehouseSync.of(spec).orElseThrow().holds(plan.staged().manifest())
          ? checks.findings()
          : List.of("its checks cannot be asked: the warehouse does not hold this run");
    } catch (PipelineException e) {
      return List.of("its checks cannot be asked: " + e.getMessage());
    }
  }

  /** As {@link Approvals#approve}. */
  public Decision approve(String run, String digest, String by, String why) {
    LakeHead.require(spec);
    return refusing(() -> approvals.approve(run, digest, by, why));
  }

  /** As {@link Approvals#reject}. */
  public Decision reject(String run, String by, String why) {
    LakeHead.require(spec);
    return refusing(() -> approvals.reject(run, by, why));
  }

  /** As {@link Approvals#apply}, in the warehouse too. */
  public Release apply(String run, String by) {
    LakeHead.require(spec);
    requireAudited(run);
    return shown(refusing(() -> approvals.apply(run, by)));
  }

  /** What the warehouse finds against a run holds it back from production. */
  private void requireAudited(String run) {
    WarehouseChecks checks = WarehouseChecks.of(spec);
    if (checks.isEmpty()) {
      return;
    }
    Manifest staged = refusing(() -> approvals.staged(run)).manifest();
    WarehouseSync mirror = WarehouseSync.of(spec).orElseThrow();
    if (!mirror.holds(staged)) {
      throw new PipelineException(
          ErrorCode.PROMOTION_REFUSED,
          "Run %s cannot be released: its checks are asked in the warehouse, whose staging holds another run by now. Release the newest run. Production is unchanged."
              .formatted(staged.run().id()));
    }
    try {
      checks.require();
    } catch (PipelineException e) {
      throw new PipelineException(
          ErrorCode.PROMOTION_REFUSED,
          "Run %s cannot be released: %s Production is unchanged."
              .formatted(staged.run().id(), e.getMessage()),
          e);
    }
  }

  /** As {@link Approvals#rollback}, in the warehouse too. */
  public Release rollback(long release, String by, String why) {
    LakeHead.require(spec);
    return shown(refusing(() -> approvals.rollback(release, by, why)));
  }

  /** Every release, oldest first, after finishing what a crash cut short. */
  public List<Release> releases() {
    unfinished = FollowUp.again(spec);
    return Releases.of(spec.lake()).all();
  }

  private Release shown(Release release) {
    unfinished = FollowUp.after(spec);
    return release;
  }

  /** What follows the release and could not be done by the last call; the next command does it. */
  public List<UnfinishedStep> unfinished() {
    return unfinished;
  }

  /** A manifest that cannot be read is not the one that was approved. */
  private static <T> T refusing(Supplier<T> work) {
    try {
      return work.get();
    } catch (PipelineException e) {
      throw e.code() == ErrorCode.MANIFEST_INVALID
          ? new PipelineException(
              ErrorCode.PROMOTION_REFUSED, e.getMessage() + " Production is unchanged.", e)
          : e;
    }
  }

  private Map<String, List<String>> keys() {
    Map<String, List<String>> keys = new HashMap<>();
    for (TableSpec table : spec.tables()) {
      keys.put(table.name(), table.load().key());
    }
    for (ModelSpec model : spec.models()) {
      keys.put(model.name(), model.key());
    }
    return keys;
  }

  private Map<String, Set<String>> personal() {
    Map<String, Set<String>> personal = new HashMap<>();
    for (TableSpec table : spec.tables()) {
      personal.put(table.name(), personal(table.schema()));
    }
    for (ModelSpec model : spec.models()) {
      personal.put(model.name(), personal(model.output()));
    }
    return personal;
  }

  private static Set<String> personal(TableSchema schema) {
    return schema.columns().stream()
        .filter(Column::pii)
        .map(Column::name)
        .collect(Collectors.toUnmodifiableSet());
  }
}
