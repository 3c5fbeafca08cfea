// SPDX-License-Identifier: Apache-2.0
package dev.sluice.run.settle;

import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.promote.release.Release;
import dev.sluice.promote.release.Releases;
import dev.sluice.run.settle.UnfinishedStep.Step;
import dev.sluice.spec.PipelineSpec;
import dev.sluice.spec.WarehouseSpec;
import dev.sluice.table.log.Manifest;
import dev.sluice.table.log.ManifestStore;
import dev.sluice.table.past.Horizon;
import dev.sluice.table.past.PastRun;
import dev.sluice.warehouse.RebuiltWarehouse;
import dev.sluice.warehouse.Warehouse;
import dev.sluice.warehouse.WarehouseState;
import dev.sluice.warehouse.WarehouseState.Depth;
import dev.sluice.warehouse.WarehouseState.Mark;
import dev.sluice.warehouse.WarehouseState.Missing;
import dev.sluice.warehouse.WarehouseState.Whole;
import dev.sluice.warehouse.load.WarehouseChecks;
import dev.sluice.warehouse.load.Warehouses;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the warehouse true to the lake, which is what counts: one that is missing or broken is made
 * anew, one that is behind is brought up, and one that knows more than the lake is left alone.
 */
final class WarehouseSync {
  private final String lake;
  private final String place;
  private final Warehouse warehouse;

  private WarehouseSync(String lake, WarehouseSpec spec) {
    this.lake = lake;
    this.place = spec.location();
    this.warehouse = Warehouses.of(spec);
  }

  /** Empty for a pipeline without a warehouse. */
  static Optional<WarehouseSync> of(PipelineSpec spec) {
    return Optional.ofNullable(spec.warehouse()).map(w -> new WarehouseSync(spec.lake(), w));
  }

  /** As {@link Warehouse#mark}. */
  String mark() {
    return warehouse.mark();
  }

  /**
   * What a repair came to.
   *
   * @param left why the warehouse cannot be used now; empty when it can
   */
  record Repaired(Optional<RebuiltWarehouse> rebuilt, List<UnfinishedStep> left) {
    static final Repaired NOTHING = new Repaired(Optional.empty(), List.of());
  }

  /**
   * Makes the warehouse one that can be loaded.
   *
   * @throws PipelineException WAREHOUSE_REFUSED when it is not this lake's
   */
  Repaired repair(Depth depth, boolean isBegun) {
    try {
      WarehouseState found = warehouse.check(depth);
      if (found instanceof Whole whole) {
        requireKnown(whole);
        return Repaired.NOTHING;
      }
      boolean isNew = found instanceof Missing && !isBegun;
      return isNew
          ? Repaired.NOTHING
          : new Repaired(
              Optional.of(warehouse.rebuild(lake, LakeHistory.of(lake), found)), List.of());
    } catch (PipelineException e) {
      return new Repaired(Optional.empty(), List.of(left(e)));
    }
  }

  private static UnfinishedStep left(PipelineException e) {
    if (e.code() == ErrorCode.WAREHOUSE_REFUSED) {
      throw e;
    }
    return new UnfinishedStep(e.code() == ErrorCode.CHECK_FAILED ? Step.CHECKS : Step.WAREHOUSE, e);
  }

  /** Makes the warehouse anew, whatever it holds. */
  RebuiltWarehouse rebuild() {
    WarehouseState found = warehouse.check(Depth.ROWS);
    return warehouse.rebuild(lake, LakeHistory.of(lake), found);
  }

  /**
   * Brings the warehouse up to the newest manifest and the newest release, each as far as it goes.
   *
   * @return what could not be brought up
   */
  List<UnfinishedStep> follow(Manifest newest) {
    List<UnfinishedStep> left = new ArrayList<>();
    attempt(left, () -> warehouse.load(lake, newest));
    Optional<Release> shown = Releases.of(lake).newest();
    if (shown.isPresent()) {
      Manifest manifest = ManifestStore.named(lake, shown.get().manifest()).manifest();
      attempt(left, () -> warehouse.publish(lake, manifest, shown.get().number()));
    }
    return left.subList(0, Math.min(1, left.size()));
  }

  /**
   * Brings the newest manifest to {@code staging}, and asks the checks of the warehouse.
   *
   * @return why it cannot be released
   */
  List<UnfinishedStep> audit(Manifest newest, WarehouseChecks checks) {
    List<UnfinishedStep> left = new ArrayList<>();
    attempt(left, () -> warehouse.load(lake, newest));
    if (left.isEmpty()) {
      attempt(left, checks::require);
    }
    return left;
  }

  /** Whether {@code staging} holds a run, and no other. */
  boolean holds(Manifest run) {
    return warehouse.check(Depth.LEDGER) instanceof Whole whole
        && whole.load() != null
        && whole.load().number() == run.number();
  }

  private static void attempt(List<UnfinishedStep> left, Runnable step) {
    try {
      step.run();
    } catch (PipelineException e) {
      left.add(left(e));
    }
  }

  private void requireKnown(Whole whole) {
    Mark load = whole.load();
    if (load != null && !isRun(load)) {
      throw refused("run " + load.runId() + " (manifest " + load.number() + ")", whole.first());
    }
    Mark release = whole.release();
    if (release != null
        && Releases.of(lake)
            .at(release.number())
            .filter(r -> r.run().id().equals(release.runId()))
            .isEmpty()) {
      throw refused(
          "release " + release.number() + " (of run " + release.runId() + ")", whole.first());
    }
  }

  private boolean isRun(Mark load) {
    Optional<String> id =
        ManifestStore.at(lake, load.number())
            .map(each -> each.manifest().run().id())
            .or(
                () ->
                    Optional.ofNullable(Horizon.of(lake).past(lake).get(load.number()))
                        .map(PastRun::id));
    return id.filter(load.runId()::equals).isPresent();
  }

  private PipelineException refused(String what, @Nullable Mark first) {
    String why =
        first != null && isRun(first)
            ? "the lake was put back to an earlier state"
            : "the warehouse belongs to another lake, or this lake was begun anew";
    return new PipelineException(
        ErrorCode.WAREHOUSE_REFUSED,
        "The warehouse %s holds %s, which the lake %s does not have: %s. Nothing was changed. If the lake is right, `sluice rebuild` makes the warehouse equal to it and keeps this one beside; else correct `lake` or `warehouse` in pipeline.yaml."
            .formatted(place, what, lake, why));
  }
}
