// SPDX-License-Identifier: Apache-2.0
package dev.sluice.promote;

import dev.sluice.lake.Manifest;
import dev.sluice.spec.NotifySpec;
import org.apache.beam.sdk.transforms.DoFn;

/** Sends the message on one manifest, and those that earlier runs owe. */
final class NotifyFn extends DoFn<Manifest, Manifest> {
  private static final long serialVersionUID = 1L;

  private final String root;
  private final NotifySpec target;

  NotifyFn(String root, NotifySpec target) {
    this.root = root;
    this.target = target;
  }

  @ProcessElement
  public void send(@Element Manifest manifest, OutputReceiver<Manifest> out) {
    int unused = new Notices(root, target).deliver();
    out.output(manifest);
  }
}
