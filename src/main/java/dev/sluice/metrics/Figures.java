// SPDX-License-Identifier: Apache-2.0
package dev.sluice.metrics;

import dev.sluice.error.PipelineException;
import dev.sluice.outbox.Tell;
import dev.sluice.spec.telling.MetricsSpec;
import dev.sluice.table.log.Manifest;
import dev.sluice.table.log.ManifestStore;
import dev.sluice.table.log.ManifestStore.Committed;
import java.nio.file.Path;
import java.util.Optional;

/** Brings the figures of the newest run of a lake to where the spec says. */
public final class Figures {
  private Figures() {}

  /** The step that tells them. */
  public static Tell telling(String lake, MetricsSpec target) {
    return Tell.by(() -> tell(lake, target));
  }

  /**
   * Tells them; told again, they are the same until another run ends.
   *
   * @return how many receivers were told
   * @throws PipelineException METRICS_UNWRITTEN when one cannot be told
   */
  public static int tell(String lake, MetricsSpec target) {
    Optional<Manifest> newest = ManifestStore.newest(lake);
    if (newest.isEmpty()) {
      return 0;
    }
    Optional<Manifest> committed = ManifestStore.latest(lake).map(Committed::manifest);
    int told = 0;
    if (target.prometheus() != null) {
      MetricsFile.write(Path.of(target.prometheus()), newest.get(), committed);
      told++;
    }
    if (target.otlp() != null) {
      OtlpPush.to(target.otlp()).send(RunMetrics.of(newest.get(), committed));
      told++;
    }
    return told;
  }
}
