// SPDX-License-Identifier: Apache-2.0
package dev.sluice.promote;

import dev.sluice.lake.Manifest;
import dev.sluice.lake.Promoted;
import dev.sluice.spec.NotifySpec;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.Wait;
import org.apache.beam.sdk.values.PCollection;

/**
 * Sends the messages on committed runs that were not sent yet, once production shows what it is to
 * show; at least once, and each with the same id whenever it is sent.
 */
public final class Notify extends PTransform<PCollection<Manifest>, PCollection<Manifest>> {
  private static final long serialVersionUID = 1L;

  private final transient PCollection<Promoted> shown;
  private final String root;
  private final NotifySpec target;

  private Notify(PCollection<Promoted> shown, String root, NotifySpec target) {
    this.shown = shown;
    this.root = root;
    this.target = target;
  }

  public static Notify after(PCollection<Promoted> shown, String root, NotifySpec target) {
    return new Notify(shown, root, target);
  }

  @Override
  public PCollection<Manifest> expand(PCollection<Manifest> manifests) {
    return manifests
        .apply("Await production", Wait.on(shown))
        .setCoder(manifests.getCoder())
        .apply("Send", ParDo.of(new NotifyFn(root, target)))
        .setCoder(manifests.getCoder());
  }
}
