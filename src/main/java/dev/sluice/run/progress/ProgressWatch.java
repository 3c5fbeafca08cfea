// SPDX-License-Identifier: Apache-2.0
package dev.sluice.run.progress;

import dev.sluice.fact.meter.Measured;
import dev.sluice.fact.meter.RemoteMeters;
import dev.sluice.fact.meter.StepMeter;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.PipelineResult;

/** Asks how far a run is: this process where it runs here, else the service that runs it. */
public final class ProgressWatch {
  /** To ask a service costs a request, and it counts no oftener itself. */
  private static final long REMOTE_PAUSE = Duration.ofSeconds(10).toNanos();

  private final Snapshots snapshots;
  private final PipelineResult result;
  private final boolean isRemote;
  private Map<String, Measured> last = Map.of();
  private long asked = System.nanoTime() - REMOTE_PAUSE;

  public ProgressWatch(Snapshots snapshots, PipelineResult result, boolean isRemote) {
    this.snapshots = snapshots;
    this.result = result;
    this.isRemote = isRemote;
  }

  public boolean isRemote() {
    return isRemote;
  }

  /** How far it is now, or was when a service was asked last. */
  public RunSnapshot now() {
    return snapshots.of(measured());
  }

  /** What each step did, in the order in which they began. */
  public List<Measured> steps() {
    return measured().values().stream()
        .sorted(Comparator.comparingLong(Measured::from).thenComparing(Measured::step))
        .toList();
  }

  private synchronized Map<String, Measured> measured() {
    if (!isRemote) {
      return StepMeter.here();
    }
    if (System.nanoTime() - asked >= REMOTE_PAUSE) {
      asked = System.nanoTime();
      last = RemoteMeters.of(result.metrics());
    }
    return last;
  }
}
