// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lineage;

import dev.sluice.spec.PipelineSpec;
import dev.sluice.spec.telling.LineageSpec;
import dev.sluice.table.log.PublishedManifest;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;

/**
 * Tells a catalog of lineage how runs ended, where whoever started the run may be gone; at least
 * once, and each with the same ids whenever it is told.
 */
public final class EmitLineage
    extends PTransform<PCollection<PublishedManifest>, PCollection<PublishedManifest>> {
  private static final long serialVersionUID = 1L;

  private final PipelineSpec spec;
  private final LineageSpec target;

  private EmitLineage(PipelineSpec spec, LineageSpec target) {
    this.spec = spec;
    this.target = target;
  }

  public static EmitLineage of(PipelineSpec spec, LineageSpec target) {
    return new EmitLineage(spec, target);
  }

  @Override
  public PCollection<PublishedManifest> expand(PCollection<PublishedManifest> runs) {
    return runs.apply("Send", ParDo.of(new EmitFn(spec, target))).setCoder(runs.getCoder());
  }

  private static final class EmitFn extends DoFn<PublishedManifest, PublishedManifest> {
    private static final long serialVersionUID = 1L;

    private final PipelineSpec spec;
    private final LineageSpec target;

    EmitFn(PipelineSpec spec, LineageSpec target) {
      this.spec = spec;
      this.target = target;
    }

    @ProcessElement
    public void send(@Element PublishedManifest run, OutputReceiver<PublishedManifest> out) {
      int unused = new LineageLog(spec, target).deliver();
      out.output(run);
    }
  }
}
