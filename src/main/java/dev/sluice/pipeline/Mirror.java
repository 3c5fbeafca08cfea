// SPDX-License-Identifier: Apache-2.0
package dev.sluice.pipeline;

import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.lake.Manifest;
import dev.sluice.lake.ManifestStore;
import dev.sluice.promote.Release;
import dev.sluice.promote.Releases;
import dev.sluice.spec.PipelineSpec;
import dev.sluice.spec.WarehouseSpec;
import dev.sluice.warehouse.Condition;
import dev.sluice.warehouse.Condition.Depth;
import dev.sluice.warehouse.Condition.Mark;
import dev.sluice.warehouse.Condition.Missing;
import dev.sluice.warehouse.Condition.Whole;
import dev.sluice.warehouse.Rebuilt;
import dev.sluice.warehouse.Warehouse;
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
    this.warehouse = Warehouse.of(spec);
  }

  /** Empty for a pipeline without a warehouse. */
  static Optional<Mirror> of(PipelineSpec spec) {
    return Optional.ofNullable(spec.warehouse()).map(w -> new Mirror(spec.lake(), w));
  }

  /** As {@link Warehouse#mark}. */
  String mark() {
    return warehouse.mark();
  }

  /** Makes the warehouse one that can be loaded; says what it had to make anew. */
  Optional<Rebuilt> repair(Depth depth) {
    Condition found = warehouse.check(depth);
    if (found instanceof Whole whole) {
      requireKnown(whole);
      return Optional.empty();
    }
    boolean isNew = found instanceof Missing && ManifestStore.latest(lake).isEmpty();
    return isNew
        ? Optional.empty()
        : Optional.of(warehouse.rebuild(lake, LakeHistory.of(lake), found));
  }

  /** Makes the warehouse anew, whatever it holds. */
  Rebuilt rebuild() {
    Condition found = warehouse.check(Depth.ROWS);
    return warehouse.rebuild(lake, LakeHistory.of(lake), found);
  }

  /** Brings the warehouse up to the newest manifest and the newest release. */
  void follow(Manifest newest) {
    warehouse.load(lake, newest);
    Optional<Release> shown = Releases.of(lake).newest();
    if (shown.isPresent()) {
      Manifest manifest = ManifestStore.named(lake, shown.get().manifest()).manifest();
      warehouse.publish(lake, manifest, shown.get().number());
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
