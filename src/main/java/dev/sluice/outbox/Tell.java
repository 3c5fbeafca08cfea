// SPDX-License-Identifier: Apache-2.0
package dev.sluice.outbox;

import dev.sluice.table.log.PublishedManifest;
import java.io.Serializable;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;

/**
 * Tells somebody outside of runs that ended, where whoever started the run may be gone, and passes
 * the runs on; at least once, and the same whenever it is told.
 */
public final class Tell
    extends PTransform<PCollection<PublishedManifest>, PCollection<PublishedManifest>> {
  private static final long serialVersionUID = 1L;

  private final Telling telling;

  private Tell(Telling telling) {
    this.telling = telling;
  }

  /** Tells all that was not told yet. */
  @FunctionalInterface
  public interface Telling extends Serializable {
    /**
     * Tells.
     *
     * @return how many were told
     * @throws dev.sluice.error.PipelineException when somebody cannot be told
     */
    int tell();
  }

  public static Tell by(Telling telling) {
    return new Tell(telling);
  }

  @Override
  public PCollection<PublishedManifest> expand(PCollection<PublishedManifest> runs) {
    return runs.apply("Send", ParDo.of(new TellFn(telling))).setCoder(runs.getCoder());
  }
}
