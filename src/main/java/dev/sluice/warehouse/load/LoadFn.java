// SPDX-License-Identifier: Apache-2.0
package dev.sluice.warehouse.load;

import dev.sluice.fact.meter.StepMeter;
import dev.sluice.spec.WarehouseSpec;
import dev.sluice.table.log.PublishedManifest;
import org.apache.beam.sdk.transforms.DoFn;

/** Loads one manifest. */
final class LoadFn extends DoFn<PublishedManifest, PublishedManifest> {
  private static final long serialVersionUID = 1L;

  private final WarehouseSpec warehouse;
  private final String root;

  LoadFn(WarehouseSpec warehouse, String root) {
    this.warehouse = warehouse;
    this.root = root;
  }

  @ProcessElement
  public void load(@Element PublishedManifest run, OutputReceiver<PublishedManifest> out) {
    try (StepMeter.Turn unused = StepMeter.of("Load warehouse").begin()) {
      Warehouses.of(warehouse).load(root, run.manifest());
    }
    out.output(run);
  }
}
