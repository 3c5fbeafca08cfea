// SPDX-License-Identifier: Apache-2.0
package dev.sluice.pipeline;

import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.lake.Manifest;
import dev.sluice.lake.ManifestStore;
import dev.sluice.promote.Release;
import dev.sluice.promote.Releases;
import dev.sluice.run.Unfinished;
import dev.sluice.run.Unfinished.Step;
import dev.sluice.spec.PipelineSpec;
import dev.sluice.spec.WarehouseSpec;
import dev.sluice.warehouse.Condition;
import dev.sluice.warehouse.Condition.Depth;
import dev.sluice.warehouse.Condition.Mark;
import dev.sluice.warehouse.Condition.Missing;
import dev.sluice.warehouse.Condition.Whole;
import dev.sluice.warehouse.Rebuilt;
import dev.sluice.warehouse.Warehouse;
import dev.sluice.warehouse.Warehouses;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the warehouse true to the lake, which is what counts: one that is missing or broken is made
 * anew, one that is behind is brought up, and one that knows more than the lake is left alone.
 */
final class Mirror {
  private final String lake;
  private final String place;
  private final Warehouse warehouse;

  private Mirror(String lake, WarehouseSpec spec) {
    this.lake = lake;
    this.place = spec.location();
    this.warehouse = Warehouses.of(spec);
  }

  /** Empty for a pipeline without a warehouse. */
  static Optional<Mirror> of(PipelineSpec spec) {
    return Optional.ofNullable(spec.warehouse()).map(w -> new Mirror(spec.lake(), w));
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
  record Repaired(Optional<Rebuilt> rebuilt, List<Unfinished> left) {
    static final Repaired NOTHING = new Repaired(Optional.empty(), List.of());
  }

  /**
   * Makes the warehouse one that can be loaded.
   *
   * @throws PipelineException WAREHOUSE_REFUSED when it is not this lake's
   */
  Repaired repair(Depth depth, boolean isBegun) {
    try {
      Condition found = warehouse.check(depth);
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

  private static Unfinished left(PipelineException e) {
    if (e.code() == ErrorCode.WAREHOUSE_REFUSED) {
      throw e;
    }
    return new Unfinished(Step.WAREHOUSE, e);
  }

  /** Makes the warehouse anew, whatever it holds. */
  Rebuilt rebuild() {
    Condition found = warehouse.check(Depth.ROWS);
    return warehouse.rebuild(lake, LakeHistory.of(lake), found);
  }

  /**
   * Brings the warehouse up to the newest manifest and the newest release, each as far as it goes.
   *
   * @return what could not be brought up
   */
  List<Unfinished> follow(Manifest newest) {
    List<Unfinished> left = new ArrayList<>();
    attempt(left, () -> warehouse.load(lake, newest));
    Optional<Release> shown = Releases.of(lake).newest();
    if (shown.isPresent()) {
      Manifest manifest = ManifestStore.named(lake, shown.get().manifest()).manifest();
      attempt(left, () -> warehouse.publish(lake, manifest, shown.get().number()));
    }
    return left.subList(0, Math.min(1, left.size()));
  }

  private static void attempt(List<Unfinished> left, Runnable step) {
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
    return ManifestStore.at(lake, load.number())
        .filter(c -> c.manifest().run().id().equals(load.runId()))
        .isPresent();
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
