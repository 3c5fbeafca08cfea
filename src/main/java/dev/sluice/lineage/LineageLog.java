// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lineage;

import dev.sluice.error.PipelineException;
import dev.sluice.outbox.Outbox;
import dev.sluice.outbox.Tell;
import dev.sluice.spec.PipelineSpec;
import dev.sluice.spec.telling.LineageSpec;
import dev.sluice.store.document.Failpoints;
import dev.sluice.store.document.Failpoints.Step;
import dev.sluice.table.log.Manifest;
import dev.sluice.table.log.Manifest.Stamp;
import io.openlineage.client.OpenLineage.RunEvent;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells a catalog of lineage of runs. How they ended is told at least once, in the order of the
 * log, which keeps it while nobody takes it; that one began is told when it begins if somebody
 * takes it, and again with its end.
 */
public final class LineageLog {
  private static final Logger LOG = LoggerFactory.getLogger(LineageLog.class);

  private final PipelineSpec spec;
  private final RunEvents events;
  private final EventTransport transport;

  public LineageLog(PipelineSpec spec, LineageSpec target) {
    this.spec = spec;
    this.events = new RunEvents(spec, target);
    this.transport = new EventTransport(target, System.getenv());
  }

  /** The step that tells how runs ended. */
  public static Tell telling(PipelineSpec spec, LineageSpec target) {
    return Tell.by(() -> new LineageLog(spec, target).deliver());
  }

  /** Tells that a run begins; when nobody takes it, its end says so too. */
  public void started(Stamp run) {
    try {
      transport.send(List.of(events.started(run)));
    } catch (PipelineException e) {
      LOG.debug("The beginning of the run was not told; it is told with its end", e);
    }
  }

  /**
   * Tells how runs ended of which that was not told yet.
   *
   * @return how many
   * @throws PipelineException LINEAGE_UNDELIVERED when a run cannot be told; it and later ones are
   *     told by the next call
   */
  public int deliver() {
    return new Outbox(spec.lake(), Outbox.LINEAGE).deliver(this::ended);
  }

  private String ended(Manifest manifest, String digest) {
    List<RunEvent> all = new ArrayList<>();
    all.add(events.started(manifest.run()));
    all.addAll(events.ended(manifest));
    Failpoints.around(Step.LINEAGE_SEND, () -> transport.send(all));
    return all.get(0).getRun().getRunId().toString();
  }
}
