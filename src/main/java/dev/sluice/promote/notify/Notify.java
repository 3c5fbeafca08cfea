// SPDX-License-Identifier: Apache-2.0
package dev.sluice.promote.notify;

import dev.sluice.spec.policy.NotifySpec;
import dev.sluice.table.log.PublishedManifest;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;

/**
 * Sends the messages on committed runs that were not sent yet, once production shows what it is to
 * show; at least once, and each with the same id whenever it is sent.
 */
public final class Notify
    extends PTransform<PCollection<PublishedManifest>, PCollection<PublishedManifest>> {
  private static final long serialVersionUID = 1L;

  private final String root;
  private final NotifySpec target;

  private Notify(String root, NotifySpec target) {
    this.root = root;
    this.target = target;
  }

  public static Notify of(String root, NotifySpec target) {
    return new Notify(root, target);
  }

  @Override
  public PCollection<PublishedManifest> expand(PCollection<PublishedManifest> runs) {
    return runs.apply("Send", ParDo.of(new NotifyFn(root, target))).setCoder(runs.getCoder());
  }
}
