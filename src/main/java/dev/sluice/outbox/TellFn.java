// SPDX-License-Identifier: Apache-2.0
package dev.sluice.outbox;

import dev.sluice.table.log.PublishedManifest;
import org.apache.beam.sdk.transforms.DoFn;

/** Tells of one run, and of those that earlier runs owe. */
final class TellFn extends DoFn<PublishedManifest, PublishedManifest> {
  private static final long serialVersionUID = 1L;

  private final Tell.Telling telling;

  TellFn(Tell.Telling telling) {
    this.telling = telling;
  }

  @ProcessElement
  public void tell(@Element PublishedManifest run, OutputReceiver<PublishedManifest> out) {
    int unused = telling.tell();
    out.output(run);
  }
}
