// SPDX-License-Identifier: Apache-2.0
package dev.sluice.metrics;

import dev.sluice.spec.telling.MetricsSpec;
import dev.sluice.table.log.PublishedManifest;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;

/** Sends the figures of the newest run, where whoever started the run may be gone. */
public final class PushMetrics
    extends PTransform<PCollection<PublishedManifest>, PCollection<PublishedManifest>> {
  private static final long serialVersionUID = 1L;

  private final String lake;
  private final MetricsSpec target;

  private PushMetrics(String lake, MetricsSpec target) {
    this.lake = lake;
    this.target = target;
  }

  public static PushMetrics of(String lake, MetricsSpec target) {
    return new PushMetrics(lake, target);
  }

  @Override
  public PCollection<PublishedManifest> expand(PCollection<PublishedManifest> runs) {
    return runs.apply("Send", ParDo.of(new PushFn(lake, target))).setCoder(runs.getCoder());
  }

  private static final class PushFn extends DoFn<PublishedManifest, PublishedManifest> {
    private static final long serialVersionUID = 1L;

    private final String lake;
    private final MetricsSpec target;

    PushFn(String lake, MetricsSpec target) {
      this.lake = lake;
      this.target = target;
    }

    @ProcessElement
    public void send(@Element PublishedManifest run, OutputReceiver<PublishedManifest> out) {
      int unused = Figures.tell(lake, target);
      out.output(run);
    }
  }
}
