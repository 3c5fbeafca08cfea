// SPDX-License-Identifier: Apache-2.0
package dev.sluice.warehouse.load;

import dev.sluice.fact.meter.StepMeter;
import dev.sluice.spec.WarehouseSpec;
import dev.sluice.table.log.PromotedManifest;
import dev.sluice.table.log.PublishedManifest;
import org.apache.beam.sdk.transforms.DoFn;

/** Shows one release, where there is one. */
final class ShowFn extends DoFn<PublishedManifest, PublishedManifest> {
  private static final long serialVersionUID = 1L;

  private final WarehouseSpec warehouse;
  private final String root;

  ShowFn(WarehouseSpec warehouse, String root) {
    this.warehouse = warehouse;
    this.root = root;
  }

  @ProcessElement
  public void show(@Element PublishedManifest run, OutputReceiver<PublishedManifest> out) {
    PromotedManifest shown = run.shown();
    if (shown != null) {
      try (StepMeter.Turn unused = StepMeter.of("Show in warehouse").begin()) {
        Warehouses.of(warehouse).publish(root, shown.manifest(), shown.release());
      }
    }
    out.output(run);
  }
}
