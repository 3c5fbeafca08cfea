// SPDX-License-Identifier: Apache-2.0
package dev.sluice.pipeline;

import dev.sluice.lake.Manifest;
import dev.sluice.lake.ManifestStore;
import dev.sluice.lake.Promoted;
import dev.sluice.promote.Release;
import dev.sluice.promote.Releases;
import dev.sluice.warehouse.History;
import dev.sluice.warehouse.History.Loaded;
import dev.sluice.warehouse.History.Shown;
import java.util.ArrayList;
import java.util.List;
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
  static History of(String lake) {
    long newest = ManifestStore.latest(lake).map(c -> c.manifest().number()).orElse(0L);
    List<Loaded> loads = new ArrayList<>();
    Manifest staged = null;
    for (long number = 1; number <= newest; number++) {
      staged = ManifestStore.named(lake, number).manifest();
      loads.add(Loaded.of(staged));
    }
    List<Release> releases = Releases.of(lake).all();
    List<Shown> shown =
        releases.stream().map(r -> new Shown(r.number(), r.manifest(), r.run().id())).toList();
    return new History(loads, shown, staged, promoted(lake, releases));
  }

  private static @Nullable Promoted promoted(String lake, List<Release> releases) {
    if (releases.isEmpty()) {
      return null;
    }
    Release last = releases.get(releases.size() - 1);
    return new Promoted(last.number(), ManifestStore.named(lake, last.manifest()).manifest());
  }
}
