// SPDX-License-Identifier: Apache-2.0
package dev.sluice.run.settle;

import dev.sluice.promote.release.Release;
import dev.sluice.promote.release.Releases;
import dev.sluice.table.log.Manifest;
import dev.sluice.table.log.Manifest.Outcome;
import dev.sluice.table.log.ManifestStore;
import dev.sluice.table.log.PromotedManifest;
import dev.sluice.table.past.Horizon;
import dev.sluice.table.past.PastRun;
import dev.sluice.warehouse.LoadHistory;
import dev.sluice.warehouse.LoadHistory.Loaded;
import dev.sluice.warehouse.LoadHistory.Shown;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads a lake's past from its manifests and releases, one document at a time. */
final class LakeHistory {
  private LakeHistory() {}

  /**
   * Everything that was committed and released so far.
   *
   * @throws dev.sluice.error.PipelineException MANIFEST_INVALID when a document is missing or
   *     broken
   */
  static LoadHistory of(String lake) {
    long newest = ManifestStore.latest(lake).map(c -> c.manifest().number()).orElse(0L);
    Map<Long, PastRun> past = Horizon.of(lake).past(lake);
    List<Loaded> loads = new ArrayList<>();
    Manifest staged = null;
    for (long number = 1; number <= newest; number++) {
      PastRun gone = past.get(number);
      if (gone == null) {
        staged = ManifestStore.named(lake, number).manifest();
        loads.add(Loaded.of(staged));
      } else {
        loads.add(
            new Loaded(
                number,
                gone.id(),
                Outcome.valueOf(gone.outcome().toUpperCase(Locale.ROOT)),
                gone.createdAt()));
      }
    }
    List<Release> releases = Releases.of(lake).all();
    List<Shown> shown =
        releases.stream().map(r -> new Shown(r.number(), r.manifest(), r.run().id())).toList();
    return new LoadHistory(loads, shown, staged, promoted(lake, releases));
  }

  private static @Nullable PromotedManifest promoted(String lake, List<Release> releases) {
    if (releases.isEmpty()) {
      return null;
    }
    Release last = releases.get(releases.size() - 1);
    return new PromotedManifest(
        last.number(), ManifestStore.named(lake, last.manifest()).manifest());
  }
}
