// SPDX-License-Identifier: Apache-2.0
package dev.sluice.promote;

import dev.sluice.lake.Manifest;
import org.apache.beam.sdk.transforms.DoFn;

/** Publishes one manifest. */
final class PublishFn extends DoFn<Manifest, Manifest> {
  private static final long serialVersionUID = 1L;

  private final String root;

  PublishFn(String root) {
    this.root = root;
  }

  @ProcessElement
  public void publish(@Element Manifest manifest, OutputReceiver<Manifest> out) {
    if (manifest.outcome() == Manifest.Outcome.PUBLISHED) {
      Publisher.publish(root, manifest);
    }
    out.output(manifest);
  }
}
