// SPDX-License-Identifier: Apache-2.0
package dev.sluice.promote.release;

import dev.sluice.fact.meter.StepMeter;
import dev.sluice.promote.sign.Signers;
import dev.sluice.table.log.Manifest;
import dev.sluice.table.log.ManifestStore;
import dev.sluice.table.log.ManifestStore.Committed;
import dev.sluice.table.log.PromotedManifest;
import dev.sluice.table.log.PublishedManifest;
import org.apache.beam.sdk.transforms.DoFn;
import org.jspecify.annotations.Nullable;

/** Publishes one manifest. */
final class PublishFn extends DoFn<Manifest, PublishedManifest> {
  private static final long serialVersionUID = 1L;

  private final String root;
  private final Signers signers;

  PublishFn(String root, Signers signers) {
    this.root = root;
    this.signers = signers;
  }

  @ProcessElement
  public void publish(@Element Manifest manifest, OutputReceiver<PublishedManifest> out) {
    try (StepMeter.Turn unused = StepMeter.of("Publish").begin()) {
      out.output(new PublishedManifest(manifest, shownSince(manifest)));
    }
  }

  private @Nullable PromotedManifest shownSince(Manifest manifest) {
    if (manifest.outcome() != Manifest.Outcome.PUBLISHED) {
      return null;
    }
    Release shown = Publisher.publish(root, ManifestStore.named(root, manifest.number()), signers);
    Committed of = ManifestStore.named(root, shown.manifest());
    return new PromotedManifest(shown.number(), of.manifest());
  }
}
