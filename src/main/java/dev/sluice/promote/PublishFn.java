// SPDX-License-Identifier: Apache-2.0
package dev.sluice.promote;

import dev.sluice.lake.Manifest;
import dev.sluice.lake.ManifestStore;
import dev.sluice.lake.ManifestStore.Committed;
import dev.sluice.lake.Promoted;
import org.apache.beam.sdk.transforms.DoFn;

/** Publishes one manifest. */
final class PublishFn extends DoFn<Manifest, Promoted> {
  private static final long serialVersionUID = 1L;

  private final String root;
  private final Signers signers;

  PublishFn(String root, Signers signers) {
    this.root = root;
    this.signers = signers;
  }

  @ProcessElement
  public void publish(@Element Manifest manifest, OutputReceiver<Promoted> out) {
    if (manifest.outcome() == Manifest.Outcome.PUBLISHED) {
      Release shown =
          Publisher.publish(root, ManifestStore.named(root, manifest.number()), signers);
      Committed of = ManifestStore.named(root, shown.manifest());
      out.output(new Promoted(shown.number(), of.manifest()));
    }
  }
}
