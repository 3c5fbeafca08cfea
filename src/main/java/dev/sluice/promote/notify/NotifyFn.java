// SPDX-License-Identifier: Apache-2.0
package dev.sluice.promote.notify;

import dev.sluice.spec.policy.NotifySpec;
import dev.sluice.table.log.PublishedManifest;
import org.apache.beam.sdk.transforms.DoFn;

/** Sends the message on one run, and those that earlier runs owe. */
final class NotifyFn extends DoFn<PublishedManifest, PublishedManifest> {
  private static final long serialVersionUID = 1L;

  private final String root;
  private final NotifySpec target;

  NotifyFn(String root, NotifySpec target) {
    this.root = root;
    this.target = target;
  }

  @ProcessElement
  public void send(@Element PublishedManifest run, OutputReceiver<PublishedManifest> out) {
    int unused = new Notices(root, target).deliver();
    out.output(run);
  }
}
