// SPDX-License-Identifier: Apache-2.0
package dev.sluice.promote;

import dev.sluice.lake.Manifest;
import dev.sluice.lake.ManifestStore;
import dev.sluice.lake.ManifestStore.Committed;
import dev.sluice.lake.Promoted;
import dev.sluice.lake.Published;
import org.apache.beam.sdk.transforms.DoFn;
import org.jspecify.annotations.Nullable;

/** Publishes one manifest. */
final class PublishFn extends DoFn<Manifest, Published> {
  private static final long serialVersionUID = 1L;

  private final String root;
  private final Signers signers;

  PublishFn(String root, Signers signers) {
    this.root = root;
    this.signers = signers;
  }

  @ProcessElement
  public void publish(@Element Manifest manifest, OutputReceiver<Published> out) {
    out.output(new Published(manifest, shownSince(manifest)));
  }

  private @Nullable Promoted shownSince(Manifest manifest) {
    if (manifest.outcome() != Manifest.Outcome.PUBLISHED) {
      return null;
    }
    Release shown = Publisher.publish(root, ManifestStore.named(root, manifest.number()), signers);
    Committed of = ManifestStore.named(root, shown.manifest());
    return new Promoted(shown.number(), of.manifest());
  }
}
