// SPDX-License-Identifier: Apache-2.0
package dev.sluice.promote.release;

import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.promote.decision.Decisions;
import dev.sluice.table.log.ManifestStore;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/** What time it is at least: never before a document of the lake, whatever the clock says. */
public final class LakeTime {
  /** By how much the clocks of the machines that share a lake may differ. */
  private static final Duration SKEW = Duration.ofMinutes(1);

  private LakeTime() {}

  /**
   * The time, no earlier than that of the newest run, decision and release.
   *
   * @throws PipelineException CLOCK when the clock is clearly behind them
   */
  public static Instant now(String root, Clock clock) {
    Instant now = clock.instant();
    Instant known = known(root).orElse(now);
    if (now.plus(SKEW).isBefore(known)) {
      throw new PipelineException(
          ErrorCode.CLOCK,
          "The clock says %s, but a document of the lake %s is of %s: the clock was set back, or that of another machine was ahead. Set the clock right. Production is unchanged."
              .formatted(now, root, known));
    }
    return now.isBefore(known) ? known : now;
  }

  private static Optional<Instant> known(String root) {
    Stream<Optional<String>> times =
        Stream.of(
            ManifestStore.latest(root).map(newest -> newest.manifest().run().finishedAt()),
            Decisions.of(root).newestTime(),
            Releases.of(root).newest().map(release -> release.made().at()));
    return times.flatMap(Optional::stream).map(Instant::parse).max(Comparator.naturalOrder());
  }
}
