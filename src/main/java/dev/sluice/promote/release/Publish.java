// SPDX-License-Identifier: Apache-2.0
package dev.sluice.promote.release;

import dev.sluice.promote.sign.Signers;
import dev.sluice.table.log.Manifest;
import dev.sluice.table.log.PublishedManifest;
import org.apache.beam.sdk.coders.SerializableCoder;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;

/**
 * Publishes manifests whose outcome is published in the lake, and gives each manifest with what
 * production shows then. Publishing one twice changes nothing.
 */
public final class Publish
    extends PTransform<PCollection<Manifest>, PCollection<PublishedManifest>> {
  private static final long serialVersionUID = 1L;

  private final String root;
  private final Signers signers;

  private Publish(String root, Signers signers) {
    this.root = root;
    this.signers = signers;
  }

  public static Publish in(String root, Signers signers) {
    return new Publish(root, signers);
  }

  @Override
  public PCollection<PublishedManifest> expand(PCollection<Manifest> manifests) {
    return manifests
        .apply("Publish", ParDo.of(new PublishFn(root, signers)))
        .setCoder(SerializableCoder.of(PublishedManifest.class));
  }
}
