// SPDX-License-Identifier: Apache-2.0
package dev.sluice.promote;

import dev.sluice.lake.Published;
import dev.sluice.spec.NotifySpec;
import org.apache.beam.sdk.transforms.DoFn;

/** Sends the message on one run, and those that earlier runs owe. */
final class NotifyFn extends DoFn<Published, Published> {
  private static final long serialVersionUID = 1L;

  private final String root;
  private final NotifySpec target;

  NotifyFn(String root, NotifySpec target) {
    this.root = root;
    this.target = target;
  }

  @ProcessElement
  public void send(@Element Published run, OutputReceiver<Published> out) {
    int unused = new Notices(root, target).deliver();
    out.output(run);
  }
}
